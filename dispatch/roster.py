"""The roster: who is on duty for an area, from when until when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from dispatch.errors import UnknownDuty
from dispatch.rules.assignment import OnDuty, Rank
from reach import Reach
from registry import audit
from together import Query, Row, ask, filled

_COLUMNS = "id, area_path, staff_id, rank, valid_from, valid_to"
_ADD = f"""
INSERT INTO dispatch.duties (area_path, staff_id, rank, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)
RETURNING {_COLUMNS}
"""
_END = f"""
UPDATE dispatch.duties SET valid_to = $2
WHERE id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2)
RETURNING {_COLUMNS}
"""
_WITHDRAW = f"DELETE FROM dispatch.duties WHERE id = $1 AND valid_from >= $2 RETURNING {_COLUMNS}"
_END_ALL = f"""
UPDATE dispatch.duties SET valid_to = $2
WHERE staff_id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2)
    AND ($3::bigint[] IS NULL OR id = ANY ($3))
RETURNING {_COLUMNS}
"""
_WITHDRAW_ALL = f"""
DELETE FROM dispatch.duties
WHERE staff_id = $1 AND valid_from >= $2 AND ($3::bigint[] IS NULL OR id = ANY ($3))
RETURNING {_COLUMNS}
"""
_OF_STAFF = f"""
SELECT {_COLUMNS} FROM dispatch.duties WHERE staff_id = $1 AND (valid_to IS NULL OR valid_to > $2)
ORDER BY valid_from, id
"""
_OVER = f"""
SELECT {_COLUMNS} FROM dispatch.duties
WHERE area_path = ANY ($1::text[]) AND (valid_to IS NULL OR valid_to > $2)
ORDER BY area_path, array_position(ARRAY['primary', 'backup', 'leader', 'pool_owner'], rank::text),
    valid_from, id
"""
_OVERLAPS = """
SELECT EXISTS (SELECT 1 FROM dispatch.duties WHERE area_path = $1 AND staff_id = $2
    AND (valid_to IS NULL OR valid_to > $3) AND ($4::timestamptz IS NULL OR valid_from < $4))
