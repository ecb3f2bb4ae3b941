"""Writes the row of a case: opened once, and moved on under its last entry by every later one."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from chain import Head
from dispatch.rules.change import CaseValues
from together import Query, Write

# The columns a journal entry can set are the fields of CaseValues, so that folding gives the row again.
_SET = (*CaseValues.__struct_fields__, "state")
_COLUMNS = ", ".join(_SET)
_READ = ", ".join(f"r.{column}" for column in _SET)
_OPEN = f"""
INSERT INTO dispatch.cases
    (id, case_no, tracking_no, password_mark, version, last_seq, last_hash, due_at, {_COLUMNS})
SELECT $1, $2, $3, $4, $5, $6, $7, $8, {_READ}
FROM jsonb_populate_record(NULL::dispatch.cases, $9::text::jsonb) AS r
"""
_MOVE = f"""
UPDATE dispatch.cases AS c SET
    ({_COLUMNS}) = (SELECT {_READ} FROM jsonb_populate_record(c, $3::text::jsonb) AS r),
    version = $4, last_seq = $5, last_hash = $6, due_at = $7
WHERE c.id = $1 AND c.last_seq = $2
"""
_NEW_IDS = """
SELECT nextval(pg_get_serial_sequence('dispatch.cases', 'id')) AS case_id,
    nextval(pg_get_serial_sequence('dispatch.routings', 'id')) AS routing_id
"""


def _json(values: CaseValues, state: str) -> str:
    return msgspec.json.encode({**msgspec.to_builtins(values), "state": state}).decode()


class NewIds(NamedTuple):
    """The ids of a case about to be opened and of its first routing."""

    case_id: int
    routing_id: int


def new_ids() -> Query[NewIds]:
    """Ids nobody has: the journal is hashed with the one and names the other before either row is written."""
    return Query(_NEW_IDS, (), lambda rows: NewIds(*rows[0]))


class Numbers(msgspec.Struct, frozen=True):
    """What a case is known by: its readable number, its tracking number, the mark of its password."""

    case_no: str
    tracking_no: str
    password_mark: bytes


class Standing(msgspec.Struct, frozen=True):
    """Where a case stands after an entry: state, version, head of its journal, next due time (UTC)."""

    state: str
    version: int
    head: Head
    due_at: datetime | None


def opening_row(case_id: int, numbers: Numbers, values: CaseValues, standing: Standing) -> Write:
    """Writes the row of a new case."""
    return Write(
        _OPEN,
        (
            case_id,
            numbers.case_no,
            numbers.tracking_no,
            numbers.password_mark,
            standing.version,
            standing.head.seq,
            standing.head.hash,
            standing.due_at,
            _json(values, standing.state),
        ),
    )


def moving_row(case_id: int, last_seq: int, values: CaseValues, standing: Standing) -> Write:
    """Moves the row on from `last_seq`; touches no row where another entry came in between."""
    return Write(
        _MOVE,
        (
            case_id,
            last_seq,
            _json(values, standing.state),
            standing.version,
            standing.head.seq,
            standing.head.hash,
            standing.due_at,
        ),
    )
