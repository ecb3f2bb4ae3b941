"""Tiles of open work show whoever looks his own cases and nobody else's, near by and from far away."""

from datetime import UTC, datetime, timedelta

import pytest

import database
from dispatch.board import Sought, Stage
from dispatch.work_tiles import POINTS_FROM, Listed, work_tile
from grid.rules.tiles import Tile
from reach import SYSTEM, Post, Reach, ReachKind, Role
from tests import builders_grid as grid
from tests.stores.test_area_tiles import middle
from tests.vector_tiles import Drawn, layers

CITY, DISTRICT = "350300/", f"350300/{grid.DISTRICT}/"
STREET = f"{DISTRICT}{grid.STREET}/"
FIRST, SECOND = (f"{STREET}{code}/" for code in grid.COMMUNITIES[:2])
_CASE = """
INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq, last_hash,
    matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code, calendar_version,
    channel, first_responder, urgent, from_public, materials_complete, opened_at, due_at, closed_at)
VALUES ($1::text, $1, '', 'incident', 'REPORTED', 1, 0, '', '0102', 1, $2, $3, 1, 'c', 1, 'WINDOW', 99,
    $1::text LIKE '%urgent%', false, false, now(), to_timestamp($4),
    CASE WHEN $1::text LIKE '%closed%' THEN now() END)
RETURNING id
"""
_PLACE = """
INSERT INTO dispatch.places (case_id, geom, precision_m, source)
VALUES ($1, ST_SetSRID(ST_MakePoint($2, $3), 4326), 10, 'map')
"""
_CLOCK = """
INSERT INTO dispatch.clocks (case_id, kind, calendar_code, calendar_version, started_at, pauses, extensions,
    state, provisional, warn_at)
VALUES ($1, 'handling', 'c', 1, now(), '[]', '[]', 'running', false, to_timestamp($2))
"""

_BEFORE = datetime(2026, 3, 12, 4, tzinfo=UTC)
_AFTER = _BEFORE + timedelta(hours=1)


def over(*paths: str) -> Reach:
    return Reach(ReachKind.STAFF, 12, tuple(Post(Role.DISPATCHER, path) for path in paths))


async def a_case(
    name: str, path: str, at: tuple[float, float] | None = None, due: int = 2_000_000_000
) -> int:
    """A case at a point of the small city's raster, or with no point of its own."""
    edition = await database.fetch_value("SELECT id FROM grid.editions WHERE status = 'published'")
    case_id: int = await database.fetch_value(_CASE, name, path, edition, due)
    if at is not None:
        place = grid.at(*at)
        await database.execute(_PLACE, case_id, place.lon, place.lat)
    return case_id


async def seen(reach: Reach, z: int, layer: str) -> list[Drawn]:
    """The features of the tile over the middle of the city."""
    return layers(await work_tile(reach, middle(z))).get(layer, [])


async def test_a_case_stands_at_its_point_with_what_its_lamp_needs(db: str) -> None:
    await grid.saved_small_city()
    case_id = await a_case("one-urgent", FIRST, (0.5, 0.5), due=1_900_000_000)
    await database.execute(_CLOCK, case_id, 1_890_000_000)

    (drawn,) = await seen(over(DISTRICT), POINTS_FROM, "cases")

    place = grid.at(0.5, 0.5)
    assert drawn.id == case_id
    assert drawn.degrees(middle(POINTS_FROM)) == [pytest.approx((place.lon, place.lat), abs=1e-5)]
    # The test's case is of no published class, so its matter has no name.
    assert drawn.values == {
        "case_no": "one-urgent",
        "kind": "incident",
        "state": "REPORTED",
        "matter": "0102",
        "urgent": True,
        "due_at": 1_900_000_000,
        "warn_at": 1_890_000_000,
    }


@pytest.mark.parametrize("zoom", range(8, 17))
async def test_no_tile_tells_anything_of_a_case_out_of_reach(db: str, zoom: int) -> None:
    await grid.saved_small_city()
    await a_case("far-urgent", FIRST, (1.9, 1.9))
    await a_case("far too", FIRST)

    assert await work_tile(over(SECOND, "350300/350303/"), middle(zoom)) == b""


@pytest.mark.parametrize("zoom", range(8, 17))
async def test_what_is_closed_is_no_work(db: str, zoom: int) -> None:
    await grid.saved_small_city()
    await a_case("closed", FIRST, (1.9, 1.9))
    await a_case("closed too", FIRST)

    assert await work_tile(SYSTEM, middle(zoom)) == b""


