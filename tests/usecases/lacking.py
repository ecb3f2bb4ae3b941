"""Applications that lack materials, and what is asked for, for tests of asking and of bringing."""

from dispatch.rules.application_facts import Materials
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import World, an_application

ALONE = {"lives_alone": True}


def ask(*codes: str, text: str = "请补正") -> Materials:
    return Materials(frozenset(codes), text)


async def lacking(world: World, **changes: object) -> CaseWalk:
    """Neither the form nor the proof of living alone was brought."""
    return await taken_in(world, an_application(materials=(), answers=ALONE, **changes))
