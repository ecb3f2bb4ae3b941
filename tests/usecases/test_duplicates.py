"""A duplicate follows an open incident, closes with it, and can be parted from it again."""

import pytest

from dispatch.errors import (
    FactMissing,
)
from dispatch.rules.shared_facts import Tie
from dispatch.rules.states import Act
from tests.usecases.incidents import checked, reported
from tests.usecases.walking import taken_in
from tests.world import World, an_application


async def test_a_duplicate_closes_with_the_case_it_follows(world: World) -> None:
    walk, double = await checked(world), await reported(world)
    await double.act("operator", Act.MERGE, Tie(walk.case_id))

    await walk.act("operator", Act.CLOSE)

    assert await double.state() == "CLOSED"
    assert (await double.kinds())[-1] == "closed_with_parent"
    assert await double.folds()


async def test_a_separated_duplicate_goes_its_own_way(world: World) -> None:
    walk, double = await checked(world), await reported(world)
    await double.act("operator", Act.MERGE, Tie(walk.case_id))
    await double.act("operator", Act.SEPARATE)

    await walk.act("operator", Act.CLOSE)

    assert await double.state() == "REPORTED"


@pytest.mark.parametrize("which", ["itself", "closed", "application"])
async def test_a_duplicate_follows_only_an_open_incident(world: World, which: str) -> None:
    walk = await reported(world)
    other = walk.case_id
    if which == "closed":
        over = await checked(world)
        await over.act("operator", Act.CLOSE)
        other = over.case_id
    elif which == "application":
        other = (await taken_in(world, an_application())).case_id

    with pytest.raises(FactMissing, match="case_id"):
        await walk.act("operator", Act.MERGE, Tie(other))
