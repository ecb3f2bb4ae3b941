"""What a page says while a case is typed is what registering it says then: nothing is promised falsely."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

import database
from desk.intake import register
from desk.new_case import Channel, NewCase, Registered, Where
from desk.previewing import Moment, Preview, preview
from dispatch.rules.states import CaseKind
from grid.addresses import AddressQuery, search_addresses
from grid.city import load_city
from reach import Reach
from registry.incident_classes import published_classes
from registry.items import published_items
from registry.rules.form_fields import Answer, FieldKind, FormField
from registry.rules.forms import asked
from registry.rules.identity_numbers import NumberKind
from registry.rules.item_definition import Item
from registry.staff import reach_of
from registry.subject_indexes import NewSubject, SubjectKind
from tests.world import NOW, World, an_application, an_incident

MORNING = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)  # a Thursday, 09:30 in Putian
_PERSON = NewSubject(
    SubjectKind.PERSON, "陈测试", "999999199001010016", NumberKind.RESIDENT_ID, "13800000000"
)


def _an_answer(field: FormField) -> Answer:
    match field.kind:
        case FieldKind.FLAG:
            return True
        case FieldKind.NUMBER:
            return field.least or 1
        case FieldKind.CHOICE:
            return field.choices[0].value
        case FieldKind.DATE:
            return "2026-03-01"
        case FieldKind.TEXT:
            return "测" * max(field.least or 0, 8)


def _answers(item: Item) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for _ in item.form:
        answers = {field.code: _an_answer(field) for field in asked(item, answers)}
    return answers


def _said(of: Preview | Registered) -> dict[str, object]:
    """What both tell people."""
    routed = of.routed if isinstance(of, Registered) else of.taken.routed if of.taken else None
    assignment = of.assignment if isinstance(of, Registered) else of.taken.assignment if of.taken else None
    missing = of.missing_materials if isinstance(of, Registered) else of.checklist.missing
    assert routed is not None
    return {
        "state": of.state,
        "where": routed.location.path,
        "handlers": assignment,
        "why": routed.route,
        "border": routed.border,
        "due": [(due.clock.kind, due.clock.due_at, due.derivation) for due in of.dues],
        "missing": missing,
        "similar": of.similar,
    }


async def _agree(new: NewCase, reach: Reach) -> None:
    city = await load_city()
    before = await preview(new, reach, Moment(city, MORNING))
    registered = await register(new, reach, city, MORNING)
    assert _said(before) == _said(registered), new.matter


async def _a_clerk() -> Reach:
    found = await database.fetch_value("SELECT id FROM registry.staff WHERE login = 'clerk.zhenhai'")
    return await reach_of(found, MORNING)


async def _places() -> list[Where]:
    found = await search_addresses(AddressQuery("wenxian", size=3))
    return [*(Where(address_id=one.id) for one in found.addresses[:2]), Where(area_code="350302001001")]


async def test_every_item_is_foreseen_as_it_is_registered(city: str) -> None:
    clerk, places = await _a_clerk(), await _places()
    for version in await published_items():
        item = version.item
        for where in places:
            new = NewCase(
                CaseKind.APPLICATION, item.code, Channel.WINDOW, where, _PERSON, answers=_answers(item)
            )
            await _agree(new, clerk)


async def test_every_incident_class_is_foreseen_as_it_is_registered(city: str) -> None:
    clerk, places = await _a_clerk(), await _places()
    for version in await published_classes():
        for where in places:
            await _agree(
                NewCase(CaseKind.INCIDENT, version.incident_class.code, Channel.WINDOW, where), clerk
            )


async def test_what_a_clerk_calls_urgent_is_foreseen_as_sent_at_once(world: World) -> None:
    new = an_incident(channel=Channel.WINDOW, urgent=True)
    before = await preview(new, world.who("clerk"), Moment(world.city, NOW))

    registered = await register(new, world.who("clerk"), world.city, NOW)

    assert before.state == "DISPATCHED"
    assert _said(before) == _said(registered)


async def test_an_open_incident_close_by_is_seen_before_it_is_registered_twice(world: World) -> None:
    new = an_incident(channel=Channel.WINDOW)
    first = await register(new, world.who("clerk"), world.city, NOW)

    before = await preview(new, world.who("clerk"), Moment(world.city, NOW))

    assert [one.case_no for one in before.similar] == [first.case_no]


async def test_half_an_answer_decides_nothing_yet(world: World) -> None:
    new = an_application(answers={"lives_alone": "perhaps"}, materials=())

    before = await preview(new, world.who("clerk"), Moment(world.city, NOW))

    assert before.checklist.missing == ("application",)


async def test_materials_are_known_before_the_place_is(world: World) -> None:
    new = replace(an_application(materials=()), where=Where())

    before = await preview(new, world.who("clerk"), Moment(world.city, NOW))

    assert before.taken is None
    assert before.checklist.missing == ("application",)


@pytest.mark.parametrize("new", [an_application(), an_incident(channel=Channel.WINDOW)])
async def test_a_preview_keeps_nothing(world: World, new: NewCase) -> None:
    await preview(new, world.who("clerk"), Moment(world.city, NOW))

    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 0
    assert await database.fetch_value("SELECT count(*) FROM registry.subject") == 0
