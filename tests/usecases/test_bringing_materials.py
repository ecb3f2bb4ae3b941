"""What is brought is noted; what is complete is accepted that day; files belong to their own case."""

from datetime import timedelta

import pytest

from desk.bringing import note_materials
from desk.input_errors import InvalidInput
from desk.materials import materials_of
from desk.new_case import Channel, GivenMaterial
from dispatch.errors import ActNotAllowed, FactMissing, RoleMayNot
from dispatch.rules.application_facts import MaterialFile, Materials
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.states import Act
from reach import Reach, ReachKind
from tests.usecases.lacking import ALONE, ask, lacking
from tests.usecases.walking import taken_in
from tests.world import CARD, World, an_application


async def test_what_is_complete_is_accepted_that_day(world: World) -> None:
    walk = await lacking(world)
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application", "alone"))
    walk.now += timedelta(days=3)

    await walk.act("clerk", Act.SUPPLEMENT, ask("application", "alone"))

    case = await walk.case()
    assert (case.state, case.accepted_at, case.materials_complete) == ("ACCEPTED", walk.now, True)
    assert (await walk.kinds())[-2:] == ["supplemented", "accepted"]
    assert {line.status for line in (await materials_of(walk.case_id)).values()} == {"given", "pending"}


async def test_an_instant_item_completed_at_the_counter_waits_for_the_officer_on_line(world: World) -> None:
    walk = await taken_in(world, an_application(matter=CARD, answers={}, materials=()))
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application"))

    await walk.act("clerk", Act.SUPPLEMENT, ask("application"))

    assert (await walk.kinds())[-1] == "accepted_instant"


async def test_an_acceptance_after_a_supplement_from_home_keeps_the_day_it_was_complete(world: World) -> None:
    walk = await lacking(world)
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application", "alone"))
    applicant = Reach(ReachKind.SUBJECT, (await walk.case()).subject_id or 0)
    walk.now += timedelta(days=1)
    completed = walk.now
    await walk.act(applicant, Act.SUPPLEMENT, ask("application", "alone"))
    assert await walk.state() == "RECEIVED"
    walk.now += timedelta(days=1)

    await walk.act("clerk", Act.ACCEPT)

    assert (await walk.case()).accepted_at == completed
    assert (await walk.clock(ClockKind.DECISION)).started_at == completed


async def test_half_a_supplement_is_noted_and_counts_with_the_rest(world: World) -> None:
    walk = await lacking(world)
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application", "alone"))
    file_id = await walk.photo()
    half = Materials(frozenset({"alone"}), files=(MaterialFile("alone", file_id),))
    with pytest.raises(FactMissing):
        await walk.act("clerk", Act.SUPPLEMENT, half)

    case = await note_materials(walk.case_id, half, world.who("clerk"), walk.now)
    assert (case.state, case.materials_complete) == ("SUPPLEMENT_PENDING", False)
    await walk.act("clerk", Act.SUPPLEMENT, ask("application"))

    assert await walk.state() == "ACCEPTED"
    assert (await materials_of(walk.case_id))["alone"].file_id == file_id


async def test_what_is_fetched_from_the_bag_at_the_counter_needs_no_notice(world: World) -> None:
    walk = await lacking(world)
    version = (await walk.case()).version

    brought = ask("application", "alone", text="")
    case = await note_materials(walk.case_id, brought, world.who("clerk"), walk.now)

    assert (case.materials_complete, case.version) == (True, version)
    assert await walk.folds()
    await walk.act("clerk", Act.ACCEPT)


async def test_a_failed_pre_review_lists_everything_and_can_be_mended_at_home(world: World) -> None:
    resident = Reach(ReachKind.SUBJECT, 0)
    new = an_application(channel=Channel.RESIDENT, materials=(), answers=ALONE)
    walk = await taken_in(world, new, resident)
    await walk.act("clerk", Act.START_PRE_REVIEW)
    with pytest.raises(InvalidInput):
        await walk.act("clerk", Act.FAIL_PRE_REVIEW, ask("alone"))
    await walk.act("clerk", Act.FAIL_PRE_REVIEW, ask("application", "alone"))
    applicant = Reach(ReachKind.SUBJECT, (await walk.case()).subject_id or 0)
    await note_materials(walk.case_id, ask("application", "alone"), applicant, walk.now, "RESIDENT")
    await walk.act(applicant, Act.APPLY)

    await walk.act("clerk", Act.RECEIVE)
    await walk.act("clerk", Act.ACCEPT)

    assert await walk.state() == "ACCEPTED"


async def test_files_brought_are_files_of_this_case(world: World) -> None:
    walk, other = await lacking(world), await lacking(world)
    foreign = await other.photo(b"another")
    brought = Materials(frozenset({"alone"}), files=(MaterialFile("alone", foreign),))

    with pytest.raises(FactMissing, match="files/0/file_id"):
        await note_materials(walk.case_id, brought, world.who("clerk"), walk.now)


async def test_a_new_case_brings_no_file_of_somebody_else(world: World) -> None:
    other = await lacking(world)
    materials = (GivenMaterial("application", await other.photo()),)

    with pytest.raises(InvalidInput) as refused:
        await taken_in(world, an_application(materials=materials))

    assert [error.pointer for error in refused.value.errors] == ["/materials/0/file_id"]


async def test_the_rule_by_which_a_shared_record_was_taken_on_paper_is_kept(world: World) -> None:
    given = (GivenMaterial("application"), GivenMaterial("id_card", exception="系统停机通知"))

    walk = await taken_in(world, an_application(materials=given))

    assert (await materials_of(walk.case_id))["id_card"].exception_text is not None


async def test_materials_are_noted_only_by_those_who_take_them_and_only_before_acceptance(
    world: World,
) -> None:
    walk = await taken_in(world, an_application())
    with pytest.raises(RoleMayNot):
        await note_materials(walk.case_id, ask("application"), world.who("operator"), walk.now)
    await walk.act("clerk", Act.ACCEPT)

    with pytest.raises(ActNotAllowed):
        await note_materials(walk.case_id, ask("application"), world.who("clerk"), walk.now)