"""
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_IN_FORCE = "valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)"
_ON_DUTY = f"""
SELECT DISTINCT staff_id, area_path, rank FROM dispatch.duties
WHERE area_path = ANY ({{areas}}) AND {_IN_FORCE}
ORDER BY area_path, rank, staff_id
"""
_ON_DUTY_OVER = _ON_DUTY.format(areas="$2::text[]")
_STAFFED = "SELECT DISTINCT area_path FROM dispatch.duties WHERE valid_to IS NULL OR valid_to > $1"
_OF = f"SELECT {_COLUMNS} FROM dispatch.duties WHERE area_path = $1 ORDER BY valid_from, id"


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody on the roster of an area, from `valid_from` up to but not including `valid_to` (UTC)."""

    id: int
    area_path: str
    staff_id: int
    rank: Rank
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty to be given; times are UTC, without `valid_to` it lasts until ended."""

    area_path: str
    staff_id: int
    rank: Rank
    valid_from: datetime
    valid_to: datetime | None = None


async def give_duty(reach: Reach, new: NewDuty, now: datetime) -> Duty:
    """Puts somebody on the roster and records it in the audit chain."""
    async with database.transaction():
        row = await database.fetch_row(
            _ADD, new.area_path, new.staff_id, new.rank.value, new.valid_from, new.valid_to
        )
        if row is None:
            raise RuntimeError("an insert of one row returns it")
        duty = _duty(row)
        await audit.append(reach, audit.CONFIG, _fact("duty_given", duty, now))
    return duty


async def end_duty(reach: Reach, duty_id: int, at: datetime, now: datetime) -> Duty:
    """Ends a duty at a moment after its beginning and before its end, and records it in the audit chain.

    Raises UnknownDuty if there is none that runs at that moment.
    """
    async with database.transaction():
        row = await database.fetch_row(_END, duty_id, at)
        if row is None:
            raise UnknownDuty(duty_id)
        duty = _duty(row)
        await audit.append(reach, audit.CONFIG, _fact("duty_ended", duty, now))
    return duty


async def withdraw_duty(reach: Reach, duty_id: int, now: datetime) -> Duty:
    """Takes a duty back that has not begun, and records it in the audit chain; raises UnknownDuty."""
    async with database.transaction():
        row = await database.fetch_row(_WITHDRAW, duty_id, now)
        if row is None:
            raise UnknownDuty(duty_id)
        duty = _duty(row)
        await audit.append(reach, audit.CONFIG, _fact("duty_withdrawn", duty, now))
    return duty


async def relieve(reach: Reach, staff_id: int, now: datetime, only: Collection[int] | None = None) -> None:
    """Ends every duty of somebody, or `only` these; takes back what has not begun. Each is recorded."""
    which = None if only is None else list(only)
    async with database.transaction():
        ended = [_duty(row) for row in await database.fetch(_END_ALL, staff_id, now, which)]
        gone = [_duty(row) for row in await database.fetch(_WITHDRAW_ALL, staff_id, now, which)]
        facts = [_fact("duty_ended", one, now) for one in ended]
        facts += [_fact("duty_withdrawn", one, now) for one in gone]
        await audit.append(reach, audit.CONFIG, *facts)


async def find_duty(duty_id: int) -> Duty:
    """One duty, past ones too; raises UnknownDuty."""
    row = await database.fetch_row(f"SELECT {_COLUMNS} FROM dispatch.duties WHERE id = $1", duty_id)
    if row is None:
        raise UnknownDuty(duty_id)
    return _duty(row)


async def duties_of(staff_id: int, since: datetime) -> tuple[Duty, ...]:
    """The duties of somebody that were not over at an instant (UTC), the earliest first."""
    return tuple(map(_duty, await database.fetch(_OF_STAFF, staff_id, since)))


async def duties_over(area_paths: Sequence[str], since: datetime) -> tuple[Duty, ...]:
    """The duties of exactly these areas that were not over at an instant (UTC), by area, rank and time."""
    return tuple(map(_duty, await database.fetch(_OVER, list(area_paths), since)))


async def overlaps(new: NewDuty) -> bool:
    """Whether somebody is on the roster of the area already at some time of a duty to be given.

    Asked in the transaction that gives the duty: until it ends nobody else gives him one for this area.
    """
    await database.execute(_ALONE, f"duty|{new.area_path}|{new.staff_id}")
    found = await database.fetch_value(_OVERLAPS, new.area_path, new.staff_id, new.valid_from, new.valid_to)
    return bool(found)


async def on_duty(grid_path: str, at: datetime) -> tuple[OnDuty, ...]:
    """Everybody on duty for the grid or an area around it at a moment (UTC), for `assignment.assign`."""
    around = [grid_path[: end + 1] for end, letter in enumerate(grid_path) if letter == "/"]
    return await ask(Query(_ON_DUTY_OVER, (at, around), _on_duty))


def on_duty_over(areas: str, at: datetime) -> Query[tuple[OnDuty, ...]]:
    """Everybody on duty at a moment (UTC) for areas another query finds; `areas` is SQL for their paths."""
    return Query(filled(_ON_DUTY, areas=areas), (at,), _on_duty)


def _on_duty(rows: Sequence[Row]) -> tuple[OnDuty, ...]:
    return tuple(OnDuty(staff_id, area_path, Rank(rank)) for staff_id, area_path, rank in rows)


async def staffed_areas(at: datetime) -> frozenset[str]:
    """Paths of the areas whose roster names somebody for then or later (UTC), for the proof of duty.

    Not only for then: a list published at night does not depend on who is on the night shift.
    """
    return frozenset(row["area_path"] for row in await database.fetch(_STAFFED, at))


async def roster_of(area_path: str) -> tuple[Duty, ...]:
    """All duties ever given for exactly this area, the earliest first."""
    return tuple(map(_duty, await database.fetch(_OF, area_path)))


def _duty(row: asyncpg.Record) -> Duty:
    return Duty(**{**dict(row), "rank": Rank(row["rank"])})


def _fact(kind: str, duty: Duty, now: datetime) -> audit.Fact:
    data = {
        "duty": duty.id,
        "area_path": duty.area_path,
        "staff": duty.staff_id,
        "rank": duty.rank.value,
        "valid_from": duty.valid_from.isoformat(),
        "valid_to": duty.valid_to.isoformat() if duty.valid_to else None,
    }
    return audit.Fact(kind, now, data)
