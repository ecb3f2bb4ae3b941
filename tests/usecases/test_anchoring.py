"""The desk anchors each hour by itself, tells what it finds, and goes on only when somebody says why."""

import logging
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from desk.anchor_watch import WATCH, anchor_hourly, the_folder
from desk.intake import register
from dispatch import anchor_proof
from dispatch.anchor_rows import last
from reach import SYSTEM
from registry import erasing
from registry.data_keys import case_owner
from settings import settings
from tests import forging
from tests.imports.running import run
from tests.usecases.walking import taken_in
from tests.world import NOW, World, an_application, an_incident

PRESENT = datetime(2031, 1, 1, tzinfo=UTC)  # of a demo whose clock was set; anchors do not mind it


@pytest.fixture(autouse=True)
def own_folder() -> Iterator[None]:
    """The folder of this worker's database, empty."""
    WATCH.forget()
    yield
    shutil.rmtree(settings.anchors_dir, ignore_errors=True)


async def _a_case(world: World) -> int:
    return (await register(an_incident(), world.who("worker"), world.city, NOW)).case_id


async def test_an_hour_has_one_anchor_whatever_a_demo_takes_the_time_for(world: World) -> None:
    await _a_case(world)

    for moved in (timedelta(), timedelta(days=3), timedelta(days=-9)):
        assert not await anchor_hourly(PRESENT + moved)

    noted = await last()
    assert noted is not None
    assert the_folder().numbers() == [1]
    assert abs(datetime.now(UTC) - noted.known.at) < timedelta(hours=1)


async def test_a_round_that_finds_the_anchors_gone_makes_none_and_says_so(
    world: World, db: str, caplog: pytest.LogCaptureFixture
) -> None:
    await _a_case(world)
    await anchor_hourly(PRESENT)
    shutil.rmtree(settings.anchors_dir)
    async with forging.owner(db) as connection:
        await connection.execute("UPDATE dispatch.anchors SET at = at - interval '2 hours'")

    with caplog.at_level(logging.WARNING):
        await anchor_hourly(PRESENT)

    assert the_folder().numbers() == []
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.CRITICAL]
    assert any("no anchor was made" in one for one in said)
    assert any("not in the folder of anchors" in one and "--accept-restore" in one for one in said)


async def test_what_is_wrong_is_said_once_and_that_it_is_well_again_too(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await _a_case(world)
    await anchor_hourly(PRESENT)
    elsewhere = settings.anchors_dir.with_name("elsewhere")
    caplog.set_level(logging.WARNING)

    settings.anchors_dir.rename(elsewhere)
    for _ in range(2):
        await WATCH.look()
    elsewhere.rename(settings.anchors_dir)
    seen = await WATCH.look()

    assert seen.wrong == ()
    assert [one.levelname for one in caplog.records if one.name == "desk.anchor_watch"] == [
        "CRITICAL",
        "WARNING",
    ]


async def test_erasing_what_a_case_holds_of_people_breaks_no_anchor(world: World) -> None:
    walk = await taken_in(world, an_application())
    await anchor_hourly(PRESENT)

    await erasing.erase(SYSTEM, case_owner(walk.case_id), NOW)

    proof = await anchor_proof.prove(the_folder())
    assert (proof.anchors, proof.doubts) == (1, ())


async def test_the_commands_anchor_prove_and_name_what_was_done(
    world: World, db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = await _a_case(world)

    assert await run("anchor") == 0
    assert await run("verify-journal") == 0
    said = capsys.readouterr().out
    assert re.search(
        r"^Anchor 1: \d entries of 1 cases and \d+ of \d+ audit streams are anchored.$", said, re.M
    )
    assert "1 anchors agree with the database\nevery chain holds\n" in said

    async with forging.owner(db) as connection:
        await connection.execute("UPDATE dispatch.journal SET actor = 'staff:99' WHERE seq = 1")
        await forging.rechain(connection, case_id)

    assert await run("verify-journal") == 1
    said = capsys.readouterr().out
    assert f"case {case_id}: edited: entry 1 was edited (anchor 1)\n" in said
    assert "  → keep the database as it is" in said


async def test_a_lost_folder_needs_a_reason_which_stays_visible(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    await _a_case(world)
    assert await run("anchor") == 0
    assert await run("anchor", "--accept-restore", "nothing was restored") == 1
    shutil.rmtree(settings.anchors_dir)

    assert await run("anchor") == 1
    assert "--accept-restore REASON" in capsys.readouterr().err
    assert await run("anchor", "--accept-restore", "the share of host nas2 is gone") == 0
    assert await run("verify-journal") == 0

    said = capsys.readouterr().out
    assert "went on after a restore" in said
    assert "anchors 1 to 1 are gone; reason: the share of host nas2 is gone" in said
