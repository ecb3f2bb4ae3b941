"""What items and incident classes are called, with the names of their materials and situations."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import asyncpg

import database
from registry.catalogue import CatalogueKind

# The newest published version names a code, also one that is withdrawn by now.
_NAMES = """
SELECT DISTINCT ON (code) code, content ->> 'name' AS name, content ->> 'name_en' AS name_en,
    coalesce(content -> 'situations', content -> 'materials') AS parts, content -> 'form' AS form
FROM registry.catalogue_version
WHERE kind = $1 AND code = ANY ($2::text[]) AND published_at IS NOT NULL
ORDER BY code, version DESC
"""
_MAJORS = """
SELECT DISTINCT ON (prefix) prefix, content ->> 'major' AS name, content ->> 'major_en' AS name_en
FROM unnest($1::text[]) AS prefix
JOIN registry.catalogue_version ON kind = 'incident_class' AND starts_with(code, prefix)
WHERE published_at IS NOT NULL AND valid_to IS NULL
ORDER BY prefix, code
"""


@dataclass(frozen=True, slots=True)
class QuestionName:
    """A question of an item's form in Chinese and English, and its choices by their values."""

    label: str
    label_en: str
    choices: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MatterName:
    """A matter's name in Chinese and English; `parts` names its materials or situations by their codes."""

    name: str
    name_en: str
    parts: Mapping[str, tuple[str, str]]
    questions: Mapping[str, QuestionName]


async def matter_names(kind: CatalogueKind, codes: Collection[str]) -> dict[str, MatterName]:
    """The names of these items or classes; a code nobody ever published is left out."""
    rows = await database.fetch(_NAMES, kind.value, sorted(set(codes)))
    return {row["code"]: _read(row) for row in rows}


async def major_names(beginnings: Collection[str]) -> dict[str, tuple[str, str]]:
    """The 大类 that the classes beginning with each of these belong to, in Chinese and English."""
    rows = await database.fetch(_MAJORS, sorted(set(beginnings)))
    return {row["prefix"]: (row["name"], row["name_en"] or "") for row in rows}


def _read(row: asyncpg.Record) -> MatterName:
    return MatterName(row["name"], row["name_en"] or "", _parts(row["parts"]), _questions(row["form"]))


def _questions(text: str | None) -> dict[str, QuestionName]:
    return {
        str(one["code"]): QuestionName(
            one["label"],
            one.get("label_en", ""),
            {choice["value"]: (choice["label"], choice["label_en"]) for choice in one.get("choices", [])},
        )
        for one in (json.loads(text) if text else [])
    }


def _parts(text: str | None) -> dict[str, tuple[str, str]]:
    parts = json.loads(text) if text else []
    return {str(part["code"]): (part["name"], part.get("name_en", "")) for part in parts}
