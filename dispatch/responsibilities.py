"""The responsibility list in force: read as a rulebook, proven, and published by a second person."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import database
from dispatch.errors import (
    DutyNotProven,
    NoResponsibilitiesPublished,
    NothingToProve,
    ResponsibilitiesChanged,
    ResponsibilitiesNotDraft,
    SecondPersonNeeded,
    UnknownResponsibilityEdition,
)
from dispatch.responsibility_drafts import rows_of
from dispatch.responsibility_editions import ResponsibilityEdition, edition
from dispatch.rules.findings import Proof
from dispatch.rules.proof import Living, prove
from dispatch.rules.responsibility import Matter, Place
from dispatch.rules.rulebook import Rulebook
from grid.location import Location
from reach import Reach, ReachKind
from registry import audit
from together import Query, Row, ask

_PUBLISHED = """
SELECT id, number, published_at FROM dispatch.responsibility_editions WHERE status = 'published'
"""
_HOLD = "SELECT status, revision FROM dispatch.responsibility_editions WHERE id = $1 FOR UPDATE"
_SUPERSEDE = "UPDATE dispatch.responsibility_editions SET status = 'superseded' WHERE status = 'published'"
_PUBLISH = """
UPDATE dispatch.responsibility_editions
SET status = 'published', published_at = $2, published_by = $3 WHERE id = $1
"""
_UTC = ZoneInfo("UTC")
_PUBLICATION_LOCK = 0x6772_6964_0002  # any fixed number serves: two publications follow each other
_KEPT_BOOKS = 2

_books: dict[tuple[int, datetime, str], Rulebook] = {}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a list must be proven for: every matter, every lowest area with its overlays, and who is there."""

    matters: tuple[Matter, ...]
    lowest_areas: tuple[Place, ...]
    living: Living


@dataclass(frozen=True, slots=True)
class InForce:
    """Which edition of the list is in force."""

    id: int
    number: int
    published_at: datetime


def in_force() -> Query[InForce]:
    """Which edition that is; its meaning raises NoResponsibilitiesPublished."""
    return Query(_PUBLISHED, (), _in_force)


def _in_force(rows: Sequence[Row]) -> InForce:
    if not rows:
        raise NoResponsibilitiesPublished
    return InForce(*rows[0])


async def published(zone: ZoneInfo) -> Rulebook:
    """The list in force, for a city in this time zone; raises NoResponsibilitiesPublished."""
    return await book_of(await ask(in_force()), zone)


async def book_of(found: InForce, zone: ZoneInfo) -> Rulebook:
    """The list of the edition that was found to be in force, for a city in this time zone.

    Which one that is has to be asked in each transaction, so no process routes by a list it once read; only
    the rows, which can never change, are kept between calls.
    """
    key = (found.id, found.published_at, zone.key)
    book = _books.get(key)
    if book is None:
        book = Rulebook.of(await rows_of(found.id), zone, found.number)
        while len(_books) >= _KEPT_BOOKS:
            del _books[next(iter(_books))]
        _books[key] = book
    return book


async def rulebook(number: int, zone: ZoneInfo) -> Rulebook:
    """The list of one edition, in force or not, as cases remember it; raises UnknownResponsibilityEdition."""
    edition_id = await database.fetch_value(
        "SELECT id FROM dispatch.responsibility_editions WHERE number = $1", number
    )
    if edition_id is None:
        raise UnknownResponsibilityEdition(number)
    return Rulebook.of(await rows_of(edition_id), zone, number)


async def check(edition_id: int, ground: Ground, since: datetime) -> Proof:
    """Tries to prove an edition for all moments from `since` (UTC) on, without changing anything.

    Raises NothingToProve for a ground without matters or places.
    """
    if not ground.matters or not ground.lowest_areas:
        raise NothingToProve
    # Windows of local time are compared with each other only, so any zone does for the proof.
    book = Rulebook.of(await rows_of(edition_id), _UTC)
    # Seconds of pure work for a large city; other requests of this process go on meanwhile.
    return await asyncio.to_thread(prove, book, ground.matters, ground.lowest_areas, ground.living, since)


async def publish(reach: Reach, edition_id: int, ground: Ground, now: datetime) -> ResponsibilityEdition:
    """Proves a draft from `now` (UTC) on and puts it in force; the list before it is superseded.

    Who wrote at the draft may not publish it; only the system, when it sets up a city, may do both.
    Raises DutyNotProven with the offending pairs, NothingToProve, SecondPersonNeeded,
    ResponsibilitiesChanged, ResponsibilitiesNotDraft, UnknownResponsibilityEdition.
    """
    draft = await edition(edition_id)
    if draft.status != "draft":
        raise ResponsibilitiesNotDraft(edition_id)
    if reach.kind is not ReachKind.SYSTEM and reach.actor in draft.written_by:
        raise SecondPersonNeeded(edition_id)
    proof = await check(edition_id, ground, now)
    if not proof.holds:
        raise DutyNotProven(proof.faults(), proof.total)
    async with database.transaction():
        await database.execute("SELECT pg_advisory_xact_lock($1)", _PUBLICATION_LOCK)
        await _unchanged(draft)
        await database.execute(_SUPERSEDE)
        await database.execute(_PUBLISH, edition_id, now, reach.actor)
        await audit.append(reach, audit.CONFIG, _fact(draft, ground, now))
        return await edition(edition_id)


def place_of(location: Location) -> Place:
    """A located place as responsibilities name it: path of the lowest area, overlays as "overlay/code"."""
    return Place(location.path, tuple(f"{hit.overlay}/{hit.code}" for hit in location.overlays))


async def _unchanged(draft: ResponsibilityEdition) -> None:
    held = await database.fetch_row(_HOLD, draft.id)
    if held is None:
        raise UnknownResponsibilityEdition(draft.id)
    if held["status"] != "draft":
        raise ResponsibilitiesNotDraft(draft.id)
    if held["revision"] != draft.revision:
        raise ResponsibilitiesChanged(draft.id)


def _fact(draft: ResponsibilityEdition, ground: Ground, now: datetime) -> audit.Fact:
    data = {
        "number": draft.number,
        "written_by": list(draft.written_by),
        "matters": len({(matter.kind, matter.code) for matter in ground.matters}),
        "places": len(ground.lowest_areas),
    }
    return audit.Fact("responsibilities_published", now, data)
