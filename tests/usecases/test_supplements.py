"""What is missing is asked for once and completely, never what can be had on line; what comes is noted."""

from datetime import timedelta

import pytest

import database
from desk.bringing import note_materials
from desk.input_errors import InvalidInput
from desk.materials import materials_of
from desk.new_case import Channel, Gathered, GivenMaterial
from dispatch.calendar_store import current_calendar
from dispatch.errors import ActNotAllowed, FactMissing, RoleMayNot, SupplementAskedAlready
from dispatch.rules.application_facts import Citation, MaterialFile, Materials
from dispatch.rules.change import Card
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.states import Act
from reach import Reach, ReachKind
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import CARD, World, an_application

ALONE = {"lives_alone": True}


def ask(*codes: str, text: str = "请补正") -> Materials:
    return Materials(frozenset(codes), text)


async def lacking(world: World, **changes: object) -> CaseWalk:
    """Neither the form nor the proof of living alone was brought."""
    return await taken_in(world, an_application(materials=(), answers=ALONE, **changes))


def faults(refused: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {error.code for error in refused.value.errors}


async def test_a_notice_that_leaves_something_out_is_refused(world: World) -> None:
    walk = await lacking(world)

    with pytest.raises(InvalidInput) as refused:
        await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application"))

    assert faults(refused) == {"left_out"}
    assert await walk.state() == "RECEIVED"


async def test_every_fault_of_a_notice_is_told_at_once(world: World) -> None:
    walk = await taken_in(world, an_application(materials=(GivenMaterial("application"),)))

    with pytest.raises(InvalidInput) as refused:
        await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application", "alone", "id_card", "blood"))

    assert faults(refused) == {"already_given", "not_needed", "shared", "not_in_item"}


async def test_what_can_be_had_on_line_is_asked_for_only_with_a_cited_rule(world: World) -> None:
    walk = await lacking(world)
    everything = frozenset({"application", "alone", "id_card"})
    with pytest.raises(InvalidInput) as refused:
        await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, Materials(everything))
    assert faults(refused) == {"shared"}

    cited = Materials(everything, cited=(Citation("id_card", "闽民〔2016〕1号第三条"),))
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, cited)

    assert (await materials_of(walk.case_id))["id_card"].exception_text is not None


async def test_a_source_that_is_down_is_no_obstacle_but_its_record_may_be_asked_for(world: World) -> None:
    down = Gathered(down=("id_card",))
    walk = await taken_in(world, an_application(materials=(), gathered=down))
    waiting = (await materials_of(walk.case_id))["id_card"]
    assert (waiting.status, waiting.evidence) == ("pending", "down")

    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application", "id_card"))

    assert await walk.state() == "SUPPLEMENT_PENDING"


async def test_nobody_has_to_ask_for_what_a_source_that_is_down_will_say(world: World) -> None:
    down = Gathered(down=("id_card",))
    walk = await taken_in(world, an_application(materials=(), gathered=down))

    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application"))

    assert await walk.state() == "SUPPLEMENT_PENDING"


async def test_a_second_notice_for_the_same_facts_is_refused_and_stays_on_record(world: World) -> None:
    walk = await lacking(world)
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application", "alone"))

    with pytest.raises(SupplementAskedAlready):
        await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("alone"))

    assert (await walk.kinds())[-1] == "second_notice_refused"
    assert await walk.folds()


async def test_a_notice_for_new_facts_shows_a_yellow_card(world: World) -> None:
    walk = await taken_in(world, an_application(materials=(GivenMaterial("alone"),), answers=ALONE))
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application"))

    found = Materials(frozenset({"alone"}), "证明已过期", defective=frozenset({"alone"}))
    acted = await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, found)

    assert acted.change.card is Card.YELLOW


async def test_calling_a_material_defective_says_why(world: World) -> None:
    walk = await taken_in(world, an_application())

    with pytest.raises(InvalidInput) as refused:
        await walk.act(
            "clerk",
            Act.NOTIFY_SUPPLEMENT,
            Materials(frozenset({"application"}), "", defective=frozenset({"application", "alone"})),
        )

    assert {error.pointer for error in refused.value.errors} == {"/text", "/defective"}


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


async def test_a_role_that_may_not_ask_is_told_so_and_nothing_about_the_list(world: World) -> None:
    walk = await lacking(world)

    with pytest.raises(RoleMayNot):
        await walk.act("operator", Act.NOTIFY_SUPPLEMENT, ask("blood"))


async def test_what_is_asked_for_after_acceptance_stops_no_clock_unless_the_item_says_so(
    world: World,
) -> None:
    walk = await taken_in(world, an_application())
    await walk.act("clerk", Act.ACCEPT)
    await walk.act("handler", Act.SIGN_FOR)
    due = (await walk.clock(ClockKind.DECISION)).due_at
    with pytest.raises(InvalidInput) as refused:
        await walk.act("handler", Act.ASK_LATER, ask("id_card"))
    assert faults(refused) == {"shared"}

    defective = Materials(frozenset({"application"}), "缺签名", defective=frozenset({"application"}))
    await walk.act("handler", Act.ASK_LATER, defective)
    await walk.act("clerk", Act.SUBMIT_LATER, ask("application"))

    assert (await walk.clock(ClockKind.DECISION)).due_at == due
    assert (await materials_of(walk.case_id))["application"].status == "given"


async def test_a_notice_gives_the_applicant_a_limit_of_his_own(world: World) -> None:
    walk = await lacking(world)

    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, ask("application", "alone"))

    limit = await walk.clock(ClockKind.SUPPLEMENT)
    calendar = await current_calendar(world.city.calendar_code)
    assert limit.due_at is not None
    assert calendar.is_working_day((limit.due_at - timedelta(minutes=1)).astimezone(world.city.zone).date())
    assert (await walk.case()).due_at == limit.due_at
    assert await database.fetch_value("SELECT count(*) FROM dispatch.clocks WHERE state = 'running'") == 1
