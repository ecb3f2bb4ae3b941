"""What is missing is asked for once and completely, and never what can be had on line."""

from datetime import timedelta

import pytest

import database
from desk.input_errors import InvalidInput
from desk.materials import materials_of
from desk.new_case import Gathered, GivenMaterial
from dispatch.calendar_store import current_calendar
from dispatch.errors import RoleMayNot, SupplementAskedAlready
from dispatch.rules.application_facts import Citation, Materials
from dispatch.rules.change import Card
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.states import Act
from tests.usecases.lacking import ALONE, ask, lacking
from tests.usecases.walking import taken_in
from tests.world import World, an_application


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
