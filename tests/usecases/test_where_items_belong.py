"""The item says what decides where an application belongs: told to the clerk, and kept where it can be."""

from dataclasses import replace

import pytest

import database
from desk.intake import register
from desk.new_case import Where
from dispatch.places import place_of
from reach import SYSTEM
from registry.items import draft_item, publish_item
from registry.rules.item_definition import PlaceRule
from tests import builders_grid as grid
from tests.world import NOW, World, an_application, an_incident, an_item

STREET = Where(area_code="350304001")
ANYWHERE = (Where(area_code="350304001001001"), Where(grid.at(1.5, 1.5)), Where(address_id=987))


async def where_decides(rule: PlaceRule) -> None:
    await draft_item(SYSTEM, replace(an_item(), place=rule), NOW)
    await publish_item(SYSTEM, an_item().code, NOW)


@pytest.mark.parametrize("where", ANYWHERE, ids=["area", "point", "address"])
async def test_what_the_city_itself_decides_stands_at_the_city_whatever_is_typed(
    world: World, where: Where
) -> None:
    await where_decides(PlaceRule.CITY)

    done = await register(an_application(where=where), world.who("clerk"), world.city, NOW)

    path = await database.fetch_value("SELECT area_path FROM dispatch.cases WHERE id = $1", done.case_id)
    assert (done.location.path, path, done.place_decides) == ("350300/", "350300/", PlaceRule.CITY)
    assert await place_of(SYSTEM, done.case_id) is None


@pytest.mark.parametrize("rule", [rule for rule in PlaceRule if rule is not PlaceRule.CITY])
async def test_otherwise_the_place_given_counts_and_the_clerk_is_told_which_it_should_be(
    world: World, rule: PlaceRule
) -> None:
    await where_decides(rule)

    done = await register(an_application(where=STREET), world.who("clerk"), world.city, NOW)

    assert (done.location.path, done.place_decides) == ("350300/350304/350304001/", rule)


async def test_an_incident_lies_where_it_is(world: World) -> None:
    done = await register(an_incident(), world.who("worker"), world.city, NOW)

    assert done.place_decides is None
