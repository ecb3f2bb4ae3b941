"""Holds the transition tables against the hand-written lists of what may happen, triple by triple."""

import csv
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from dispatch.errors import ActNotAllowed, ActRefused, RoleMayNot
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.entry_kinds import KIND_OF
from dispatch.rules.lifecycle import CHECKS, MOVES, advance
from dispatch.rules.permissions import (
    DUTIES,
    MAY,
    SEPARATED,
    Duty,
    conflict,
    may,
    may_administer,
)
from dispatch.rules.states import Act, ApplicationState, CaseKind, IncidentState, State
from reach import Role

STATES: dict[CaseKind, type[ApplicationState] | type[IncidentState]] = {
    CaseKind.APPLICATION: ApplicationState,
    CaseKind.INCIDENT: IncidentState,
}
ALL: dict[CaseKind, tuple[State, ...]] = {
    CaseKind.APPLICATION: tuple(ApplicationState),
    CaseKind.INCIDENT: tuple(IncidentState),
}
KINDS = tuple(CaseKind)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
Expected = dict[tuple[str, str, str], tuple[str, str, str]]


def expected(kind: CaseKind) -> Expected:
    """What the list says: (from, act, role) → (to, clocks, version); `|` separates alternatives in a cell."""
    found: Expected = {}
    with (Path(__file__).parent / f"transitions_{kind.value}.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            cells = (line["from"].split("|"), line["act"].split("|"), line["role"].split("|"))
            for before, act, role in product(*cells):
                assert (before, act, role) not in found, f"listed twice: {before} {act} {role}"
                after = before if line["to"] == "SAME" else line["to"]
                found[before, act, role] = (after, line["clocks"], line["version"])
    return found


def written(kind: CaseKind) -> Expected:
    """What the table says, in the same form."""
    return {
        (move.before.value, move.act.value, role.value): (
            "BACK" if move.after is None else move.after.value,
            " ".join(str(effect) for effect in move.clocks),
            move.version.value,
        )
        for move in MOVES[kind].values()
        for role in move.roles
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_holds_what_is_listed_and_nothing_else(kind: CaseKind) -> None:
    assert written(kind) == expected(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_not_listed_for_an_act_in_a_state_is_refused_by_name(kind: CaseKind) -> None:
    listed = expected(kind)
    known = {(before, act) for before, act, _ in listed}
    wrong = []
    for state, act, role in product(ALL[kind], Act, Role):
        if (state.value, act.value, role.value) in listed:
            continue
        asked = Asked(act, "staff:1", frozenset({role}), NOW, departments=frozenset({1}))
        refusal = RoleMayNot if (state.value, act.value) in known else ActNotAllowed
        try:
            advance(CaseFacts(kind, state, first_responder=1, version=1), asked)
            wrong.append((state, act, role, "allowed"))
        except ActRefused as error:
            if type(error) is not refusal:
                wrong.append((state, act, role, type(error).__name__))

    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_can_reach_every_state_from_nothing(kind: CaseKind) -> None:
    reached = {STATES[kind].NEW}
    for _ in STATES[kind]:
        reached |= {move.after for move in MOVES[kind].values() if move.after and move.before in reached}

    assert reached == set(STATES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_from_every_state_a_case_can_still_come_to_the_archive(kind: CaseKind) -> None:
    ends = {STATES[kind].ARCHIVED}
    for _ in STATES[kind]:
        ends |= {move.before for move in MOVES[kind].values() if move.after in ends}

    assert ends == set(STATES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_check_belongs_to_an_act_of_some_kind_of_case(kind: CaseKind) -> None:
    acts = {act for _, act in MOVES[kind]}
    elsewhere = {act for other in KINDS if other is not kind for _, act in MOVES[other]}

    assert set(CHECKS[kind]) <= acts | elsewhere


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_a_file_an_urging_and_an_assignment_move_no_clock_and_no_version(kind: CaseKind) -> None:
    quiet = (Act.COMMENT, Act.ATTACH, Act.URGE, Act.LINK, Act.ASSIGN, Act.ARRIVE)
    moves = [move for move in MOVES[kind].values() if move.act in quiet]

    assert moves
    assert all(move.version == "ENTRY" and not move.clocks and move.after == move.before for move in moves)


def test_every_act_is_known_to_some_kind_of_case_and_has_a_role() -> None:
    assert [act for act in Act if not MAY[act]] == []


def test_every_clock_that_is_started_is_also_stopped() -> None:
    effects = [effect for kind in KINDS for move in MOVES[kind].values() for effect in move.clocks]
    started = {effect.clock for effect in effects if effect.verb is Verb.START}
    stopped = {effect.clock for effect in effects if effect.verb is Verb.STOP}

    assert started == set(ClockKind)
    # The result that is handed out ends its clock with all others.
    assert started - stopped == {ClockKind.DELIVERY}


def test_each_act_is_told_by_a_kind_of_entry_of_its_own() -> None:
    stems = {act: act.value.split("_")[0].rstrip("e").rstrip("y")[:4] for act in Act}
    # The kinds whose name does not begin like any word of the act.
    named_otherwise = {
        Act.SAVE_DRAFT: "draft_saved",
        Act.MAKE_READY: "result_ready",
        Act.CO_HANDLE: "help_called",
        Act.CO_FEEDBACK: "help_fed_back",
        Act.FEEDBACK: "fed_back",
        Act.SEND_BACK: "sent_back",
        Act.ASSIGN_DOWN: "assigned_down",
    }
    for act, kind in KIND_OF.items():
        if act in named_otherwise:
            assert kind.value == named_otherwise[act]
        else:
            assert stems[act] in kind.value
    assert len(set(KIND_OF.values())) == len(Act)


def test_administrators_do_no_work_on_cases() -> None:
    idle = {Role.CONTENT_ADMIN, Role.BUS_DESK, *SEPARATED}

    assert {role for role in idle for act in Act if may(act, frozenset({role}))} == set()


def test_the_three_administrators_share_no_duty() -> None:
    for duty in Duty:
        assert len(DUTIES[duty] & SEPARATED) <= 1
        assert not may_administer(duty, frozenset(Role) - SEPARATED - DUTIES[duty])


@pytest.mark.parametrize("admin", sorted(SEPARATED))
def test_a_separated_administrator_holds_no_other_role(admin: Role) -> None:
    together = frozenset({admin, Role.CLERK})

    assert conflict(together) == together
    assert conflict(frozenset({admin})) == frozenset()


def test_the_front_desk_decides_nothing_and_the_department_receives_nothing() -> None:
    desk = {Role.CLERK, Role.RESULT_CLERK, Role.GRID_WORKER, Role.RESIDENT}
    department = {Role.HANDLER, Role.REVIEWER, Role.APPROVER}

    for act in (Act.GRANT, Act.DENY, Act.DENY_INSTANT, Act.REFUSE, Act.REVIEW, Act.HANDLE):
        assert not MAY[act] & desk
    for act in (Act.RECEIVE, Act.ACCEPT, Act.ACCEPT_INSTANT, Act.NOTIFY_SUPPLEMENT, Act.APPLY):
        assert not MAY[act] & department


def test_only_the_result_window_makes_ready_and_hands_out() -> None:
    assert MAY[Act.MAKE_READY] == MAY[Act.DELIVER] == {Role.RESULT_CLERK}


def test_a_foreign_service_brings_and_speaks_and_does_nothing_the_house_does_by_itself() -> None:
    brings = {Act.REPORT, Act.SAVE_DRAFT, Act.APPLY, Act.SUPPLEMENT, Act.SUBMIT_LATER}
    speaks = {Act.COMMENT, Act.ATTACH, Act.URGE, Act.RATE}

    assert {act for act in Act if Role.MACHINE in MAY[act]} == brings | speaks
    assert [act for act in Act if {Role.MACHINE, Role.SYSTEM} <= MAY[act]] == []
