"""Incidents walked as far as a test needs them: reported, at work, fed back, checked."""

from desk.new_case import Channel
from dispatch.rules.incident_facts import Done, Filing, Visit
from dispatch.rules.states import Act
from reach import Reach, ReachKind
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import RUBBISH, World, an_incident

RESIDENT = Reach(ReachKind.SUBJECT, 0)
FILING = Filing(RUBBISH, "1", criterion_met=True)


async def reported(world: World, *, public: bool = False) -> CaseWalk:
    new = an_incident(channel=Channel.RESIDENT) if public else an_incident()
    return await taken_in(world, new, RESIDENT if public else "worker")


async def at_work(world: World, *, public: bool = False) -> CaseWalk:
    walk = await reported(world, public=public)
    if public:
        await walk.act("worker", Act.VERIFY, Visit(True, (await walk.photo(),)))
    await walk.act("operator", Act.FILE, FILING)
    await walk.act("dispatcher", Act.DISPATCH)
    await walk.act("upkeep", Act.SIGN_FOR)
    return walk


async def fed_back(world: World, *, public: bool = False) -> CaseWalk:
    walk = await at_work(world, public=public)
    await walk.act("upkeep", Act.FEEDBACK, Done("已清理", after=(await walk.photo(),)))
    return walk


async def checked(world: World, *, agrees: bool = True, public: bool = False) -> CaseWalk:
    walk = await fed_back(world, public=public)
    await walk.act("dispatcher", Act.START_CHECK)
    (task,) = await walk.open_tasks()
    visitor = next(reach for reach in world.people.values() if reach.actor == task.worker)
    await walk.act(visitor, Act.CHECK, Visit(agrees, (await walk.photo(),)))
    return walk
