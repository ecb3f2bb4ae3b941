"""Verification of a chain finds an edit, a gap, a fork and a cut tail, each where it stands."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import chain
from chain import Break, Entry, Fault, Head


def a_chain(length: int, history: str = "first") -> list[Entry]:
    entries, previous = [], chain.ZERO
    for seq in range(1, length + 1):
        fields = {"seq": seq, "data": {"history": history}}
        entries.append(Entry(seq, previous, chain.link(previous, fields), fields))
        previous = entries[-1].hash
    return entries


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].seq, entries[-1].hash)


@given(st.integers(0, 12))
def test_an_untouched_chain_holds(length: int) -> None:
    entries = a_chain(length)

    assert chain.verify(entries, head_of(entries) if entries else chain.BEGINNING) == ()


@given(st.integers(1, 9))
def test_an_edited_entry_is_found(seq: int) -> None:
    entries = a_chain(9)
    entries[seq - 1] = replace(entries[seq - 1], fields={"seq": seq, "data": {"history": "nicer"}})

    assert chain.verify(entries) == (Break(Fault.EDIT, seq),)


def test_an_entry_edited_to_something_unspeakable_is_found() -> None:
    entries = a_chain(3)
    entries[1] = replace(entries[1], fields={"seq": 2, "data": 1.5})

    assert chain.verify(entries) == (Break(Fault.EDIT, 2),)


@given(st.integers(1, 8))
def test_an_edit_that_renews_its_own_hash_shows_at_the_next_entry(seq: int) -> None:
    entries = a_chain(9)
    fields = {"seq": seq, "data": {"history": "nicer"}}
    old = entries[seq - 1]
    entries[seq - 1] = replace(old, fields=fields, hash=chain.link(old.prev_hash, fields))

    assert chain.verify(entries) == (Break(Fault.FORK, seq + 1),)


@given(st.integers(1, 8))
def test_a_missing_entry_is_found(seq: int) -> None:
    entries = a_chain(9)
    del entries[seq - 1]

    assert chain.verify(entries, head_of(entries)) == (Break(Fault.GAP, seq + 1),)


def test_two_entries_with_one_number_are_a_fork() -> None:
    entries = a_chain(3)
    fields = {"seq": 2, "data": {"history": "second"}}
    rival = Entry(2, entries[0].hash, chain.link(entries[0].hash, fields), fields)

    breaks = chain.verify([entries[0], entries[1], rival, entries[2]])

    assert breaks == (Break(Fault.FORK, 2), Break(Fault.FORK, 3))


@given(st.integers(0, 8))
def test_a_cut_tail_is_found_against_the_known_head(kept: int) -> None:
    entries = a_chain(9)

    assert chain.verify(entries[:kept], head_of(entries)) == (Break(Fault.CUT, 9),)


def test_a_history_written_anew_from_the_beginning_does_not_pass_the_known_head() -> None:
    known = head_of(a_chain(4, "first"))

    assert chain.verify(a_chain(6, "second"), known) == (Break(Fault.FORK, 4),)


def test_entries_after_the_known_head_are_welcome() -> None:
    entries = a_chain(6)

    assert chain.verify(entries, head_of(entries[:4])) == ()


def test_a_chain_can_be_read_on_from_an_anchor() -> None:
    entries = a_chain(6)

    assert chain.verify(entries[4:], head_of(entries), start=head_of(entries[:4])) == ()


def test_a_chain_read_on_from_an_anchor_must_follow_it() -> None:
    entries, rival = a_chain(6, "first"), a_chain(4, "second")

    assert chain.verify(entries[4:], start=head_of(rival)) == (Break(Fault.FORK, 5),)


def test_every_break_is_told_and_not_only_the_first() -> None:
    entries = a_chain(9)
    entries[1] = replace(entries[1], fields={"seq": 2})
    del entries[5]

    breaks = chain.verify(entries[:-1], head_of(entries))

    assert breaks == (Break(Fault.EDIT, 2), Break(Fault.GAP, 7), Break(Fault.CUT, 9))
