"""One person, one dossier: masked by default, revealed for a purpose, every look recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

import database
from reach import Reach, ReachKind
from registry import audit, vault
from registry.errors import SubjectNotFound, SubjectOutOfReach
from registry.rules import masking
from registry.rules.identity_numbers import NumberKind
from registry.rules.purposes import is_about_case
from registry.subject_indexes import SubjectKind

REVEALABLE = frozenset({"name", "number", "phone", "address"})

_PROFILES = """
SELECT DISTINCT ON (subject.id, text.field) subject.id, subject.kind, subject.area_path, subject.made_at,
    subject.erased_at, text.field, text.sealed, text.commitment,
    key.key_id::text, key.algorithm, key.kek_id, key.wrapped
FROM registry.subject
LEFT JOIN registry.owner_key key ON key.owner_kind = 'subject' AND key.owner_id = subject.id
LEFT JOIN registry.sealed_text text ON text.key_id = key.key_id
    AND (text.field = ANY($2::text[]) OR text.field LIKE ANY ($3::text[]))
WHERE subject.id = ANY($1::bigint[])
ORDER BY subject.id, text.field, text.id DESC
"""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A subject with its personal data masked; `numbers` are (kind, masked number) pairs."""

    id: int
    kind: SubjectKind
    name: str = field(repr=False)
    numbers: tuple[tuple[str, str], ...] = field(repr=False)
    phone: str | None = field(repr=False)
    address: str | None = field(repr=False)
    area_path: str | None
    made_at: datetime
    erased_at: datetime | None


async def dossier(reach: Reach, subject_id: int, at: datetime) -> Dossier:
    """One subject, masked; the look is recorded. Raises SubjectNotFound, SubjectOutOfReach."""
    found = await _masked([subject_id])
    if subject_id not in found:
        raise SubjectNotFound(f"no subject {subject_id}")
    check_may_see(reach, subject_id, found[subject_id].area_path)
    seen = {"subject": subject_id, "purpose": reach.purpose and vault.purpose_of(reach)}
    await audit.append(reach, audit.access_stream(reach), audit.Fact("dossier_seen", at, seen))
    return found[subject_id]


async def masked_names(reach: Reach, ids: Sequence[int]) -> dict[int, str]:
    """Masked names for a list of cases the caller has found in reach; one query, not recorded one by one."""
    if reach.kind is ReachKind.SUBJECT:
        ids = [one for one in ids if one == reach.who]
    rows = await database.fetch(_PROFILES, list(ids), ["name"], [])
    return {
        row["id"]: _mask_name(SubjectKind(row["kind"]), vault.open_row(row)) for row in rows if row["field"]
    }


async def reveal(reach: Reach, subject_id: int, fields: Sequence[str], at: datetime) -> dict[str, str]:
    """The plain texts of some fields (name, number, phone, address; numbers come as `number:KIND`).

    Needs `reach.purpose` and records who saw which fields and why. Raises PurposeRequired, SubjectNotFound,
    SubjectOutOfReach; ValueError for another field.
    """
    purpose = vault.purpose_of(reach)
    if not set(fields) <= REVEALABLE:
        raise ValueError(f"fields that can be revealed: {', '.join(sorted(REVEALABLE))}")
    patterns = ["number:%"] if "number" in fields else []
    rows = await database.fetch(_PROFILES, [subject_id], list(fields), patterns)
    if not rows or rows[0]["erased_at"] is not None:
        raise SubjectNotFound(f"no subject {subject_id}")
    check_may_see(reach, subject_id, rows[0]["area_path"])
    said = {"subject": subject_id, "fields": sorted(set(fields)), "purpose": purpose}
    await audit.append(reach, audit.access_stream(reach), audit.Fact("revealed", at, said))
    opened = {row["field"]: vault.open_row(row) for row in rows if row["field"]}
    return {name: text for name, text in opened.items() if text is not None}


def check_may_see(reach: Reach, subject_id: int, area_path: str | None) -> None:
    """Whose dossier somebody may open: one's own, those of one's areas, and the one a case in reach is about.

    The last shows as a purpose that names the case, stated only by code that has fetched it through the
    reach.
    """
    if not _may_see(reach, subject_id, area_path):
        raise SubjectOutOfReach(f"subject {subject_id} is out of reach")


def _may_see(reach: Reach, subject_id: int, area_path: str | None) -> bool:
    if reach.kind is ReachKind.SYSTEM or (reach.kind, reach.who) == (ReachKind.SUBJECT, subject_id):
        return True
    about_case = is_about_case(reach.purpose)
    in_area = area_path is None or any(area_path.startswith(held) for held in reach.areas)
    return reach.kind is ReachKind.STAFF and bool(reach.roles) and (in_area or about_case)


async def masked_dossiers(reach: Reach, ids: Sequence[int]) -> dict[int, Dossier]:
    """Masked dossiers by id, those in reach only; the caller records the look."""
    found = await _masked(ids)
    return {one.id: one for one in found.values() if _may_see(reach, one.id, one.area_path)}


async def _masked(ids: Sequence[int]) -> dict[int, Dossier]:
    rows = await database.fetch(_PROFILES, list(ids), ["name", "phone", "address"], ["number:%"])
    by_subject: dict[int, list[asyncpg.Record]] = {}
    for row in rows:
        by_subject.setdefault(row["id"], []).append(row)
    return {subject_id: _dossier(its) for subject_id, its in by_subject.items()}


def _dossier(rows: Sequence[asyncpg.Record]) -> Dossier:
    first = rows[0]
    kind = SubjectKind(first["kind"])
    opened = {row["field"]: vault.open_row(row) for row in rows if row["field"]}
    numbers = tuple(
        (name.removeprefix("number:"), masking.number(text, NumberKind(name.removeprefix("number:"))))
        for name, text in opened.items()
        if name.startswith("number:") and text is not None
    )
    phone, address = opened.get("phone"), opened.get("address")
    return Dossier(
        first["id"], kind, _mask_name(kind, opened.get("name")), numbers, phone and masking.phone(phone),
        address and masking.address(address), first["area_path"], first["made_at"], first["erased_at"],
    )  # fmt: skip


def _mask_name(kind: SubjectKind, name: str | None) -> str:
    if name is None:
        return masking.HIDDEN
    return name if kind is SubjectKind.ORGANISATION else masking.name(name)
