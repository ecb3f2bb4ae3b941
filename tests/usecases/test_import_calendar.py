"""`bin/desk import-calendar` shows what a notice would move, and installs it only when told to."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import database
from dispatch import recounting_cases
from dispatch.calendar_store import current_calendar
from dispatch.rules.clock_effects import ClockKind
from tests.imports.running import run
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import World, an_application

# Nobody has announced 2027 yet: an acceptance late in December crosses into it.
LATE = datetime(2026, 12, 28, 2, tzinfo=UTC)
NOTICE = {
    "year": 2027,
    "notice": "国办发明电〔2026〕9号",
    "holidays": [{"name": "元旦", "off": ["2027-01-01", "2027-01-04/2027-01-05"], "work": ["2027-01-09"]}],
}
_FIRST_DAY = "/holidays/0/{}/0"  # the pointer of the first day of the first holiday


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    return written(tmp_path / "2027.json", NOTICE)


def written(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


async def waiting(world: World) -> CaseWalk:
    return await taken_in(world, an_application(), now=LATE)


async def version(world: World) -> int:
    return (await current_calendar(world.city.calendar_code)).version


async def jobs() -> list[dict[str, object]]:
    rows = await database.fetch("SELECT args FROM dispatch.jobs WHERE kind = $1", recounting_cases.KIND)
    return [json.loads(row["args"]) for row in rows]


async def test_without_apply_what_would_move_is_shown_and_nothing_is_changed(
    world: World, notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = await waiting(world)
    before, known = await walk.case(), await version(world)

    assert await run("import-calendar", str(notice)) == 0

    said = capsys.readouterr().out
    assert f"{before.case_no}  acceptance  2027-01-05 (provisional) → 2027-01-07\n" in said
    assert "Open clocks that move: 1; cases: 1." in said
    assert (await walk.case(), await version(world), await jobs()) == (before, known, [])


async def test_with_apply_the_version_comes_into_force_and_the_clocks_are_counted_again(
    world: World, notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk, known = await waiting(world), await version(world)

    async def clock() -> datetime:
        return LATE

    assert await run("import-calendar", str(notice), "--apply") == 0
    (args,) = await jobs()
    await recounting_cases.job(clock)(args)

    assert await version(world) == known + 1
    assert f"putian {known + 1} is in force" in capsys.readouterr().out
    assert not (await walk.clock(ClockKind.ACCEPTANCE)).provisional
    assert (await walk.kinds())[-1] == "clocks_recounted"


async def test_a_notice_in_force_is_not_installed_again(
    world: World, notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run("import-calendar", str(notice), "--apply")
    known = await version(world)

    assert await run("import-calendar", str(notice), "--apply") == 0

    assert "nothing to do" in capsys.readouterr().out
    assert await version(world) == known


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"holidays": []}, "/holidays: empty notice 2027"),
        ({"holidays": [{"name": "元旦"}]}, "/holidays: empty notice 2027"),
        ({"notice": None}, "/notice: names no notice"),
        ({"notice": ""}, "/notice: wrong shape"),
        (
            {"holidays": [{"name": "元旦", "off": ["2026-12-31"]}]},
            _FIRST_DAY.format("off") + ": day outside year 2026-12-31",
        ),
        (
            {"holidays": [{"name": "元旦", "work": ["2027-01-04"]}]},
            _FIRST_DAY.format("work") + ": make up on a weekday",
        ),
        ({"days": []}, "wrong shape"),
    ],
)
async def test_a_notice_that_cannot_be_meant_is_refused_at_its_place(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, object], said: str
) -> None:
    known = await version(world)

    assert (
        await run("import-calendar", str(written(tmp_path / "n.json", {**NOTICE, **changes})), "--apply") == 1
    )

    assert said in capsys.readouterr().err
    assert (await version(world), await jobs()) == (known, [])


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", None])
async def test_a_file_that_holds_no_notice_is_refused(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "n.json"
    if content is not None:
        path.write_bytes(content)

    assert await run("import-calendar", str(path), "--apply") == 1

    assert str(path) in capsys.readouterr().err
    assert await jobs() == []
