"""An intake that is refused leaves nothing behind: no case, no person, no text, no file, no delivery."""

from dataclasses import replace

import pytest

from desk.input_errors import InvalidInput
from desk.intake import register
from desk.new_case import GivenMaterial, NewCase, Where
from dispatch.errors import RoleMayNot, UnknownMatter
from grid.errors import PointOutsideCity, UnknownAddress
from grid.rules.coordinates import Position
from registry.errors import BadNumber, NameUnusable
from tests.usecases.kept import rows
from tests.world import NOW, World, a_person, an_application

REFUSED: dict[str, tuple[NewCase, str, type[Exception]]] = {
    "a point outside": (an_application(where=Where(Position(120.5, 25.4))), "clerk", PointOutsideCity),
    "no such address": (an_application(where=Where(address_id=987)), "clerk", UnknownAddress),
    "no such item": (an_application(matter="9999"), "clerk", UnknownMatter),
    "a wrong answer": (an_application(answers={"lives_alone": "perhaps"}), "clerk", InvalidInput),
    "a file of somebody else": (
        an_application(materials=(GivenMaterial("application", file_id=77),)),
        "clerk",
        InvalidInput,
    ),
    "somebody who may not": (an_application(), "approver", RoleMayNot),
    "an agent with a wrong number": (
        an_application(agent=replace(a_person("王代理"), number="999999199001010017")),
        "clerk",
        BadNumber,
    ),
    "an agent without a name": (an_application(agent=replace(a_person("\u3000"))), "clerk", NameUnusable),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_a_refused_intake_leaves_nothing(world: World, why: str) -> None:
    new, who, error = REFUSED[why]
    before = await rows()

    with pytest.raises(error):
        await register(new, world.who(who), world.city, NOW)

    assert await rows() == before
