"""A matter brought to any window is placed, routed, clocked and told, all of it or none of it."""

import asyncio

import pytest

import database
from desk.errors import DuplicateReference, PlaceMissing, SubjectMissing
from desk.input_errors import InvalidInput
from desk.intake import register
from desk.new_case import Channel, GivenMaterial, Where
from dispatch.case_store import case_by_id, tasks_of
from dispatch.journal import entries_of
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.journal import fold
from grid.errors import PointOutsideCity
from grid.rules.coordinates import Position
from reach import SYSTEM, Reach, ReachKind
from tests import builders_grid as grid
from tests.world import ALLOWANCE, CARD, NOW, PIPE, World, an_application, an_incident

RESIDENT = Reach(ReachKind.SUBJECT, 0)


async def test_an_application_is_received_with_its_clock_handler_and_first_responder(world: World) -> None:
    done = await register(an_application(), world.who("clerk"), world.city, NOW)

    assert done.state == "RECEIVED"
    assert done.first_responder == world.who("clerk").who
    assert done.assignment is not None
    assert done.assignment.lead is not None
    assert done.assignment.lead.department_id == world.civil_affairs
    assert [due.clock.kind for due in done.dues] == [ClockKind.ACCEPTANCE]
    assert done.missing_materials == ()
    assert done.case_no == f"11999999000000027G4{ALLOWANCE}202603020001"


async def test_what_the_applicant_still_has_to_bring_is_told_at_once(world: World) -> None:
    new = an_application(materials=(), answers={"lives_alone": True})

    done = await register(new, world.who("clerk"), world.city, NOW)

    assert done.missing_materials == ("application", "alone")


async def test_what_can_be_had_on_line_is_never_asked_for(world: World) -> None:
    done = await register(an_application(materials=()), world.who("clerk"), world.city, NOW)

    assert "id_card" not in done.missing_materials


async def test_the_journal_folds_to_the_row_of_a_new_case(world: World) -> None:
    done = await register(an_application(), world.who("clerk"), world.city, NOW)

    case = await case_by_id(SYSTEM, done.case_id)
    folded = fold(await entries_of(done.case_id)).row()
    assert {name: getattr(case, name) for name in folded} == folded


async def test_a_report_of_a_resident_is_first_looked_at(world: World) -> None:
    done = await register(an_incident(channel=Channel.RESIDENT), RESIDENT, world.city, NOW)

    assert done.state == "VERIFYING"
    (task,) = await tasks_of(await case_by_id(SYSTEM, done.case_id))
    assert (task.kind, task.worker) == ("verify", world.who("worker").actor)


async def test_what_is_urgent_goes_to_the_handler_at_once(world: World) -> None:
    done = await register(an_incident(matter=PIPE, channel=Channel.RESIDENT), RESIDENT, world.city, NOW)

    assert done.state == "DISPATCHED"
    (task,) = await tasks_of(await case_by_id(SYSTEM, done.case_id))
    assert task.department_id == world.upkeep


async def test_a_default_point_goes_to_a_person(world: World) -> None:
    new = an_incident(where=Where(grid.at(0.5, 0.5)))

    done = await register(new, world.who("worker"), world.city, NOW)

    assert done.routed.to_person
    assert done.assignment is None
    assert (await case_by_id(SYSTEM, done.case_id)).area_path == "350300/"


async def test_a_device_that_says_zero_zero_is_not_refused(world: World) -> None:
    done = await register(an_incident(where=Where(Position(0, 0))), world.who("worker"), world.city, NOW)

    assert done.routed.location.path == "350300/"
    assert done.routed.to_person


async def test_what_is_urgent_and_nowhere_waits_for_a_person_too(world: World) -> None:
    new = an_incident(matter=PIPE, where=Where(Position(0, 0)))

    done = await register(new, world.who("worker"), world.city, NOW)

    assert (done.state, done.assignment) == ("REPORTED", None)


async def test_numbers_of_what_nobody_is_known_for_yet_do_not_collide(world: World) -> None:
    nowhere = Where(grid.at(0.5, 0.5))

    done = [
        await register(new, world.who("clerk"), world.city, NOW)
        for new in (
            an_application(where=nowhere),
            an_application(where=nowhere, matter=CARD, answers={}),
            an_incident(where=nowhere),
        )
    ]

    assert len({one.case_no for one in done}) == 3


async def test_a_point_outside_the_city_is_refused_and_nothing_kept(world: World) -> None:
    with pytest.raises(PointOutsideCity):
        await register(an_incident(where=Where(Position(120.5, 25.4))), world.who("worker"), world.city, NOW)

    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 0


async def test_a_case_has_exactly_one_place(world: World) -> None:
    with pytest.raises(PlaceMissing):
        await register(an_incident(where=Where()), world.who("worker"), world.city, NOW)


async def test_an_application_names_who_applies(world: World) -> None:
    with pytest.raises(SubjectMissing):
        await register(an_application(subject=None), world.who("clerk"), world.city, NOW)


async def test_every_fault_of_answers_and_materials_is_told(world: World) -> None:
    new = an_application(answers={"lives_alone": "perhaps", "x": 1}, materials=(GivenMaterial("blood"),))

    with pytest.raises(InvalidInput) as refused:
        await register(new, world.who("clerk"), world.city, NOW)

    pointers = {error.pointer for error in refused.value.errors}
    assert pointers == {"/answers/lives_alone", "/answers/x", "/materials/0/code"}


async def test_a_service_hands_in_a_reference_once(world: World) -> None:
    new = an_incident(external=("hotline", "7"))
    await register(new, world.who("operator"), world.city, NOW)

    with pytest.raises(DuplicateReference):
        await register(new, world.who("operator"), world.city, NOW)

    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 1


async def test_many_windows_at_once_get_different_numbers(world: World) -> None:
    done = await asyncio.gather(
        *(register(an_application(), world.who("clerk"), world.city, NOW) for _ in range(8))
    )

    assert len({one.case_no for one in done}) == 8
    assert len({one.tracking_no for one in done}) == 8


async def test_an_open_incident_near_by_is_told_as_perhaps_the_same(world: World) -> None:
    first = await register(an_incident(), world.who("worker"), world.city, NOW)

    second = await register(
        an_incident(where=Where(grid.at(1.52, 1.5))), world.who("worker"), world.city, NOW
    )

    assert [near.case_no for near in second.similar] == [first.case_no]
