"""Anchors and database that part ways: lost files, a restored database, a process that died in between."""

import pytest

from dispatch import anchor_proof, anchoring
from dispatch.accepting_restores import accept_restore
from dispatch.anchor_rows import last
from reach import SYSTEM
from registry import audit
from registry.anchor_folder import AnchorFolder
from registry.errors import AnchorsMissing, DatabaseSetBack, NothingToAccept
from registry.rules.anchor_deeds import Deed, Fault
from tests import forging
from tests.anchor_builders import LATER, an_anchored_case, looked, proven
from tests.journal_builders import saved_case, saved_entries


async def test_anchors_that_are_gone_are_missed_until_somebody_says_why(
    db: str, folder: AnchorFolder
) -> None:
    await an_anchored_case(folder)
    for path in folder.path.glob("*.json"):
        path.unlink()

    missing = await looked(folder)
    with pytest.raises(AnchorsMissing):
        await anchoring.make(folder, LATER)
    made = await accept_restore(SYSTEM, folder, "the disk broke", LATER)

    assert [(one.fault, one.detail) for one in missing] == [(Fault.MISSING, "1 to 2")]
    assert made.restart is not None
    assert made.restart.missing == (1, 2)
    assert (made.totals.cases, made.totals.entries) == (2, 8)
    assert await looked(folder) == ()
    assert await proven(folder) == ()


async def test_an_anchor_put_away_and_not_noted_is_noted_by_the_next(db: str, folder: AnchorFolder) -> None:
    await an_anchored_case(folder)
    before = await last()
    await anchoring.make(folder, LATER)
    async with forging.owner(db) as connection:
        await connection.execute("DELETE FROM dispatch.anchors WHERE number = 3")
        await connection.execute("UPDATE dispatch.anchored_cases SET seq = 4 WHERE seq = 5")
    assert await last() == before
    assert await looked(folder) == ()

    made = await anchoring.make(folder, LATER)

    assert (made.number, made.covered) == (4, ())
    assert await proven(folder) == ()


async def test_a_rewound_database_is_found_and_goes_on_when_somebody_says_why(
    db: str, folder: AnchorFolder
) -> None:
    case = await an_anchored_case(folder)
    new = await saved_case(2)
    await anchoring.make(folder, LATER)
    # As the database stood after the first anchor and one entry more.
    async with forging.owner(db) as connection:
        await connection.execute("DELETE FROM dispatch.anchors WHERE number > 1")
        await forging.delete(connection, new.id)
        await connection.execute("DELETE FROM dispatch.journal WHERE case_id = $1 AND seq > 2", case.id)
        await forging.rechain(connection, case.id)
        await connection.execute("UPDATE dispatch.anchored_cases SET seq = 1 WHERE case_id = $1", case.id)
        await connection.execute("DELETE FROM dispatch.anchored_cases WHERE case_id = $1", new.id)
        await connection.execute("UPDATE dispatch.anchored_cases SET seq = 2 WHERE case_id <> $1", case.id)

    assert [one.fault for one in await looked(folder)] == [Fault.SET_BACK]
    assert [one.fault for one in await proven(folder)] == [Fault.SET_BACK]
    with pytest.raises(DatabaseSetBack):
        await anchoring.make(folder, LATER)
    made = await accept_restore(SYSTEM, folder, "backup of noon", LATER)

    assert made.number == 4
    assert made.restart is not None
    assert {(one.chain, one.known, one.left) for one in made.restart.given_up} == {
        (f"case/{case.id}", 5, 1), (f"case/{new.id}", 2, 0),
    }  # fmt: skip
    await saved_entries(case, 2)
    await anchoring.make(folder, LATER)
    proof = await anchor_proof.prove(folder)
    assert proof.doubts == ()
    assert [one.restart.reason for one in proof.restarts] == ["backup of noon"]
    (entry,) = (one for one in await audit.entries(audit.CONFIG) if one.kind == "restore_accepted")
    assert entry.data == {"number": 4, "chains": 2, "entries": 6}


async def test_a_restore_is_not_accepted_where_everything_agrees(db: str, folder: AnchorFolder) -> None:
    await an_anchored_case(folder)

    with pytest.raises(NothingToAccept):
        await accept_restore(SYSTEM, folder, "for no reason", LATER)

    assert folder.numbers() == [1, 2]


async def test_accepting_a_restore_excuses_what_is_lost_and_not_what_was_changed(
    db: str, folder: AnchorFolder
) -> None:
    case = await an_anchored_case(folder)
    await anchoring.make(folder, LATER)
    async with forging.owner(db) as connection:
        await connection.execute("DELETE FROM dispatch.anchors WHERE number > 2")
        await connection.execute("DELETE FROM dispatch.journal WHERE case_id = $1 AND seq > 4", case.id)
        await connection.execute("UPDATE dispatch.anchored_cases SET seq = 4 WHERE case_id = $1", case.id)
        await forging.edit(connection, case.id)

    await accept_restore(SYSTEM, folder, "a backup, and something more", LATER)

    (found,) = await proven(folder)
    assert found.done is not None
    assert (found.anchor, found.done.deed, found.done.seq) == (2, Deed.EDITED, 3)
