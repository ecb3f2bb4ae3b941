"""Anchors find what the owner of the database did, although every hash fits, and nothing that nobody did."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

import database
from dispatch import anchored, anchoring
from dispatch.journal import broken_cases
from reach import SYSTEM
from registry import audit
from registry.anchor_folder import AnchorFolder
from registry.errors import AnchorExists
from registry.rules.anchor_deeds import Deed, Fault
from registry.rules.anchors import MOST
from tests import forging
from tests.anchor_builders import LATER, an_anchored_case, looked, proven
from tests.journal_builders import NOON, SavedCase, saved_case, saved_entries


async def test_what_nobody_touched_agrees_with_its_anchors(db: str, folder: AnchorFolder) -> None:
    await an_anchored_case(folder)

    assert await proven(folder) == ()
    assert await looked(folder) == ()


ATTACKS: dict[str, tuple[forging.Attack, Deed, int]] = {
    "edit": (forging.edit, Deed.EDITED, 3),
    "remove": (forging.remove, Deed.REMOVED, 3),
    "insert": (forging.insert, Deed.INSERTED, 3),
    "reorder": (forging.reorder, Deed.REORDERED, 2),
    "cut tail": (forging.cut, Deed.CUT, 4),
    "delete a case": (forging.delete, Deed.GONE, 1),
}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_the_owner_does_with_hashes_that_fit_is_found_and_named(
    db: str, folder: AnchorFolder, attack: str
) -> None:
    case = await an_anchored_case(folder)
    forge, deed, seq = ATTACKS[attack]

    async with forging.owner(db) as connection:
        await forge(connection, case.id)

    # The chains themselves say nothing, so it is the anchors that find it.
    assert [broken async for broken in broken_cases()] == []
    for doubts in (await proven(folder), await looked(folder)):
        named = {doubt.chain: doubt.done for doubt in doubts if doubt.fault is Fault.DEED and doubt.done}
        assert set(named) == {f"case/{case.id}"}
    found = next(one for one in await proven(folder) if one.fault is Fault.DEED)
    assert found.done is not None
    assert (found.done.deed, found.done.seq) == (deed, seq)
    assert found.anchor == (1 if attack == "delete a case" else 2)


async def test_a_case_planted_in_the_past_is_found_before_and_after_it_is_anchored(
    db: str, folder: AnchorFolder
) -> None:
    case = await an_anchored_case(folder)

    async with forging.owner(db) as connection:
        await forging.plant(connection, case.id)

    planted = f"case/{case.id + 1_000_000}"
    assert [(one.chain, one.done and one.done.deed) for one in await looked(folder)] == [
        (planted, Deed.PLANTED)
    ]
    # An act on it makes it move, and then the next anchor takes it in.
    async with forging.owner(db) as connection:
        await connection.execute("UPDATE dispatch.journal SET xid = pg_current_xact_id() WHERE xid = '1'")
    await anchoring.make(folder, LATER + timedelta(minutes=30))
    assert [(one.chain, one.done and one.done.deed) for one in await proven(folder)] == [
        (planted, Deed.PLANTED)
    ]


async def test_a_changed_note_of_what_is_anchored_is_found(db: str, folder: AnchorFolder) -> None:
    case = await an_anchored_case(folder)

    await database.execute("UPDATE dispatch.anchored_cases SET seq = seq + 1 WHERE case_id = $1", case.id)

    assert Fault.NOTES in {one.fault for one in await looked(folder)}
    assert [(one.fault, one.chain) for one in await proven(folder)] == [(Fault.NOTES, f"case/{case.id}")]


async def test_an_audit_stream_is_pinned_like_a_case(db: str, folder: AnchorFolder) -> None:
    await an_anchored_case(folder)

    async with forging.owner(db) as connection:
        await connection.execute("DELETE FROM registry.audit WHERE stream = 'config'")
        await connection.execute("DELETE FROM registry.audit_head WHERE stream = 'config'")

    (found,) = await proven(folder)
    assert (found.chain, found.done and found.done.deed) == ("config", Deed.GONE)
    assert [one.chain for one in await looked(folder)] == ["config"]


@pytest.mark.parametrize("how", ["edited", "not signed", "torn", "exchanged"])
async def test_a_file_that_is_not_what_we_signed_is_not_believed(
    db: str, folder: AnchorFolder, how: str
) -> None:
    await an_anchored_case(folder)
    first, second = sorted(folder.path.glob("*.json"))
    content = second.read_bytes()
    changed = {
        "edited": content.replace(b'"entries":7', b'"entries":6'),
        "not signed": content.split(b"\n")[0] + b"\n{}\n",
        "torn": content[:100],
        "exchanged": first.read_bytes(),
    }[how]
    assert changed != content

    second.unlink()
    second.write_bytes(changed)

    assert [(one.fault, one.anchor) for one in await looked(folder)] == [(Fault.NOT_OURS, 2)]
    assert [(one.fault, one.anchor) for one in await proven(folder)] == [(Fault.NOT_OURS, 2)]


async def test_more_than_fits_goes_into_the_next_anchor(db: str, folder: AnchorFolder) -> None:
    for _ in range(5):
        await saved_case(2)

    made = [await anchoring.make(folder, NOON, at_once=2) for _ in range(3)]

    assert [one.complete for one in made] == [False, False, True]
    assert [one.totals.entries for one in made] == [4, 8, 10]
    assert await proven(folder) == ()


async def test_a_chain_that_moved_far_is_anchored_in_portions(db: str, folder: AnchorFolder) -> None:
    facts = [audit.Fact("tried", NOON, {"number": number}) for number in range(MOST + 2)]
    await audit.append(SYSTEM, audit.SECURITY, *facts)

    made = [await anchoring.make(folder, NOON) for _ in range(2)]

    assert [(one.complete, one.totals.records) for one in made] == [(False, MOST), (True, MOST + 2)]
    assert await proven(folder) == ()


async def test_two_at_once_make_no_two_anchors_of_one_number(db: str, folder: AnchorFolder) -> None:
    await saved_case(3)

    made = await asyncio.gather(*(anchoring.make(folder, NOON) for _ in range(6)), return_exceptions=True)

    assert {type(one) for one in made if isinstance(one, BaseException)} <= {AnchorExists}
    numbers = sorted(one.number for one in made if not isinstance(one, BaseException))
    assert numbers == list(range(1, len(numbers) + 1)) == folder.numbers()
    assert await proven(folder) == ()
    assert (await anchored.noted()).entries == 3


async def test_two_hundred_acts_at_once_with_late_commits_raise_no_alarm(
    db: str, folder: AnchorFolder
) -> None:
    cases = [await saved_case(1) for _ in range(20)]
    slow, may_end, room = await saved_case(), asyncio.Event(), asyncio.Semaphore(6)

    async def late() -> None:
        async with database.transaction():
            await saved_entries(slow, 2)
            await may_end.wait()

    async def acts(case: SavedCase) -> None:
        async with room:
            await saved_entries(case, 1)

    ends = asyncio.create_task(late())
    acting = [asyncio.create_task(acts(cases[number % 20])) for number in range(200)]
    at = NOON
    while not all(one.done() for one in acting):
        at += timedelta(minutes=1)
        await anchoring.make(folder, at)
    may_end.set()
    await asyncio.gather(ends, *acting)
    final = await anchoring.make(folder, at)

    assert final.totals == replace(final.totals, cases=21, entries=222)
    assert await proven(folder) == ()
    assert await looked(folder) == ()


async def test_a_clock_that_ran_ahead_and_was_set_back_raises_no_alarm(db: str, folder: AnchorFolder) -> None:
    await saved_case(1)
    await anchoring.make(folder, NOON + timedelta(hours=5))
    await saved_case(1)
    await anchoring.make(folder, LATER)

    assert await proven(folder) == ()
    assert await looked(folder) == ()
