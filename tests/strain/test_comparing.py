"""Each way in which a record can differ from the journals is told by its name, and by case and entry."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from bench.strain.agreement import INSIDE, TOLD, TOLD_VALUES, message_of
from bench.strain.comparing import Fault, Finding, Message, compare, digest
from dispatch.rules.entry_kinds import EntryKind, is_public
from integrations.bus import messages
from tests.architecture.sources import ROOMS, ROOT, ROOT_MODULES

WANTED = [Message(case, seq, f"{case}{seq}".encode()) for case in ("A", "B") for seq in (1, 2, 3)]


def _recorded(*left_out: int) -> list[Message]:
    return [one for place, one in enumerate(WANTED) if place not in left_out]


def test_a_record_that_holds_what_the_journals_say_has_no_faults() -> None:
    assert compare(WANTED, WANTED) == []
    # Cases may come mixed among each other.
    assert compare(WANTED, [WANTED[place] for place in (3, 0, 4, 1, 2, 5)]) == []


def test_a_loss_is_found() -> None:
    assert compare(WANTED, _recorded(4)) == [Finding("B", 2, Fault.LOST)]


def test_a_swap_is_found() -> None:
    swapped = [WANTED[place] for place in (0, 2, 1, 3, 4, 5)]

    assert compare(WANTED, swapped) == [Finding("A", 2, Fault.SWAPPED)]


def test_two_messages_that_hold_each_others_words_are_both_altered() -> None:
    crossed = [replace(WANTED[0], digest=WANTED[1].digest), replace(WANTED[1], digest=WANTED[0].digest)]

    assert compare(WANTED, crossed + WANTED[2:]) == [
        Finding("A", 1, Fault.ALTERED),
        Finding("A", 2, Fault.ALTERED),
    ]


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        (WANTED[1], Fault.DOUBLED),
        (Message("A", 4, b"A4"), Fault.FOREIGN),
        (Message("C", 1, b"C1"), Fault.FOREIGN),
    ],
)
def test_what_is_too_much_is_found(extra: Message, fault: Fault) -> None:
    assert compare(WANTED, [*WANTED, extra]) == [Finding(extra.case, extra.seq, fault)]


def test_a_message_is_the_same_however_it_is_spelled_and_another_one_is_not() -> None:
    assert digest({"a": 1, "b": "件"}) == digest({"b": "件", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})


def test_the_second_account_of_what_is_told_is_that_of_the_desk() -> None:
    assert frozenset(kind.value for kind in EntryKind if not is_public(kind)) == INSIDE
    assert (messages._TOLD, messages._TOLD_VALUES) == (TOLD, TOLD_VALUES)


def test_an_entry_that_stays_inside_tells_only_that_there_is_one() -> None:
    entry = {"case_no": "A", "city": "350300", "seq": 2, "at": "t", "recorded_at": "r", "channel": "WINDOW"}

    told = message_of({**entry, "kind": "commented", "data": {"state": "FILED"}})

    assert (told["type"], told["data"]) == ("cn.griddesk.case.inside", {"case_no": "A", "seq": 2})


@pytest.mark.parametrize("name", ["comparer.py", "comparing.py", "agreement.py"])
def test_who_compares_knows_nothing_of_the_desk(name: str) -> None:
    tree = ast.parse(Path(ROOT, "bench", "strain", name).read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert not {one for one in imported if one.split(".")[0] in {*ROOMS, *ROOT_MODULES}}
    assert {one for one in imported if one.startswith("bench.")} <= {
        "bench.strain.agreement",
        "bench.strain.comparing",
    }
