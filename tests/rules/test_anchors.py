"""Anchors have one spelling, follow each other by digest and totals, and tell which deed changed a chain."""

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chain import sm3
from desk.anchor_words import remedy, sentence
from registry.rules.anchor_deeds import Deed, Done, Doubt, Fault, mark, parted, what_was_done
from registry.rules.anchor_sequence import MalformedAnchor, follows, known, next_anchor, read, spelled
from registry.rules.anchors import NONE, Anchor, Covered, GivenUp, Restart, Totals, case_chain

AT = datetime(2026, 5, 8, 4, tzinfo=UTC)
_NAMES = st.one_of(
    st.integers(1, 10**9).map(case_chain), st.sampled_from(["config", "security", "access/staff:1"])
)


@st.composite
def moves(draw: st.DrawFn) -> tuple[Covered, ...]:
    """What moved between two anchors: chains by name, each once."""
    found = []
    for chain in draw(st.lists(_NAMES, unique=True, max_size=6)):
        after, more = draw(st.integers(0, 9)), draw(st.integers(1, 4))
        found.append(
            Covered(chain, after, after + more, draw(st.binary(min_size=32, max_size=32)), "0a1b2c3d" * more)
        )
    return tuple(found)


@settings(deadline=None, max_examples=50)
@given(st.lists(moves(), min_size=1, max_size=4))
def test_each_anchor_reads_as_it_was_spelled_and_follows_the_one_before(
    hours: list[tuple[Covered, ...]],
) -> None:
    last = None
    for covered in hours:
        anchor = next_anchor(last, AT, covered)

        assert read(spelled(anchor)) == anchor
        assert follows(anchor, last) is None
        last = known(anchor)

    assert last is not None
    new = [one for covered in hours for one in covered]
    assert last.totals.entries + last.totals.records == sum(one.seq - one.after for one in new)
    assert last.totals.cases + last.totals.streams == sum(one.after == 0 for one in new)


def _two() -> tuple[Anchor, Anchor]:
    first = next_anchor(None, AT, (Covered("case/1", 0, 2, sm3(b"2"), "a" * 16),))
    return first, next_anchor(known(first), AT, (Covered("case/1", 2, 3, sm3(b"3"), "b" * 8),))


def test_an_anchor_follows_only_the_one_it_was_made_after() -> None:
    first, second = _two()
    other = replace(first, at=datetime(2026, 5, 8, 5, tzinfo=UTC))

    assert follows(second, known(first)) is None
    assert follows(second, known(other)) is not None
    assert follows(second, None) is not None
    assert follows(first, known(second)) is not None


def test_totals_that_do_not_add_up_are_told() -> None:
    first, second = _two()

    wrong = follows(replace(second, totals=Totals(1, 4, 0, 0)), known(first))

    assert wrong is not None
    assert "totals" in wrong


def test_a_restart_takes_what_is_given_up_out_of_the_totals() -> None:
    _, second = _two()
    restart = Restart("backup", None, (GivenUp("case/1", 3, 1),))

    third = next_anchor(known(second), AT, (Covered("case/1", 1, 2, sm3(b"x"), "c" * 8),), restart)

    assert third.totals == Totals(1, 2, 0, 0)
    assert follows(third, known(second)) is None


def test_a_restart_after_lost_anchors_counts_from_nothing() -> None:
    _, second = _two()

    third = next_anchor(known(second), AT, (), Restart("lost", (1, 2), ()))

    assert third.totals == NONE
    assert follows(third, known(second)) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body[:-1],
        lambda body: body + b" ",
        lambda body: body.replace(b'"format":1', b'"format":2'),
        lambda body: body.replace(b'"after":0', b'"after":9'),
        lambda _: b"[]",
        lambda _: b"\xff",
    ],
)
def test_what_is_no_anchor_of_ours_is_not_read(change: "object") -> None:
    assert callable(change)

    with pytest.raises(MalformedAnchor):
        read(change(spelled(_two()[0])))


