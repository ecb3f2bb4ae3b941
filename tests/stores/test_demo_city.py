"""The demo city stands whole: offices where they say, everybody on duty, everything answered for."""

from datetime import UTC, datetime

import database
from desk.demo.city import PARTS
from dispatch.responsibilities import published
from dispatch.roster import on_duty
from dispatch.routing import Question, route_by
from dispatch.rules.assignment import Rank
from dispatch.rules.responsibility import DepartmentHandler, GridWorkerHandler, Matter, Place, PoolHandler
from dispatch.rules.rulebook import route
from dispatch.rules.states import CaseKind
from grid.bulk import load_bulk_map
from grid.city import load_city
from grid.locate import locate_area
from registry.departments import department
from registry.incident_classes import published_classes
from registry.items import published_items
from registry.service_points import service_points

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # Monday 12:00 in Putian
NIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # Tuesday 00:00


async def test_loading_it_again_changes_nothing(city: str) -> None:
    before = await _counted()

    for part in PARTS:
        await part(NOON)

    assert await _counted() == before


async def _counted() -> list[int]:
    tables = (
        "grid.areas",
        "registry.staff",
        "dispatch.duties",
        "dispatch.responsibilities",
        "registry.subject",
    )
    return [await database.fetch_value(f"SELECT count(*) FROM {table}") for table in tables]


async def test_every_service_point_stands_in_its_own_area(city: str) -> None:
    for point in await service_points():
        inside = await database.fetch_value(
            "SELECT ST_Covers(geom, ST_SetSRID(ST_MakePoint($1, $2), 4326)) FROM grid.areas WHERE path = $3",
            point.lon, point.lat, point.area_path,
        )  # fmt: skip
        assert inside, point.name


async def test_every_grid_has_a_primary_and_another_person_as_backup(city: str) -> None:
    grids = await database.fetch("SELECT path FROM grid.areas WHERE level = 'GRID'")

    for grid in grids:
        people = {one.rank: one.staff_id for one in await on_duty(grid["path"], NOON)}
        assert people.keys() >= {Rank.PRIMARY, Rank.BACKUP, Rank.LEADER}
        assert people[Rank.PRIMARY] != people[Rank.BACKUP]


async def test_every_matter_has_somebody_who_answers_in_every_lowest_area(city: str) -> None:
    map_ = await load_bulk_map()
    book = await published((await load_city()).zone)
    matters = [(CaseKind.APPLICATION, one.item.code) for one in await published_items()]
    matters += [(CaseKind.INCIDENT, one.incident_class.code) for one in await published_classes()]

    unanswered = [
        (code, path)
        for path in map_.paths[::7]
        for kind, code in matters
        if route(book, Matter(kind, code), Place(path), NOON).handler is None
    ]

    assert (len(map_.paths) > 3000, len(matters) > 28) == (True, True)
    assert unanswered == []


async def _handler(area: str, matter: Matter, at: datetime = NOON) -> object:
    city = await load_city()
    question = Question(await locate_area(area), matter, city, at)
    return route_by(await published(city.zone), question).route.handler


async def test_rubbish_goes_to_whoever_walks_the_grid_and_in_a_town_to_the_district(city: str) -> None:
    rubbish = Matter(CaseKind.INCIDENT, "0102")

    in_town = await _handler("350304101", rubbish)

    assert await _handler("350304001001001", rubbish) == GridWorkerHandler()
    assert isinstance(in_town, DepartmentHandler)
    assert (await department(in_town.department_id)).name == "荔城区环境卫生中心"


async def test_an_allowance_belongs_to_the_district_where_one_lives_or_else_to_the_city(city: str) -> None:
    allowance = Matter(CaseKind.APPLICATION, "350111001000")
    names = []
    for area in ("350304001001001", "350302001001001", "350305"):
        handler = await _handler(area, allowance)
        assert isinstance(handler, DepartmentHandler)
        names.append((await department(handler.department_id)).name)

    assert names == ["荔城区民政局", "城厢区民政局", "莆田市民政局"]


async def test_a_burst_pipe_at_night_goes_to_the_night_watch(city: str) -> None:
    pipe = Matter(CaseKind.INCIDENT, "0501")

    assert isinstance(await _handler("350304001001001", pipe), DepartmentHandler)
    assert isinstance(await _handler("350304001001001", pipe, NIGHT), PoolHandler)


async def test_what_no_row_names_stays_with_the_street_or_whoever_watches(city: str) -> None:
    something = Matter(CaseKind.INCIDENT, "0699")
    street = await _handler("350302001001001", something)

    assert isinstance(street, DepartmentHandler)
    assert (await department(street.department_id)).name == "龙桥街道办事处"
    assert isinstance(await _handler("350303", something), PoolHandler)
