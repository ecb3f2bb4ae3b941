"""For each type of request: how many went to the recorded queue, and where the others went instead; pure."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.boston.scoring import Label, Stored, on_default_point

NOT_TAKEN, NOBODY = "(not taken in)", "(pool of what was never seen)"
_PAIRS = 5  # of queues, in the report


@dataclass(slots=True)
class OfType:
    """One type of request: rows off the default point, those that went to the recorded queue, and the rest.

    `confused` counts pairs of the recorded queue and the one given.
    """

    name: str
    rows: int = 0
    right: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def wrong(self) -> int:
        return self.rows - self.right

    @property
    def share(self) -> float:
        return self.right / self.rows

    @property
    def pairs(self) -> list[tuple[tuple[str, str], int]]:
        """The pairs met most, of equals the first by name."""
        return sorted(self.confused.items(), key=lambda one: (-one[1], one[0]))


def given_to(row: Label, stored: Mapping[str, Stored]) -> str:
    """The queue a row went to, or in brackets why it went to none."""
    one = stored.get(row["CASE_ENQUIRY_ID"])
    return NOT_TAKEN if one is None else one.handler or NOBODY


def by_type(rows: Iterable[Label], stored: Mapping[str, Stored]) -> list[OfType]:
    """Every type there is, those with the most wrong rows first."""
    found: dict[str, OfType] = {}
    for row in rows:
        if on_default_point(row):
            continue
        of = found.setdefault(row["TYPE"], OfType(row["TYPE"]))
        recorded, given = row["QUEUE"].strip(), given_to(row, stored)
        of.rows += 1
        if recorded == given:
            of.right += 1
        else:
            of.confused[recorded, given] += 1
    return sorted(found.values(), key=lambda one: (-one.wrong, one.name))


def write(types: Iterable[OfType], path: Path) -> None:
    """One line for each type, with the pairs of queues met most."""
    pairs = [f"{what}_{place}" for place in range(1, _PAIRS + 1) for what in ("recorded", "given", "rows")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("type", "rows", "right", "share", *pairs))
        for one in types:
            told = [cell for (pair, count) in one.pairs[:_PAIRS] for cell in (*pair, count)]
            writer.writerow((one.name, one.rows, one.right, f"{one.share:.4f}", *told))