@pytest.mark.parametrize("zoom", [9, 12, POINTS_FROM, 16])
@pytest.mark.parametrize(
    ("fits", "fits_not"),
    [
        (Sought(FIRST, "01"), Sought(SECOND)),
        (Sought(urgent=True), Sought(matter="02")),
        (Sought(overdue_at=_AFTER), Sought(overdue_at=_BEFORE)),
    ],
    ids=["area", "class", "time"],
)
async def test_a_map_beside_a_list_shows_what_the_list_does(
    db: str, zoom: int, fits: Sought, fits_not: Sought
) -> None:
    await grid.saved_small_city()
    await a_case("a-urgent", FIRST, (1.9, 1.9), due=int(_BEFORE.timestamp()))
    await a_case("b-urgent", FIRST, due=int(_BEFORE.timestamp()))
    tile = middle(zoom)

    whole = await work_tile(SYSTEM, tile)

    assert whole
    assert await work_tile(SYSTEM, tile, Listed(fits, Stage.FILE)) == whole
    assert await work_tile(SYSTEM, tile, Listed(fits, Stage.WORK)) == b""
    assert await work_tile(SYSTEM, tile, Listed(fits_not, None)) == b""


@pytest.mark.parametrize(
    ("zoom", "expected"),
    [
        (9, {grid.DISTRICT: (4, 1), "350300": (1, 0)}),
        (11, {grid.STREET: (4, 1), "350300": (1, 0)}),
        (12, {grid.COMMUNITIES[0]: (3, 1), grid.COMMUNITIES[1]: (1, 0), "350300": (1, 0)}),
    ],
)
async def test_from_far_away_cases_are_counted_for_their_areas(
    db: str, zoom: int, expected: dict[str, tuple[int, int]]
) -> None:
    await grid.saved_small_city()
    for name in ("a", "b-urgent", "c"):
        await a_case(name, f"{FIRST}{grid.COMMUNITIES[0]}G01/", (0.5, 0.5))
    await a_case("d", SECOND, (2.5, 0.5))
    await a_case("e", CITY)

    counts = {one.values["code"]: one.values for one in await seen(over(CITY), zoom, "counts")}

    assert {code: (one["cases"], one["urgent"]) for code, one in counts.items()} == expected


async def test_a_count_tells_of_own_cases_only(db: str) -> None:
    await grid.saved_small_city()
    await a_case("mine", FIRST, (0.5, 0.5))
    await a_case("theirs", SECOND, (2.5, 0.5))

    (counted,) = await seen(over(FIRST), 9, "counts")

    assert counted.values["cases"] == 1


async def test_the_earliest_due_time_stands_for_the_count(db: str) -> None:
    await grid.saved_small_city()
    await a_case("later", FIRST, due=1_900_000_000)
    await a_case("sooner", FIRST, due=1_800_000_000)

    (counted,) = await seen(over(CITY), 9, "counts")

    assert counted.values["due_at"] == 1_800_000_000


async def test_close_by_a_case_without_a_point_stays_with_its_area(db: str) -> None:
    await grid.saved_small_city()
    await a_case("placed", FIRST, (1.9, 1.9))
    await a_case("somewhere", FIRST)
    await a_case("elsewhere", STREET)

    counts = await seen(over(CITY), POINTS_FROM, "counts")

    assert {one.values["code"]: one.values["cases"] for one in counts} == {
        grid.COMMUNITIES[0]: 1,
        grid.STREET: 1,
    }


async def test_an_erased_point_is_on_no_map(db: str) -> None:
    await grid.saved_small_city()
    case_id = await a_case("erased", FIRST, (1.9, 1.9))
    await database.execute(
        "UPDATE dispatch.places SET geom = NULL, erased_at = now() WHERE case_id = $1", case_id
    )

    assert await seen(over(CITY), POINTS_FROM, "cases") == []


async def test_a_department_sees_its_work_wherever_it_lies(db: str) -> None:
    await grid.saved_small_city()
    case_id = await a_case("with them", FIRST, (0.5, 0.5))
    await a_case("with nobody", FIRST, (0.5, 0.5))
    await database.execute(
        "INSERT INTO dispatch.tasks (case_id, kind, state, department_id, ruled, opened_at)"
        " VALUES ($1, 'handle', 'open', 7, false, now())",
        case_id,
    )
    handler = Reach(ReachKind.STAFF, 13, (Post(Role.HANDLER, "350300/350303/", 7),))

    assert [one.values["case_no"] for one in await seen(handler, POINTS_FROM, "cases")] == ["with them"]
    assert [one.values["cases"] for one in await seen(handler, 9, "counts")] == [1]


async def test_where_no_work_is_a_tile_is_empty(db: str) -> None:
    await grid.saved_small_city()
    await a_case("here", FIRST, (0.5, 0.5))

    assert await work_tile(SYSTEM, Tile(15, 0, 0)) == b""
