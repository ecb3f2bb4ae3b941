"""Finds people and organisations by name, pinyin, phone or the last four characters of a number."""

from datetime import datetime

import asyncpg

import database
from reach import Reach, ReachKind
from registry import audit
from registry.dossiers import Dossier, masked_dossiers
from registry.errors import SearchTooShort, SubjectOutOfReach
from registry.keys import keys
from registry.rules.search_tokens import search_tokens
from registry.subject_indexes import last4_index, phone_index
from registry.subjects import check_may_look_up

_MOST_FOUND = 50
_NARROWED = """
($1::text[] IS NULL OR EXISTS (SELECT 1 FROM unnest($1::text[]) area WHERE starts_with(area_path, area)))
"""
_BY_TOKENS = f"""
SELECT id FROM registry.subject WHERE (tokens @> $2::bigint[] OR tokens @> $3::bigint[]) AND {_NARROWED}
ORDER BY id LIMIT {_MOST_FOUND}
"""
_BY_PHONE = f"""
SELECT id FROM registry.subject WHERE phone_index = $2 AND {_NARROWED} ORDER BY id LIMIT {_MOST_FOUND}
"""
_BY_LAST4 = f"""
SELECT id FROM registry.subject WHERE id IN (
    SELECT id FROM registry.subject WHERE phone_last4_index = $2
    UNION SELECT subject_id FROM registry.subject_number WHERE last4_index = $2
) AND {_NARROWED} ORDER BY id LIMIT {_MOST_FOUND}
"""


async def search(reach: Reach, text: str, at: datetime, area: str | None = None) -> list[Dossier]:
    """At most 50 subjects by name (two characters, or pinyin), by phone, or by the last four of a number.

    Only subjects with an area in reach (and in `area`) are found, masked; the search is recorded without its
    text. Raises SearchTooShort, SubjectOutOfReach.
    """
    areas = _areas(reach, area)
    ids = await _found(reach, text, areas)
    await _record(reach, {"found": ids, "areas": areas}, at)
    return list((await masked_dossiers(reach, ids)).values())


async def subjects_of_cases(reach: Reach, text: str, at: datetime) -> list[int]:
    """Ids of at most 50 subjects, wherever they live, for a list that then shows cases in reach only.

    A department handles for people of every area. The search is recorded without its text and without who
    was found, since most of them are not shown. Raises SearchTooShort, SubjectOutOfReach.
    """
    ids = await _found(reach, text, None)
    await _record(reach, {"found": [], "areas": None}, at)
    return ids


async def _record(reach: Reach, searched: dict[str, object], at: datetime) -> None:
    await audit.append(reach, audit.access_stream(reach), audit.Fact("subjects_searched", at, searched))


async def _found(reach: Reach, text: str, areas: list[str] | None) -> list[int]:
    check_may_look_up(reach)
    if reach.kind is ReachKind.SERVICE:
        raise SubjectOutOfReach("searching people is for staff")
    plain = text.strip()
    if plain.isascii() and plain[:-1].isdigit() and len(plain) == 4:
        rows = await database.fetch(_BY_LAST4, areas, last4_index(plain.upper()))
    elif plain.isascii() and plain.lstrip("+").replace("-", "").replace(" ", "").isdigit():
        rows = await _by_phone(plain, areas)
    else:
        rows = await _by_name(plain, areas)
    return [row["id"] for row in rows]


def _areas(reach: Reach, area: str | None) -> list[str] | None:
    """The areas to look in; None for everywhere, which only the system itself may."""
    if reach.kind is ReachKind.SYSTEM:
        return None if area is None else [area]
    if area is None:
        return list(reach.areas)
    return [
        max(area, held, key=len) for held in reach.areas if area.startswith(held) or held.startswith(area)
    ]


async def _by_name(text: str, areas: list[str] | None) -> list[asyncpg.Record]:
    sets = [list(tokens) for tokens in search_tokens(keys().token, text)]
    return await database.fetch(_BY_TOKENS, areas, sets[0], sets[-1])


async def _by_phone(text: str, areas: list[str] | None) -> list[asyncpg.Record]:
    if len(text) < 5:
        raise SearchTooShort("a phone number has five digits at least")
    return await database.fetch(_BY_PHONE, areas, phone_index(text))
