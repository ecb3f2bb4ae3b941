"""Learns who answers as the desk does, but from whatever columns one likes, and says what that would gain."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bench.boston.scoring import Label

Key = Callable[[Label], str]  # what of a row decides beside its type; empty for a row that does not say


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked of the past: the usual queue of a type and a key, of at least so many that agree."""

    key: Key
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned: the special before the general, and the usual queue of the type in the end."""

    steps: tuple[tuple[Key, Mapping[tuple[str, str], str]], ...]
    usual: Mapping[str, str]

    def answer(self, row: Label) -> str:
        """The queue for a row; empty for a type nobody has seen."""
        for key, known in self.steps:
            if found := known.get((row["TYPE"], key(row))):
                return found
        return self.usual.get(row["TYPE"], "")

    def at(self, kind: str, key: str) -> str:
        """The queue of a type where the first thing asked says `key`; empty for a type nobody has seen."""
        return self.steps[0][1].get((kind, key)) or self.usual.get(kind, "")

    def everywhere(self, kind: str) -> set[str]:
        """Every queue that is usual for a type somewhere."""
        somewhere = {queue for (of, _), queue in self.steps[0][1].items() if of == kind}
        return somewhere | {self.usual.get(kind, "")}


def learned(past: Iterable[Label], steps: Sequence[Step]) -> Lesson:
    """The lesson of past rows, by the desk's rule for what is usual and for what is equally frequent.

    A key that only repeats the next step's answer counts all the same: it stands before that step.
    """
    rows = list(past)
    of_type: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        of_type[row["TYPE"]][row["QUEUE"].strip()] += 1
    usual = {kind: _usual(counts, counts) for kind, counts in of_type.items()}
    return Lesson(tuple((step.key, _known(rows, step, of_type)) for step in steps), usual)


def _known(
    rows: Iterable[Label], step: Step, of_type: Mapping[str, Counter[str]]
) -> dict[tuple[str, str], str]:
    somewhere: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if key := step.key(row):
            somewhere[row["TYPE"], key][row["QUEUE"].strip()] += 1
    chosen = {pair: _usual(counts, of_type[pair[0]]) for pair, counts in somewhere.items()}
    return {pair: queue for pair, queue in chosen.items() if somewhere[pair][queue] >= step.minimum}


def _usual(counts: Counter[str], of_type: Counter[str]) -> str:
    """The most frequent; of equals the more frequent of the type, then the first by name."""
    return min(counts, key=lambda name: (-counts[name], -of_type[name], name))


class Answering(Protocol):
    """Whatever has an answer for a row."""

    def answer(self, row: Label) -> str:
        """The queue for a row."""


def right(rows: Iterable[Label], lesson: Answering) -> int:
    """How many rows a lesson sends to the recorded queue."""
    return sum(lesson.answer(row) == row["QUEUE"].strip() for row in rows)
