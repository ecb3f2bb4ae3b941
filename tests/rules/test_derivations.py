"""A due time proves itself: counted again it is the same, and it survives being stored."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canonical import canonical
from dispatch.errors import OtherCalendar
from dispatch.rules.calendar_year import CalendarYear
from dispatch.rules.clocks import Extension, Pause
from dispatch.rules.counting import derive
from dispatch.rules.derivation import Derivation, derivation_form, parse_derivation
from dispatch.rules.recounting import affected, proves_itself, recount, with_allowance
from registry.rules.allowances import Allowance, Unit
from tests.rules.limits import PUTIAN, limit, pause, shanghai, working_days

SPRING_2027 = {date(2027, 2, 5) + timedelta(days=number): "春节" for number in range(7)}
NOTICE_2027 = CalendarYear(
    2027, SPRING_2027, {date(2027, 1, 31): "春节", date(2027, 2, 14): "春节"}, "a notice"
)
WITH_2027 = PUTIAN.with_year(NOTICE_2027)


@st.composite
def derivations(draw: st.DrawFn) -> Derivation:
    unit = draw(st.sampled_from(list(Unit)))
    start = shanghai("2026-06-01T00:00") + timedelta(minutes=draw(st.integers(0, 300 * 24 * 60)))
    pauses = []
    for after, lasting in draw(st.lists(st.tuples(st.integers(0, 5000), st.integers(-1, 5000)), max_size=3)):
        begins = start + timedelta(minutes=after)
        pauses.append(Pause(begins, None if lasting < 0 else begins + timedelta(minutes=lasting), "hearing"))
    more = [Extension(Allowance(draw(st.integers(1, 10)), unit), start, "complex")] * draw(st.integers(0, 2))
    return derive(start, Allowance(draw(st.integers(1, 40)), unit), PUTIAN, pauses, more)


@settings(deadline=None)
@given(known=derivations())
def test_a_due_time_counted_again_is_the_same(known: Derivation) -> None:
    assert proves_itself(known, PUTIAN)


@settings(deadline=None)
@given(known=derivations())
def test_a_stored_derivation_reads_back_the_same_and_still_proves_itself(known: Derivation) -> None:
    stored = json.loads(json.dumps(derivation_form(known)))

    assert parse_derivation(stored) == known
    assert proves_itself(parse_derivation(stored), PUTIAN)


@settings(deadline=None)
@given(known=derivations(), more=st.integers(1, 10))
def test_a_larger_allowance_never_ends_earlier(known: Derivation, more: int) -> None:
    longer = with_allowance(known, known.allowance.plus(more), PUTIAN)

    if known.due_at is not None and longer.due_at is not None:
        assert longer.due_at >= known.due_at
    assert not (known.due_at is None and longer.due_at is not None)


def test_a_derivation_can_stand_in_the_journal() -> None:
    form = derivation_form(limit("2026-09-30T16:00", 4, Unit.WORKING_HOUR))

    assert canonical(form)


def test_a_stored_step_says_only_what_it_has_to() -> None:
    steps = derivation_form(limit("2026-05-08T10:00", 1))["steps"]

    assert steps == [
        {"why": "EVENT_DAY", "first": "2026-05-08", "last": "2026-05-08"},
        {"why": "MAKE_UP", "first": "2026-05-09", "last": "2026-05-09", "counted": 1, "name": "劳动节"},
    ]


def test_a_falsified_due_time_is_found() -> None:
    known = limit("2026-05-08T10:00", 5)
    assert known.due_at is not None

    assert not proves_itself(replace(known, due_at=known.due_at + timedelta(days=1)), PUTIAN)


def test_another_version_of_the_calendar_proves_nothing() -> None:
    with pytest.raises(OtherCalendar):
        proves_itself(limit("2026-05-08T10:00", 5), WITH_2027)


def test_a_limit_into_a_year_without_notice_is_provisional_and_says_which_days() -> None:
    known = limit("2026-12-15T10:00", 20)

    assert known.provisional
    assert {step.first.year for step in known.steps if step.provisional} == {2027}
    assert {step.first.year for step in known.steps if not step.provisional} == {2026}


def test_a_limit_that_ends_within_announced_years_is_not_provisional() -> None:
    assert not limit("2026-12-15T10:00", 5).provisional


def test_urgent_hours_need_no_notice() -> None:
    assert not limit("2027-03-01T10:00", 5, Unit.URGENT_HOUR).provisional


def test_a_pause_hides_days_that_would_be_provisional() -> None:
    held = limit("2026-12-15T10:00", 20, Unit.WORKING_DAY, pause("2026-12-30T10:00"))

    assert not held.provisional


def test_importing_a_notice_shows_what_it_would_move_before_it_does() -> None:
    december, summer = limit("2027-01-18T10:00", 20), limit("2026-07-01T10:00", 20)

    moves = affected([(7, december), (8, summer)], WITH_2027)

    assert [(move.clock_id, move.before.last_day, move.after.last_day) for move in moves] == [
        (7, date(2027, 2, 15), date(2027, 2, 18))
    ]
    assert (moves[0].before.provisional, moves[0].after.provisional) == (True, False)
    assert moves[0].after.calendar_version == WITH_2027.version


def test_a_limit_whose_day_stays_is_shown_as_no_longer_provisional() -> None:
    december = limit("2026-12-15T10:00", 15)

    moves = affected(
        [(1, december)], PUTIAN.with_year(CalendarYear(2027, {date(2027, 1, 1): "元旦"}, {}, "a notice"))
    )

    assert [(move.before.due_at == move.after.due_at, move.after.provisional) for move in moves] == [
        (True, False)
    ]


def test_counting_again_by_a_new_calendar_keeps_pauses_and_extensions() -> None:
    known = derive(
        shanghai("2026-12-15T10:00"), working_days(20), PUTIAN,
        [pause("2026-12-17T10:00", "2026-12-18T10:00")],
        [Extension(working_days(10), shanghai("2026-12-20T10:00"), "complex")],
    )  # fmt: skip

    again = recount(known, WITH_2027)

    assert (again.pauses, again.extensions) == (known.pauses, known.extensions)
