"""`bin/desk learn-responsibilities` makes a proven list of past work, or says why not and keeps nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import database
from dispatch.responsibilities import published
from dispatch.rules.responsibility import DepartmentHandler, Matter, Place, PoolHandler
from dispatch.rules.rulebook import route
from dispatch.rules.states import CaseKind
from reach import SYSTEM, Post, Role
from registry.departments import departments
from registry.incident_classes import draft_class, publish_class
from registry.staff import Appointment, appoint, engage
from tests.builders_grid import NOW, a_city, at, saved_small_city
from tests.imports.files import a_csv
from tests.imports.running import run
from tests.world import RUBBISH, a_pipe, a_world, rubbish

HEADER = ("class", "team", "x", "y", "when")
PIPE = "0501"
WEST, EAST = "350300/350304/350304001/350304001001/", "350300/350304/350304001/350304001002/"
Work = tuple[str, str, tuple[float, float], str]
# In the west mostly by A; in the east by B; pipes only ever in the west.
PAST: list[Work] = [
    (RUBBISH, "Team A", (0.2, 0.2), "2025-03-01T10:00:00"),
    (RUBBISH, "Team A", (1.2, 0.2), "2025-03-02T10:00:00"),
    (RUBBISH, "Team A", (0.2, 1.2), "2025-03-03T10:00:00"),
    (RUBBISH, "Team B", (2.2, 0.2), "2025-03-04T10:00:00"),
    (RUBBISH, "Team B", (3.2, 0.2), "2025-03-05T10:00:00"),
    (PIPE, "Team C", (0.2, 0.2), "2025-03-05T10:00:00"),
]


def a_file(folder: Path, work: Sequence[Work] = PAST) -> Path:
    rows = [(code, team, at(*where).lon, at(*where).lat, when) for code, team, where, when in work]
    return a_csv(folder / "past.csv", HEADER, rows)


def asked(file: Path, *more: str) -> list[str]:
    columns = ["--type", "class", "--handler", "team", "--lon", "x", "--lat", "y", "--time", "when"]
    rest = ["--crs", "WGS84", "--level", "COMMUNITY", "--rest", "duty", "--valid-from", "2026-01-01"]
    return ["learn-responsibilities", str(file), *columns, *rest, *more]


@pytest.fixture
async def city(db: str) -> None:
    await saved_small_city()
    for incident_class in (rubbish(), a_pipe()):
        await draft_class(SYSTEM, incident_class, NOW)
        await publish_class(SYSTEM, incident_class.code, NOW)
    duty = await engage(SYSTEM, "duty", "Duty", NOW)
    await appoint(SYSTEM, Appointment(duty, Post(Role.DISPATCHER, "350300/"), NOW), NOW)


async def handler(code: str, path: str) -> str:
    book = await published(a_city().zone)
    match route(book, Matter(CaseKind.INCIDENT, code), Place(path), NOW).handler:
        case DepartmentHandler(department_id=number):
            return (await departments([number]))[number].name
        case PoolHandler(name=name):
            return f"pool {name}"
        case other:
            return str(other)


async def kept() -> tuple[int, int]:
    found = await database.fetch_row(
        "SELECT (SELECT count(*) FROM dispatch.responsibility_editions) AS lists,"
        " (SELECT count(*) FROM registry.department) AS bodies"
    )
    assert found is not None
    return found["lists"], found["bodies"]


async def test_the_usual_handler_of_a_place_answers_and_elsewhere_the_usual_one_of_the_class(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(*asked(a_file(tmp_path))) == 0

    assert "2 classes × 16 lowest areas has exactly one handler" in capsys.readouterr().out
    found = [
        await handler(*pair) for pair in ((RUBBISH, WEST), (RUBBISH, EAST), (PIPE, EAST), ("0999", EAST))
    ]
    assert found == ["Team A", "Team B", "Team C", "pool unlearned"]


async def test_work_from_the_day_of_the_limit_on_teaches_nothing(city: None, tmp_path: Path) -> None:
    assert await run(*asked(a_file(tmp_path), "--until", "2025-03-04")) == 0

    assert [await handler(*pair) for pair in ((RUBBISH, EAST), (PIPE, WEST))] == ["Team A", "pool unlearned"]


async def test_a_place_with_too_few_cases_follows_its_class(city: None, tmp_path: Path) -> None:
    assert await run(*asked(a_file(tmp_path), "--minimum", "3")) == 0

    assert await handler(RUBBISH, EAST) == "Team A"


async def test_work_at_a_default_point_teaches_nothing(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere: list[Work] = [(RUBBISH, "Nobody", (0.5, 0.5), "2025-03-01T10:00:00")] * 9

    assert await run(*asked(a_file(tmp_path, nowhere + PAST))) == 0

    assert "9 at a default point" in capsys.readouterr().out
    assert await handler(RUBBISH, WEST) == "Team A"


async def test_one_bad_row_keeps_everything_out(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = a_file(tmp_path)
    with file.open("a", encoding="utf-8") as more:
        more.write("0102,A,nan,25.43,2025-03-01T10:00:00\n0102,A,119.02,oops,2025-03-01T10:00:00\n")
        more.write("0102,A,119.02,25.43,01/03/2025\n0102,,119.02,25.43,2025-03-01T10:00:00\n")
        more.write("9999,A,119.02,25.43,2025-03-01T10:00:00\n")

    assert await run(*asked(file, "--report", str(tmp_path / "report.csv"))) == 1

    said = capsys.readouterr().err
    for line, what in enumerate(("finite", "no number", "is not %Y", "is empty", "no class '9999'"), start=8):
        assert any(f"line {line}" in row and what in row for row in said.splitlines())
    assert len((tmp_path / "report.csv").read_text("utf-8").splitlines()) == 6
    assert await kept() == (0, 0)


async def test_a_file_that_breaks_off_keeps_everything_out(city: None, tmp_path: Path) -> None:
    file = a_file(tmp_path)
    file.write_bytes(file.read_bytes()[:-7])

    assert await run(*asked(file)) == 1

    assert await kept() == (0, 0)


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--crs", "EPSG:2249", "--crs: 'EPSG:2249' is none of"),
        ("--level", "DISTRICT", ""),
        ("--rest", "nobody", "no dispatcher has the login 'nobody'"),
        ("--until", "yesterday", "'yesterday' is no day"),
        ("--minimum", "0", "--minimum is 1 or more"),
        ("--type", "kind", "no column kind; there are class, team, x, y, when"),
    ],
)
async def test_what_is_asked_wrongly_is_said(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, reason: str
) -> None:
    status = await run(*asked(a_file(tmp_path), option, value))

    assert status == (1 if reason else 0)
    assert reason in capsys.readouterr().err


async def test_where_a_list_is_in_force_a_draft_waits_for_a_second_person(db: str, tmp_path: Path) -> None:
    world = await a_world()
    words = asked(a_file(tmp_path), "--rest", "dispatcher")
    before = await published(world.city.zone)

    assert await run(*words) == 0

    assert (await published(world.city.zone)).edition == before.edition
    draft = await database.fetch(
        "SELECT kind, count(*) FROM dispatch.responsibilities r"
        " JOIN dispatch.responsibility_editions e ON e.id = r.edition_id"
        " WHERE e.status = 'draft' GROUP BY 1 ORDER BY 1"
    )
    assert [tuple(row) for row in draft] == [("application", 1), ("incident", 4)]


async def test_of_several_handlers_in_a_cell_the_first_leads_and_the_others_help(
    city: None, tmp_path: Path
) -> None:
    several = [(code, f"{team}; Contact centre ;{team}", where, when) for code, team, where, when in PAST]

    assert await run(*asked(a_file(tmp_path, several), "--separator", ";")) == 0

    book = await published(a_city().zone)
    found = route(book, Matter(CaseKind.INCIDENT, RUBBISH), Place(WEST), NOW)
    (helper,) = found.co_handlers
    assert await handler(RUBBISH, WEST) == "Team A"
    assert isinstance(helper, DepartmentHandler)
    assert (await departments([helper.department_id]))[helper.department_id].name == "Contact centre"
