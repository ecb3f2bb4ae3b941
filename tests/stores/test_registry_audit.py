"""The second chain: appended in order, unchangeable for app and owner, and found out where it was changed."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

import database
from chain import Break, Fault, Head
from reach import SYSTEM, Reach, ReachKind
from registry import audit, audit_proof
from registry.audit import Fact
from registry.audit_proof import BrokenStream
from registry.errors import AuditMisuse
from tests.databases import CLUSTER
from tests.polling import somebody_waits, until

NOON = datetime(2026, 5, 8, 4, tzinfo=UTC)
CLERK = Reach(ReachKind.STAFF, 12)


def _fact(number: int) -> Fact:
    return Fact("tried", NOON + timedelta(minutes=number), {"number": number, "why": "测试"})


async def _superuser(name: str, *statements: str) -> None:
    connection = await asyncpg.connect(CLUSTER.url("postgres", name))
    await connection.execute("SET session_replication_role = replica")
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def test_entries_of_a_stream_are_numbered_and_hold_together(db: str) -> None:
    await audit.append(CLERK, audit.access_stream(CLERK), _fact(1), _fact(2))
    await audit.append(CLERK, audit.access_stream(CLERK), _fact(3))

    entries = await audit.entries("access/staff:12")
    assert [(entry.seq, entry.data["number"], entry.actor) for entry in entries] == [
        (1, 1, "staff:12"), (2, 2, "staff:12"), (3, 3, "staff:12"),
    ]  # fmt: skip
    assert await audit_proof.verify_audit() == ()


async def test_two_writers_of_one_stream_follow_each_other(db: str) -> None:
    await asyncio.gather(*(audit.append(SYSTEM, audit.CONFIG, _fact(number)) for number in range(8)))

    assert [entry.seq for entry in await audit.entries(audit.CONFIG)] == list(range(1, 9))
    assert await audit_proof.verify_audit() == ()


@pytest.mark.parametrize("commits", [True, False], ids=["commits", "gives up"])
async def test_a_second_writer_waits_for_the_first_and_follows_what_it_left(db: str, commits: bool) -> None:
    written, may_end = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with database.transaction():
            await audit.append(SYSTEM, audit.CONFIG, _fact(1))
            written.set()
            await may_end.wait()
            if not commits:
                raise OSError("the power fails")

    one = asyncio.create_task(first())
    await written.wait()
    two = asyncio.create_task(audit.append(SYSTEM, audit.CONFIG, _fact(2)))
    await until(somebody_waits)
    waited = not two.done()
    may_end.set()
    await asyncio.gather(one, two, return_exceptions=True)

    assert waited
    entries = await audit.entries(audit.CONFIG)
    assert [entry.data["number"] for entry in entries] == ([1, 2] if commits else [2])
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert await audit_proof.verify_audit() == ()


async def test_a_failure_may_not_be_recorded_inside_the_transaction_that_fails(db: str) -> None:
    async with database.transaction():
        with pytest.raises(AuditMisuse):
            await audit.record_failure(SYSTEM, _fact(1))


async def test_a_failure_is_kept_when_its_transaction_is_gone(db: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction():
            _ = 1 // 0
    await audit.record_failure(SYSTEM, _fact(1))

    assert len(await audit.entries(audit.SECURITY)) == 1


NO_RIGHT, MISPLACED, KEPT = "42501", "GD001", "GD002"
# What each attempt meets: the application mostly lacks the right, the owner is stopped by the triggers.
ATTEMPTS = {
    "UPDATE registry.audit SET actor = 'staff:1'": (NO_RIGHT, KEPT),
    "DELETE FROM registry.audit": (NO_RIGHT, KEPT),
    "TRUNCATE registry.audit": (NO_RIGHT, KEPT),
    "DELETE FROM registry.audit_head": (NO_RIGHT, KEPT),
    "TRUNCATE registry.audit_head CASCADE": (NO_RIGHT, KEPT),
    "UPDATE registry.audit_head SET seq = 0": (KEPT, KEPT),
    "INSERT INTO registry.audit SELECT stream, seq + 2, at, recorded_at, kind, actor, data, hash, hash"
    " FROM registry.audit": (MISPLACED, MISPLACED),
    "INSERT INTO registry.audit SELECT stream, seq + 1, at, recorded_at, kind, actor, data, prev_hash,"
    " hash FROM registry.audit": (MISPLACED, MISPLACED),
}


@pytest.mark.parametrize(("role", "which"), [("griddesk_app", 0), ("griddesk_owner", 1)])
@pytest.mark.parametrize("attempt", ATTEMPTS)
async def test_neither_app_nor_owner_can_change_the_chain(
    db: str, role: str, which: int, attempt: str
) -> None:
    await audit.append(SYSTEM, audit.CONFIG, _fact(1))
    connection = await asyncpg.connect(CLUSTER.url(role, db))
    try:
        with pytest.raises(asyncpg.PostgresError) as caught:
            await connection.execute(attempt)
    finally:
        await connection.close()

    assert caught.value.sqlstate == ATTEMPTS[attempt][which]
    assert await audit_proof.verify_audit() == ()


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE registry.audit SET actor = 'staff:1' WHERE seq = 2", (Break(Fault.EDIT, 2),)),
        ("DELETE FROM registry.audit WHERE seq = 2", (Break(Fault.GAP, 3),)),
        ("DELETE FROM registry.audit WHERE seq = 3", (Break(Fault.CUT, 3),)),
    ],
)
async def test_what_a_superuser_changes_is_found(db: str, tampering: str, found: tuple[Break, ...]) -> None:
    await audit.append(SYSTEM, audit.CONFIG, _fact(1), _fact(2), _fact(3))

    await _superuser(db, tampering)

    assert await audit_proof.verify_audit() == (BrokenStream(audit.CONFIG, found),)


async def test_a_stream_that_vanished_is_found_by_the_head_kept_elsewhere(db: str) -> None:
    await audit.append(SYSTEM, audit.CONFIG, _fact(1))
    known = await audit.heads()

    await _superuser(db, "DELETE FROM registry.audit", "DELETE FROM registry.audit_head")

    assert await audit_proof.verify_audit() == ()
    assert await audit_proof.verify_audit(known) == (BrokenStream(audit.CONFIG, (Break(Fault.CUT, 1),)),)


async def test_a_rewritten_history_is_found_by_the_head_kept_elsewhere(db: str) -> None:
    await audit.append(SYSTEM, audit.CONFIG, _fact(1))

    broken = await audit_proof.verify_audit({audit.CONFIG: Head(1, bytes(31) + b"\x01")})

    assert broken == (BrokenStream(audit.CONFIG, (Break(Fault.FORK, 1),)),)
