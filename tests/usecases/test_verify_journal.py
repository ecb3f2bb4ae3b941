"""Whoever gets past the database's guards is found by the chain: an edit, a gap, a fork, a cut tail."""

import asyncio
import re

import asyncpg
import pytest

import chain
from chain import Fault
from desk.intake import register
from dispatch.cases import ActRequest, act
from dispatch.journal import BrokenCase, broken_cases
from dispatch.rules.shared_facts import Worded
from dispatch.rules.states import Act
from tests.databases import CLUSTER, ROOT
from tests.imports.running import run
from tests.world import NOW, World, an_incident

COMMAND = (ROOT / "bin" / "desk", "verify-journal")
FORGED = chain.sm3(b"forged").hex()
TAMPERINGS = {
    "an edit": ("UPDATE dispatch.journal SET actor = 'staff:99' WHERE case_id = $1 AND seq = 3", Fault.EDIT),
    "a gap": ("DELETE FROM dispatch.journal WHERE case_id = $1 AND seq = 3", Fault.GAP),
    "a fork": (
        f"UPDATE dispatch.journal SET prev_hash = decode('{FORGED}', 'hex') WHERE case_id = $1 AND seq = 3",
        Fault.FORK,
    ),
    "a cut tail": ("DELETE FROM dispatch.journal WHERE case_id = $1 AND seq > 3", Fault.CUT),
    "a deleted beginning": ("DELETE FROM dispatch.journal WHERE case_id = $1 AND seq < 3", Fault.GAP),
    "a journal gone": ("DELETE FROM dispatch.journal WHERE case_id = $1", Fault.CUT),
}


async def _two_cases(world: World) -> tuple[int, int]:
    ids = []
    for _ in range(2):
        done = await register(an_incident(), world.who("worker"), world.city, NOW)
        for word in ("one", "two", "three"):
            comment = ActRequest(done.case_id, Act.COMMENT, facts=Worded(word))
            await act(comment, world.who("worker"), NOW)
        ids.append(done.case_id)
    return ids[0], ids[1]


async def _tamper(db: str, sql: str, case_id: int) -> None:
    superuser = await asyncpg.connect(CLUSTER.url("postgres", db))
    await superuser.execute("SET session_replication_role = replica")
    await superuser.execute(sql, case_id)
    await superuser.close()


async def _broken() -> list[BrokenCase]:
    return [case async for case in broken_cases()]


async def test_untouched_journals_hold(world: World) -> None:
    await _two_cases(world)

    assert await _broken() == []


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_what_somebody_did_to_a_journal_is_found(world: World, db: str, tampering: str) -> None:
    tampered, _ = await _two_cases(world)
    sql, fault = TAMPERINGS[tampering]

    await _tamper(db, sql, tampered)

    found = await _broken()
    assert [case.case_id for case in found] == [tampered]
    assert fault in {one.fault for one in found[0].breaks}


async def test_an_entry_added_behind_the_row_is_found(world: World, db: str) -> None:
    tampered, _ = await _two_cases(world)
    sql = """INSERT INTO dispatch.journal (case_id, seq, at, recorded_at, kind, actor, channel,
            data, prev_hash, hash)
        SELECT case_id, seq + 1, at, recorded_at, kind, actor, channel, data, hash, sha256('x')
        FROM dispatch.journal WHERE case_id = $1 ORDER BY seq DESC LIMIT 1"""

    await _tamper(db, sql, tampered)

    assert [case.case_id for case in await _broken()] == [tampered]


async def _verified() -> tuple[int | None, str]:
    """What the command ends with, and what it says, run as an operator runs it."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


@pytest.mark.parametrize("tampering", ["an edit", "a gap", "a fork", "a cut tail"])
async def test_the_command_names_the_case_and_what_was_done_to_it(
    world: World, db: str, tampering: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tampered, _ = await _two_cases(world)
    sql, fault = TAMPERINGS[tampering]
    await _tamper(db, sql, tampered)

    status, said = await run("verify-journal"), capsys.readouterr().out

    assert status == 1
    assert re.search(rf"^case {tampered}: .*{fault} at entry \d", said, re.MULTILINE), said
    assert said.splitlines()[-1] == "1 chains do not hold"


async def test_the_command_finds_untouched_chains_whole(world: World) -> None:
    await _two_cases(world)

    status, said = await _verified()

    assert (status, said.splitlines()[-1]) == (0, "every chain holds")