def test_a_mark_tells_entries_apart_and_not_where_they_stand() -> None:
    entry = {"seq": 1, "kind": "opened", "data": {"n": 1}}

    assert mark(entry) == mark({**entry, "seq": 2})
    assert mark(entry) != mark({**entry, "kind": "closed"})
    assert len(mark({**entry, "data": {"n": 1.5}})) == len(mark(entry))


THEN = tuple("abcdef")


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 5), st.lists(st.sampled_from("uvw"), max_size=3), st.integers(0, 3))
def test_one_edited_entry_is_named(at: int, later: list[str], after: int) -> None:
    now = [*THEN[:at], "X", *THEN[at + 1 :], *later]

    done = what_was_done(after, THEN, now)

    assert (done.deed, done.seq) in {(Deed.EDITED, after + at + 1), *_last_of_all(at, after)}


def _last_of_all(at: int, after: int) -> list[tuple[Deed, int]]:
    # What replaces the last entries cannot be told from an edit of the last one.
    return [(Deed.REWRITTEN, after + at + 1)] if at == len(THEN) - 1 else []


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 4), st.lists(st.sampled_from("uvw"), max_size=3))
def test_a_removed_entry_is_named(at: int, later: list[str]) -> None:
    done = what_was_done(0, THEN, [*THEN[:at], *THEN[at + 1 :], *later])

    assert (done.deed, done.seq, done.entries) == (Deed.REMOVED, at + 1, 1)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 5), st.integers(1, 3))
def test_inserted_entries_are_counted(at: int, count: int) -> None:
    done = what_was_done(0, THEN, [*THEN[:at], *["X"] * count, *THEN[at:]])

    assert (done.deed, done.seq, done.entries) == (Deed.INSERTED, at + 1, count)


@pytest.mark.parametrize("order", list(itertools.permutations("abcd"))[1:])
def test_the_same_entries_in_another_order_are_reordered(order: tuple[str, ...]) -> None:
    done = what_was_done(0, tuple("abcd"), order)

    assert done.deed is Deed.REORDERED


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 5))
def test_a_cut_tail_is_named_with_its_first_entry(left: int) -> None:
    done = what_was_done(0, THEN, THEN[:left])

    assert (done.deed, done.seq, done.entries) == (Deed.CUT, left + 1, 6 - left)


def test_nothing_left_is_gone_or_a_tail_of_what_was_anchored_before() -> None:
    assert what_was_done(0, THEN, ()).deed is Deed.GONE
    assert what_was_done(3, THEN, ()).deed is Deed.CUT


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from("abcxyz"), max_size=9),
    st.lists(st.sampled_from("abcxyz"), min_size=1, max_size=6),
)
def test_whatever_was_done_has_a_name_and_a_place(now: list[str], then: list[str]) -> None:
    done = what_was_done(4, then, now)

    assert 5 <= done.seq <= 5 + len(then)
    assert done.entries >= 1


@pytest.mark.parametrize("fault", [one for one in Fault if one is not Fault.DEED])
def test_every_fault_is_told_with_what_to_do(fault: Fault) -> None:
    doubt = Doubt(fault, 7, "config", detail="more of it")

    assert re.fullmatch(r"anchors?( 7)?: .+; audit stream config; more of it", sentence(doubt))
    assert remedy(doubt)


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_is_told_with_case_entry_and_anchor(deed: Deed) -> None:
    said = sentence(Doubt(Fault.DEED, 7, "case/12", Done(deed, 3, 2)))

    assert said.startswith(f"case 12: {deed}: ")
    assert said.endswith("(anchor 7)")
    assert ("3" in said) is (deed is not Deed.GONE)


def test_marks_are_parted_again() -> None:
    assert parted("0a1b2c3d4e5f6a7b") == ("0a1b2c3d", "4e5f6a7b")
