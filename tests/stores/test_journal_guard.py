"""The database itself keeps the journal: nobody changes, removes or misplaces an entry."""

import asyncpg
import pytest

import chain
from tests.databases import CLUSTER

ROLES = ("griddesk_app", "griddesk_owner", "postgres")
MISPLACED, TAKEN = "GD001", "23505"  # by the trigger; by the key, where another entry has the place
# The application lacks the right; who has every right is stopped by the trigger itself.
REFUSED = {"griddesk_app": "42501", "griddesk_owner": "GD002", "postgres": "GD002"}
OPEN = """INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq,
    last_hash, matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code,
    calendar_version, channel, first_responder, urgent, from_public, materials_complete, opened_at)
    VALUES ($1, $1, '', 'incident', 'REPORTED', 1, 0, '', 'm', 1, '350300/', 1, 1, 'c', 1, 'WINDOW', 1,
    false, false, false, now()) RETURNING id"""
APPEND = """INSERT INTO dispatch.journal
    (case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash)
    VALUES ($1, $2, now(), now(), 'commented', 'system', 'SYSTEM', '{}', $3, $4)"""


def _hash(seq: int) -> bytes:
    return chain.sm3(bytes([seq]))


async def _case_of_two(db: str, role: str) -> tuple["asyncpg.Connection[asyncpg.Record]", int]:
    connection = await asyncpg.connect(CLUSTER.url(role, db))
    case_id = int(await connection.fetchval(OPEN, role[-8:]))
    await connection.execute(APPEND, case_id, 1, chain.ZERO, _hash(1))
    await connection.execute(APPEND, case_id, 2, _hash(1), _hash(2))
    return connection, case_id


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE dispatch.journal SET actor = 'staff:1' WHERE case_id = $1",
        "DELETE FROM dispatch.journal WHERE case_id = $1",
        "TRUNCATE dispatch.journal",
    ],
)
async def test_an_entry_is_neither_changed_nor_removed(db: str, role: str, sql: str) -> None:
    connection, case_id = await _case_of_two(db, role)
    try:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await connection.execute(sql, *([case_id] if "$1" in sql else []))
        assert refused.value.sqlstate == REFUSED[role]
        assert (
            await connection.fetchval("SELECT count(*) FROM dispatch.journal WHERE case_id = $1", case_id)
            == 2
        )
    finally:
        await connection.close()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("seq", "prev", "state"),
    [
        pytest.param(4, _hash(2), MISPLACED, id="a gap"),
        pytest.param(3, _hash(1), MISPLACED, id="another predecessor"),
        pytest.param(3, chain.ZERO, MISPLACED, id="no predecessor"),
        pytest.param(2, _hash(1), TAKEN, id="a fork"),
        pytest.param(0, chain.ZERO, MISPLACED, id="before the first"),
        pytest.param(1, chain.ZERO, TAKEN, id="a second beginning"),
    ],
)
async def test_an_entry_that_does_not_follow_is_refused(
    db: str, role: str, seq: int, prev: bytes, state: str
) -> None:
    connection, case_id = await _case_of_two(db, role)
    try:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await connection.execute(APPEND, case_id, seq, prev, _hash(9))
        assert refused.value.sqlstate == state
    finally:
        await connection.close()


async def test_several_entries_of_one_statement_may_follow_each_other(db: str) -> None:
    connection, case_id = await _case_of_two(db, "griddesk_app")
    try:
        await connection.execute(
            APPEND.split("VALUES")[0]
            + "SELECT $1, seq, now(), now(), 'commented', 'system', 'SYSTEM', '{}', prev, hash"
            " FROM unnest($2::int[], $3::bytea[], $4::bytea[]) AS entry (seq, prev, hash)",
            case_id,
            [3, 4],
            [_hash(2), _hash(3)],
            [_hash(3), _hash(4)],
        )
        assert (
            await connection.fetchval("SELECT max(seq) FROM dispatch.journal WHERE case_id = $1", case_id)
            == 4
        )
    finally:
        await connection.close()


async def test_nobody_chooses_the_transaction_an_entry_is_read_under(db: str) -> None:
    connection, case_id = await _case_of_two(db, "griddesk_app")
    try:
        await connection.execute(
            APPEND.replace("data, prev_hash", "data, xid, prev_hash").replace(
                "'{}', $3", "'{}', '7'::xid8, $3"
            ),
            case_id,
            3,
            _hash(2),
            _hash(3),
        )
        xids = await connection.fetch("SELECT xid::text::bigint FROM dispatch.journal WHERE seq = 3")
        assert xids[0][0] > 7
    finally:
        await connection.close()
