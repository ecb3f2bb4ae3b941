"""A place lies in exactly one chain of areas, and knows its overlays and the areas within its precision."""

import pytest

import database
from grid.editions import create_draft
from grid.errors import NoEditionPublished, PointOutsideCity, UnknownAddress, UnknownArea, UnknownEdition
from grid.loading import add_addresses
from grid.locate import locate, locate_address, locate_area
from grid.rules.coordinates import Position
from grid.rules.levels import Level, codes_in
from grid.rules.shapes import AddressPoint
from grid.spatial import LOCATE
from tests.builders_grid import NOW, a_draft, a_small_table, at, saved_small_city

CELL_SW = "350304001001003"


async def test_a_place_has_its_chain_from_the_city_down(db: str) -> None:
    await saved_small_city()

    found = await locate(at(0.5, 0.5), 10)

    assert found.path == f"350300/350304/350304001/350304001001/350304001001G01/{CELL_SW}/"
    assert [area.code for area in found.chain] == list(codes_in(found.path))
    assert [area.level for area in found.chain] == list(Level)
    assert found.area_at(Level.COMMUNITY) == found.chain[3]
    assert found.edition_number == 1


async def test_a_place_knows_the_zones_of_the_overlays_it_lies_in(db: str) -> None:
    await saved_small_city()

    assert (await locate(at(3.5, 0.5), 0)).overlay_code("police_district") == "E"
    assert (await locate(at(0.5, 0.5), 0)).overlay_code("ward") is None


async def test_a_place_on_a_border_lies_in_the_area_of_the_lowest_path_only(db: str) -> None:
    await saved_small_city()

    edge, corner = await locate(at(1, 0.5), 0), await locate(at(2, 2), 0)

    assert edge.lowest.code == CELL_SW
    assert [other.code for other in edge.candidates] == ["350304001001004"]
    assert corner.lowest.code == "350304001001002"
    assert len(corner.candidates) == 3
    assert corner.overlay_code("police_district") == "E"


async def test_other_areas_within_the_precision_are_candidates_with_their_distance(db: str) -> None:
    await saved_small_city()

    near = await locate(at(0.9, 0.5), 12)
    far = await locate(at(0.9, 0.5), 8)

    assert [other.code for other in near.candidates] == ["350304001001004"]
    assert near.candidates[0].distance_m == pytest.approx(10.06, abs=0.05)
    assert far.candidates == ()


async def test_a_place_outside_the_city_is_refused_with_the_distance_to_it(db: str) -> None:
    await saved_small_city()

    with pytest.raises(PointOutsideCity) as refused:
        await locate(at(0.5, -1), 500)

    assert refused.value.distance_m == pytest.approx(110.8, abs=0.3)
    assert refused.value.nearest == CELL_SW


@pytest.mark.parametrize("precision", [-1.0, float("nan"), float("inf")])
async def test_a_precision_that_is_no_length_is_refused(db: str, precision: float) -> None:
    with pytest.raises(ValueError, match="length"):
        await locate(at(0, 0), precision)


async def test_nothing_is_found_before_a_map_is_published(db: str) -> None:
    await a_draft()

    with pytest.raises(NoEditionPublished):
        await locate(at(0.5, 0.5), 0)


async def test_a_draft_can_be_asked_before_it_is_published(db: str) -> None:
    draft = await a_draft()

    assert (await locate(at(0.5, 0.5), 0, draft.id)).lowest.code == CELL_SW
    assert (await locate_area("350304", draft.id)).path == "350300/350304/"
    with pytest.raises(UnknownEdition):
        await locate(at(0.5, 0.5), 0, draft.id + 1)


async def test_an_empty_map_says_that_it_is_empty(db: str) -> None:
    draft = await create_draft("nothing yet", NOW)

    with pytest.raises(PointOutsideCity, match="empty"):
        await locate(Position(0, 0), 0, draft.id)


async def test_an_area_of_any_level_is_found_by_its_code(db: str) -> None:
    await saved_small_city()

    assert (await locate_area("350304001002")).path == "350300/350304/350304001/350304001002/"
    with pytest.raises(UnknownArea):
        await locate_area("999999")


async def test_an_address_is_located_by_its_point(db: str) -> None:
    await saved_small_city()
    here = at(2.5, 3.5)
    written = AddressPoint("A1", "文献路1号", "文献路", "1号", "", here.lon, here.lat)
    await add_addresses([written], a_small_table())
    address_id = await database.fetch_value("SELECT id FROM grid.addresses")

    found = await locate_address(address_id)

    assert found.lowest.code == "350304001004001"
    assert found.position == here
    with pytest.raises(UnknownAddress):
        await locate_address(address_id + 1)


async def test_a_look_up_goes_by_the_index_on_the_lowest_areas(db: str) -> None:
    await saved_small_city()
    here = at(0.5, 0.5)
    values = {"lon": here.lon, "lat": here.lat, "east": 0.0002, "north": 0.0002, "precision_m": 20.0}

    async with database.transaction():
        # A small map is read as a whole; what counts is that an index serves the question.
        await database.execute("SET LOCAL enable_seqscan = off")
        rows = await database.fetch(f"EXPLAIN {LOCATE.sql}", *LOCATE.arguments(values))

    plan = "\n".join(row[0] for row in rows)
    assert "areas_lowest_geom" in plan
    assert "Seq Scan on areas" not in plan
