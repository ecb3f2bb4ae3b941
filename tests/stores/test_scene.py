"""What a place is for an intake: everybody on duty where it lies, and where it may lie besides."""

from dispatch import roster
from dispatch.roster import NewDuty
from dispatch.rules.assignment import OnDuty, Rank
from dispatch.scene import scene
from grid.locate import at_position, of_area
from grid.location import Location
from reach import SYSTEM
from tests.builders_grid import at
from tests.world import DISTRICT, NOW, World, a_world
from together import Query

STREET = f"{DISTRICT}350304001/"
HERE, BEYOND = f"{STREET}350304001001/350304001001G01/", f"{STREET}350304001002/350304001002G01/"
FAR = f"{STREET}350304001004/350304001004G01/"


async def _manned() -> World:
    world = await a_world()
    for staff_id, area in ((1, HERE), (2, BEYOND), (3, FAR)):
        await roster.give_duty(SYSTEM, NewDuty(area, staff_id, Rank.PRIMARY, NOW), NOW)
    return world


async def _on_duty(world: World, place: Query[Location]) -> set[OnDuty]:
    found, _ = await scene(place, world.city, NOW)
    return {one for one in found.on_duty if one.area_path != DISTRICT}


async def test_near_a_border_those_of_both_grids_are_known_to_be_on_duty(db: str) -> None:
    world = await _manned()

    found = await _on_duty(world, at_position(at(1.95, 0.5), 30))

    assert found == {OnDuty(1, HERE, Rank.PRIMARY), OnDuty(2, BEYOND, Rank.PRIMARY)}


async def test_of_a_place_known_for_sure_only_its_own_are(db: str) -> None:
    world = await _manned()

    found = await _on_duty(world, at_position(at(1.95, 0.5), 0))

    assert found == {OnDuty(1, HERE, Rank.PRIMARY)}


async def test_an_area_has_the_roster_of_those_around_it_too(db: str) -> None:
    world = await _manned()

    found, _ = await scene(of_area("350304001001"), world.city, NOW)

    assert found.on_duty == await roster.on_duty(found.location.path, NOW)
    assert found.on_duty
