"""`bin/desk city new` sets up a city from a definition file, or says everything that is wrong with it."""

from pathlib import Path

import pytest

import database
from dispatch.calendar_store import current_calendar
from grid.city import load_city
from grid.rules.levels import Level
from reach import Role
from registry.credentials import credential_of, matches
from registry.staff import holders
from tests.builders_grid import NOW
from tests.imports.running import run

BOSTON = """
code = "boston"
name = "Boston"
time_zone = "America/New_York"
metric_srid = 26986
calendar = "boston"
languages = ["en"]
levels = ["CITY", "DISTRICT", "COMMUNITY"]

[[default_points]]
lon = -71.0587
lat = 42.3594
radius_m = 5
why = "city hall"

[[staff]]
login = "dispatch.boston"
name = "Dispatcher"
roles = ["dispatcher", "operator"]
"""


def a_definition(folder: Path, text: str = BOSTON) -> str:
    path = folder / "city.toml"
    path.write_text(text, "utf-8")
    return str(path)


async def test_a_city_is_made_with_its_calendar_and_first_staff(db: str, tmp_path: Path) -> None:
    assert await run("city", "new", a_definition(tmp_path)) == 0

    city = await load_city()
    assert (city.code, city.metric_srid, city.time_zone) == ("boston", 26986, "America/New_York")
    assert city.levels == (Level.CITY, Level.DISTRICT, Level.COMMUNITY)
    assert (await current_calendar("boston")).time_zone == "America/New_York"
    assert [one.login for one in await holders(Role.OPERATOR, NOW.replace(year=2200))] == ["dispatch.boston"]


async def test_the_first_staff_of_a_new_city_are_let_in_by_a_command(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run("city", "new", a_definition(tmp_path))

    assert await run("password", "dispatch.boston") == 0

    told = capsys.readouterr().out.split("signs in once with ")[1].split()[0]
    credential = await credential_of("dispatch.boston")
    assert credential is not None
    assert credential.set_by_another
    assert await matches(credential, told)


async def test_the_same_definition_twice_is_once(db: str, tmp_path: Path) -> None:
    await run("city", "new", a_definition(tmp_path))
    kept = await database.fetch_value("SELECT count(*) FROM registry.staff_post")

    assert await run("city", "new", a_definition(tmp_path)) == 0

    assert await database.fetch_value("SELECT count(*) FROM registry.staff_post") == kept


async def test_a_database_does_not_become_another_city(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run("city", "new", a_definition(tmp_path))

    status = await run(
        "city", "new", a_definition(tmp_path, BOSTON.replace('"boston"\nname', '"salem"\nname'))
    )

    assert status == 1
    assert "serves Boston (boston)" in capsys.readouterr().err
    assert (await load_city()).code == "boston"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("America/New_York", "America/Boston", "/time_zone: there is no time zone"),
        ("26986", "2249", "/metric_srid: EPSG:2249 (NAD83 / Massachusetts Mainland (ftUS)) does not"),
        ("26986", "4326", "does not measure in metres"),
        ("26986", "1", "there is no EPSG:1"),
        ('"CITY", "DISTRICT"', '"DISTRICT", "CITY"', "/levels/0: the first level is CITY"),
        ('"COMMUNITY"]', '"PRECINCT"]', "/levels/2"),
        ('calendar = "boston"', 'calendar = "salem"', "/calendar: no calendar has this code"),
        ('"America/New_York"', '"America/Chicago"', "/calendar: its hours are those of America/New_York"),
        ("lat = 42.3594", "lat = nan", "/default_points/0"),
        ("lat = 42.3594", "lat = 142.3594", "/default_points/0/lat"),
        ('"boston"\nname', '"bo/ston"\nname', "/code"),
        ('"operator"]', '"machine"]', "/staff/0/roles: machine is no post"),
        ('"operator"]', '"audit_admin", "system_admin"]', "/staff/0/roles"),
        ("languages", "langages", "/langages: there is no such field"),
        ('name = "Boston"', 'name = "Bos', "is no TOML"),
    ],
)
async def test_what_is_wrong_with_a_definition_is_said_and_nothing_is_kept(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, becomes: str, said: str
) -> None:
    assert was in BOSTON

    status = await run("city", "new", a_definition(tmp_path, BOSTON.replace(was, becomes, 1)))

    assert status == 1
    assert said in capsys.readouterr().err
    for table in ("grid.cities", "registry.staff", "dispatch.calendars", "registry.audit"):
        assert await database.fetch_value(f"SELECT count(*) FROM {table}") == 0


async def test_every_fault_of_a_definition_is_told_at_once(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = BOSTON.replace("26986", "2249").replace("America/New_York", "Mars/Olympus")

    await run("city", "new", a_definition(tmp_path, wrong))

    said = capsys.readouterr().err
    assert "/time_zone" in said
    assert "/metric_srid" in said


async def test_a_definition_that_is_not_there_is_named(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run("city", "new", "/nowhere/city.toml") == 1

    assert "/nowhere/city.toml" in capsys.readouterr().err
