"""Every code people could meet has words in both languages, and no two buttons of a state share a label."""

import ast
import re
from enum import Enum

import pytest

from desk.pages.translations import speaking
from desk.pages.wording import BY_KIND, TABLES, named, stored
from desk.rules.act_words import ACT_WORDS
from desk.rules.clock_words import ONE_OF_UNIT
from desk.rules.state_words import STEP_WORDS
from dispatch.rules.calendar_form import WEEKDAYS
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.lifecycle import WAYS
from dispatch.rules.moves import Move
from registry.rules.allowances import Unit
from tests.architecture.sources import product

# Codes of the machinery, which no page tells of.
_NEVER_SHOWN = {
    "desk.bus_repairing.Mended",
    "desk.imports.replaying.Outcome",
    "desk.rules.local_times.Hour",
    "desk.worker_role.Role",
    "dispatch.passes.Outcome",
    "dispatch.rules.change.Counts",
    "dispatch.rules.change.TaskVerb",
    "dispatch.rules.clock_effects.Verb",
    "grid.packed.Kind",
    "registry.rules.anchor_deeds.Deed",
    "registry.rules.anchor_deeds.Fault",
    "registry.rules.search_tokens._Class",
}
# Parts of one page, which says them in its own words.
_OF_ONE_PAGE = {
    "desk.rules.post_places.PlaceKind",
    "dispatch.board.Order",
    "dispatch.board.Stage",
    "dispatch.inbox.Order",
    "dispatch.inbox.Tray",
}
# Their words go by the values, since they live beside a line to the outside.
_BY_VALUE = {"integrations.bus.answers.Verdict", "integrations.bus.reconciliation.Differs"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ROWS = [
    pytest.param(ways, id=f"{kind.value} {state.value}")
    for kind, states in WAYS.items()
    for state, ways in sorted(states.items(), key=lambda pair: pair[0].value)
]


def _enumerations() -> list[str]:
    return [
        f"{source.name.removesuffix('.py').replace('/', '.')}.{node.name}"
        for source in product()
        if not source.name.startswith("desk/pages/")  # there they name parts of pages, not facts
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)
    ]


@pytest.mark.parametrize("name", _enumerations())
def test_an_enumeration_has_words_or_is_never_shown(name: str) -> None:
    worded = {f"{kind.__module__}.{kind.__name__}" for kind in BY_KIND} | _BY_VALUE

    assert (name in worded) is not (name in _NEVER_SHOWN | _OF_ONE_PAGE)


@pytest.mark.parametrize("kind", BY_KIND, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_member_of_an_enumeration_has_words(kind: type[Enum]) -> None:
    assert {member for member in kind if member not in BY_KIND[kind]} == set()


@pytest.mark.parametrize("table", TABLES)
def test_words_are_chinese_and_plain_english(table: str) -> None:
    for code, (chinese, english) in TABLES[table].items():
        assert _CHINESE.search(chinese), code
        assert chinese == chinese.strip(), code
        assert english == english.strip() != "", code
        assert not _CHINESE.search(english), code
        assert not english.endswith(("!", ".")), code


@pytest.mark.parametrize("ways", _ROWS)
@pytest.mark.parametrize("language", [0, 1])
def test_no_two_acts_of_a_state_share_a_label(ways: tuple[Move, ...], language: int) -> None:
    labels = [ACT_WORDS[move.act][language].lower() for move in ways]

    assert sorted(labels) == sorted(set(labels))


def test_residents_are_told_steps_of_the_journal_only() -> None:
    assert set(STEP_WORDS) <= set(EntryKind)


def test_every_unit_can_be_said_of_one() -> None:
    assert set(ONE_OF_UNIT) == set(Unit)


def test_every_weekday_has_a_name() -> None:
    assert set(TABLES["weekday"]) == set(TABLES["short_weekday"]) == set(WEEKDAYS)


def test_a_stored_code_is_told_in_the_language_spoken() -> None:
    with speaking("en"):
        english = named("handle", "act")

    assert (named("handle", "act"), english) == ("承办", "Handle")


def test_a_code_nobody_named_is_not_told() -> None:
    with pytest.raises(KeyError):
        stored("act", "dance")
