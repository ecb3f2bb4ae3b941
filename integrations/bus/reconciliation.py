"""Compares what a subscriber says it has with what it was told: cases by counts and hashes, then entries."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tally:
    """A case as one side has it: how many entries, the last one, SHA-256 of the messages, one per line."""

    count: int
    last_seq: int
    hash: str


NOTHING = Tally(0, 0, hashlib.sha256(b"").hexdigest())


class Differs(StrEnum):
    """How the two sides can differ about a case."""

    MISSING = "missing"  # the subscriber lacks entries it was told of
    SURPLUS = "surplus"  # the subscriber has entries it was not told of
    CHANGED = "changed"  # as many entries, but not the same


@dataclass(frozen=True, slots=True)
class Difference:
    """A case about which the two sides differ."""

    case_no: str
    differs: Differs
    ours: Tally
    theirs: Tally


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a case about which the two sides differ, by number.

    `altered` are there with another content, or more than once; `surplus` were never told.
    """

    missing: tuple[int, ...]
    altered: tuple[int, ...]
    surplus: tuple[int, ...]

    @property
    def first_to_mend(self) -> int | None:
        """The entry from which on the subscriber has to be told again, None where it has all of it."""
        return min((*self.missing, *self.altered), default=None)


def tally(messages: Sequence[bytes]) -> Tally:
    """What a case's messages, in order from the first, amount to."""
    return Tally(len(messages), len(messages), hashlib.sha256(b"\n".join(messages)).hexdigest())


def compare(ours: Mapping[str, Tally], theirs: Mapping[str, Tally]) -> list[Difference]:
    """Every case about which the two sides differ, by case number."""
    return [
        Difference(case_no, differs, here, there)
        for case_no in sorted(ours.keys() | theirs.keys())
        for here, there in [(ours.get(case_no, NOTHING), theirs.get(case_no, NOTHING))]
        for differs in _differs(here, there)
    ]


def _differs(ours: Tally, theirs: Tally) -> Iterable[Differs]:
    if theirs.count < ours.count:
        yield Differs.MISSING
    elif theirs.count > ours.count:
        yield Differs.SURPLUS
    elif theirs != ours:
        yield Differs.CHANGED


def entry_for_entry(told: Sequence[bytes], theirs: Sequence[tuple[int, bytes | None]]) -> Entries:
    """Where a case's messages, in order from the first, are not what the subscriber has of it.

    `theirs` are sequence and message, None for what cannot be a message of ours.
    """
    times = Counter(seq for seq, _ in theirs)
    held = dict(theirs)
    numbered = dict(enumerate(told, start=1))
    return Entries(
        missing=tuple(seq for seq in numbered if seq not in held),
        altered=tuple(
            seq for seq, body in numbered.items() if seq in held and (held[seq] != body or times[seq] > 1)
        ),
        surplus=tuple(sorted(seq for seq in times if seq not in numbered)),
    )
