"""Walks at random through what is allowed: whatever people do, a case keeps its promises."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canonical import canonical
from dispatch.errors import ActRefused
from dispatch.rules.buttons import allowed
from dispatch.rules.case_facts import MatterFacts
from dispatch.rules.clock_effects import Verb
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.journal import fold, from_data
from dispatch.rules.lifecycle import CLOSED, MOVES, WAYS
from dispatch.rules.past import past_of
from dispatch.rules.shared_facts import Worded
from dispatch.rules.states import Act, ApplicationState, CaseKind, IncidentState
from reach import Role
from tests.rules.case_walk import Person, Walk
from tests.rules.facts_at_random import made_up
from tests.rules.people_of_cases import CIVIL, CLERK, HEALTH, reported

WORDS = "My neighbour Zhang San, 13800000000"
AFTER_THE_END = {EntryKind.COMMENTED, EntryKind.LINKED, EntryKind.RATED, EntryKind.ARCHIVED}
LISTED = frozenset({"id", "form", "photo"})
ROAD = {
    *(Act.RECEIVE, Act.ACCEPT, Act.SIGN_FOR, Act.HANDLE, Act.REVIEW, Act.GRANT, Act.DENY, Act.SETTLE),
    *(Act.MAKE_READY, Act.DELIVER, Act.FILE, Act.DISPATCH, Act.FEEDBACK, Act.CHECK, Act.FOLLOW_UP, Act.CLOSE),
}
STEPS = st.lists(
    st.tuples(st.integers(0, 9_999), st.integers(0, 5), st.integers(0, 999)), min_size=10, max_size=60
)


def menu(walk: Walk) -> list[tuple[Act, Role]]:
    """What somebody might do now; the acts of the road several times, so that walks get somewhere."""
    case = walk.case()
    shown = {role: allowed(case, frozenset({role})) for role in Role}
    choices: list[tuple[Act, Role]] = []
    for move in WAYS[walk.kind][walk.state]:
        ends = any(one.verb is Verb.STOP_ALL for one in move.clocks)
        times = 20 if move.act in ROAD else 1 if ends or move.after == move.before else 3
        choices += [(move.act, role) for role in sorted(move.roles) if move.act in shown[role]] * times
    return choices


def tried(walk: Walk, choice: int, number: int, seed: int) -> bool:
    """Lets one of six people do one of the things on the menu; False if the rules still refuse it."""
    choices = menu(walk)
    if not choices:
        return False
    act, role = choices[choice % len(choices)]
    who = "system" if role is Role.SYSTEM else f"staff:{number}"
    person = Person(who, role, CIVIL if number % 2 else HEALTH)
    open_tasks = [task.id for task in walk.tasks if task.open]
    task_id = open_tasks[seed % len(open_tasks)] if act is Act.ASSIGN and open_tasks else None
    try:
        walk.act(act, person, made_up(act, walk.case(), seed, WORDS), task_id)
    except ActRefused:
        return False
    return True


MATTERS = st.builds(
    MatterFacts,
    instant=st.booleans(),
    joint=st.booleans(),
    listed=st.just(LISTED),
    delegated_to=st.sampled_from([None, CIVIL]),
    certificate=st.booleans(),
    later_stops_clock=st.booleans(),
)


def keeps_its_promises(walk: Walk, before: str, version: int, moved: bool) -> None:
    """What must hold after every step, taken or refused."""
    if not moved:
        assert (walk.state, walk.version) == (before, version)
        return
    assert walk.case().first_responder is not None
    assert version <= walk.version <= version + 1
    assert walk.folded() == walk.row()
    assert past_of(walk.entries) == walk.past
    if before in CLOSED:
        assert EntryKind(walk.entries[-1].kind) in AFTER_THE_END
    if walk.state in CLOSED:
        assert not [task for task in walk.tasks if task.open]
        assert walk.values.closed_at


def hidden_acts_are_refused(walk: Walk, person: Person, seed: int) -> None:
    """What the table gives a role but no button shows would be refused."""
    shown = allowed(walk.case(), frozenset({person.role}))
    for move in WAYS[walk.kind][walk.state]:
        if person.role in move.roles and move.act not in shown:
            with pytest.raises(ActRefused):
                walk.act(move.act, person, made_up(move.act, walk.case(), seed, WORDS))


@pytest.mark.parametrize("kind", list(CaseKind))
@settings(max_examples=120, deadline=None)
@given(matter=MATTERS, complete=st.booleans(), steps=STEPS)
def test_whatever_is_allowed_a_case_keeps_its_promises(
    kind: CaseKind, matter: MatterFacts, complete: bool, steps: list[tuple[int, int, int]]
) -> None:
    walk = Walk(kind, matter, complete)
    for choice, number, seed in steps:
        before, version = walk.state, walk.version
        moved = tried(walk, choice, number, seed)
        walk.now += timedelta(hours=seed % 40)
        keeps_its_promises(walk, before, version, moved)


@pytest.mark.parametrize("kind", list(CaseKind))
@settings(max_examples=60, deadline=None)
@given(matter=MATTERS, steps=STEPS)
def test_the_journal_holds_no_word_and_no_float_and_reads_back_the_same(
    kind: CaseKind, matter: MatterFacts, steps: list[tuple[int, int, int]]
) -> None:
    walk = Walk(kind, matter)
    for choice, number, seed in steps:
        tried(walk, choice, number, seed)

    for entry in walk.entries:
        assert "Zhang" not in canonical(entry.data).decode()
        assert from_data(EntryKind(entry.kind), entry.data).version == entry.data["version"]


def test_a_journal_with_a_gap_is_not_folded() -> None:
    walk = reported()
    walk.act(Act.COMMENT, CLERK, Worded("Seen."))

    with pytest.raises(ValueError, match="entry 2 follows 0"):
        fold(walk.entries[1:])
    with pytest.raises(ValueError, match="at least one"):
        fold([])


@pytest.mark.parametrize("kind", list(CaseKind))
def test_only_words_ratings_links_and_the_archive_follow_an_end(kind: CaseKind) -> None:
    after = {act for (state, act) in MOVES[kind] if state in CLOSED}

    assert after == {Act.COMMENT, Act.LINK, Act.RATE, Act.ARCHIVE}


@pytest.mark.parametrize("kind", list(CaseKind))
def test_long_walks_come_to_every_state_and_keep_every_promise(kind: CaseKind) -> None:
    dice, seen = Random(7), set[str]()
    for _ in range(200):
        walk = Walk(kind, MatterFacts(listed=LISTED, joint=dice.random() < 0.3))
        for _ in range(80):
            before, version, number = walk.state, walk.version, dice.randrange(6)
            moved = tried(walk, dice.randrange(10_000), number, dice.randrange(1000))
            keeps_its_promises(walk, before, version, moved)
            someone = Person(f"staff:{number}", dice.choice(list(Role)), CIVIL if number % 2 else HEALTH)
            hidden_acts_are_refused(walk, someone, number)
            walk.now += timedelta(hours=dice.randrange(40))
            seen.add(walk.state)

    states = ApplicationState if kind is CaseKind.APPLICATION else IncidentState
    assert set(states) - seen == {states.NEW}
