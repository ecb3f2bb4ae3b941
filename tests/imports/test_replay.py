"""`bin/desk replay` hands rows to a running desk by HTTP: each becomes one case, however often it is sent."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

import database
from desk.imports.replay_position import Position
from reach import SYSTEM, Post, Role
from registry.staff import Appointment, appoint, engage
from tests.builders_grid import at
from tests.imports.files import a_csv
from tests.imports.running import run
from tests.imports.serving import served
from tests.keeping import Keeper
from tests.world import NOW, RUBBISH, a_world

HEADER = ("id", "code", "title", "x", "y", "when", "secret")
Row = tuple[object, ...]


def a_row(reference: str, where: tuple[float, float] = (0.2, 0.2), **changes: object) -> Row:
    place = at(*where)
    values: dict[str, object] = {
        "id": reference, "code": RUBBISH, "title": "垃圾成堆", "x": place.lon, "y": place.lat,
        "when": "2026-03-02 10:15", "secret": "Team A",
    }  # fmt: skip
    return tuple((values | changes).values())


@pytest.fixture
async def desk(db: str, blank_keeper: Keeper, tmp_path: Path) -> AsyncIterator[str]:
    await blank_keeper.put("a_world", a_world)
    administrator = await engage(SYSTEM, "admin", "Administrator", NOW)
    await appoint(SYSTEM, Appointment(administrator, Post(Role.SYSTEM_ADMIN), NOW), NOW)
    assert await run("token", "new", "replayer", "--made-by", "admin", "--to", str(tmp_path / "token")) == 0
    async with served() as address:
        yield address


def asked(desk: str, folder: Path, rows: Sequence[Row], *more: str) -> list[str]:
    file = a_csv(folder / "rows.csv", HEADER, rows)
    columns = [
        "--id",
        "id",
        "--type",
        "code",
        "--title",
        "title",
        "--lon",
        "x",
        "--lat",
        "y",
        "--time",
        "when",
    ]
    form = ["--time-format", "%Y-%m-%d %H:%M", "--crs", "WGS84", "--clients", "3"]
    where = ["--to", desk, "--token-file", str(folder / "token"), "--position", str(folder / "position")]
    return ["replay", str(file), *columns, *form, *where, *more]


async def cases() -> list[tuple[str, str, str]]:
    rows = await database.fetch(
        "SELECT external_ref, area_path, to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')"
        " FROM dispatch.cases WHERE external_source = 'replayer' ORDER BY external_ref"
    )
    return [tuple(row) for row in rows]


async def test_rows_become_cases_at_their_places_and_times(desk: str, tmp_path: Path) -> None:
    rows = [a_row("r1"), a_row("r2", (3.5, 3.5), when="2026-03-02 09:45")]

    assert await run(*asked(desk, tmp_path, rows)) == 0

    west = "350300/350304/350304001/350304001001/350304001001G01/350304001001003/"
    found = await cases()
    assert found[0] == ("r1", west, "2026-03-02 02:15")
    assert (found[1][0], found[1][2]) == ("r2", "2026-03-02 01:45")


async def test_a_second_run_doubles_nothing(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = asked(desk, tmp_path, [a_row(f"r{n}") for n in range(8)])
    await run(*words)

    assert await run(*words) == 0

    assert "0 taken in, 8 known already, 0 refused" in capsys.readouterr().out
    assert len(await cases()) == 8


async def test_what_the_desk_or_the_file_refuses_is_reported_row_by_row(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "refused.csv"
    rows = [
        a_row("ok"), a_row("far", (50, 50)), a_row("code", code="9999"), a_row("nan", x="nan"),
        a_row("late", when="2226-03-02 10:15"), a_row("time", when="02/03/2026"), a_row(""),
        a_row("night", when="2026-03-02 08:00"),
    ]  # fmt: skip

    assert await run(*asked(desk, tmp_path, rows, "--report", str(report))) == 0

    assert "1 taken in, 0 known already, 7 refused" in capsys.readouterr().out
    lines = {line.split(",")[0] for line in report.read_text("utf-8").splitlines()[1:]}
    assert lines == {"3", "4", "5", "6", "7", "8", "9"}
    assert [one[0] for one in await cases()] == ["ok"]


async def test_only_rows_of_the_days_asked_for_are_handed_in(desk: str, tmp_path: Path) -> None:
    rows = [a_row("before", when="2026-02-27 23:59"), a_row("in"), a_row("after", when="2026-03-03 00:00")]
    words = asked(desk, tmp_path, rows, "--since", "2026-02-28", "--until", "2026-03-03")

    assert await run(*words) == 0

    assert [one[0] for one in await cases()] == ["in"]


async def test_a_run_goes_on_where_the_last_one_was_stopped(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [a_row(f"r{n}") for n in range(6)]
    words = asked(desk, tmp_path, rows)
    token = (tmp_path / "token").read_text()
    (tmp_path / "token").write_text("gd_wrong")
    assert await run(*words) == 1
    assert "refuses every report" in capsys.readouterr().err
    assert (tmp_path / "position").exists()

    (tmp_path / "token").write_text(token)
    assert await run(*words) == 0

    assert len(await cases()) == 6
    assert not (tmp_path / "position").exists()


async def test_the_report_of_a_run_that_goes_on_keeps_what_the_first_one_refused(
    desk: str, tmp_path: Path
) -> None:
    report, rows = tmp_path / "refused.csv", [a_row("bad", code="9999"), a_row("good")]
    words = asked(desk, tmp_path, rows, "--report", str(report))
    await run(*words)
    Position(tmp_path / "position", tmp_path / "rows.csv").keep(2)

    assert await run(*words) == 0

    assert [line.split(",")[0] for line in report.read_text("utf-8").splitlines()] == ["line", "2"]


async def test_a_file_that_breaks_off_is_refused_before_its_first_row_is_handed_in(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = asked(desk, tmp_path, [a_row("r1"), a_row("r2")])
    (tmp_path / "rows.csv").write_bytes((tmp_path / "rows.csv").read_bytes()[:-9])

    assert await run(*words) == 1

    assert "rows.csv, line 3" in capsys.readouterr().err
    assert await cases() == []


async def test_columns_that_are_not_named_never_leave_the_file(desk: str, tmp_path: Path) -> None:
    await run(*asked(desk, tmp_path, [a_row("r1", secret="KANARI")]))

    texts = await database.fetch("SELECT data::text AS data FROM dispatch.journal")
    assert texts
    assert not [one for one in texts if "KANARI" in one["data"]]
    assert len(await cases()) == 1


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--to", "desk", "is no address"),
        ("--token-file", "/nowhere/token", "No such file"),
        ("--clients", "0", "--clients is 1 to 256"),
        ("--crs", "", "--crs"),
        ("--since", "July", "is no day"),
        ("--title", "headline", "no column headline"),
        ("--encoding", "utf-88", "no encoding"),
    ],
)
async def test_what_is_asked_wrongly_is_said(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, reason: str
) -> None:
    assert await run(*asked(desk, tmp_path, [a_row("r1")], option, value)) == 1

    assert reason in capsys.readouterr().err
    assert await cases() == []


async def test_rows_that_contradict_each_other_or_time_itself_are_refused_and_the_others_taken(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        a_row("r1", secret=""), a_row("r1", secret="", title="otherwise"),
        a_row("r2", secret="2026-03-01"), a_row("r2", secret=""),
    ]  # fmt: skip
    report = tmp_path / "report.csv"

    status = await run(*asked(desk, tmp_path, rows, "--closed", "secret", "--report", str(report)))

    assert status == 0
    assert [found[0] for found in await cases()] == ["r1"]
    lines = report.read_text("utf-8").splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["3", "id", "reference_twice"], ["4", "secret", "closed_before_reported"],
        ["5", "id", "reference_twice"],
    ]  # fmt: skip
