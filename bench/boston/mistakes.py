"""Tells what kind of mistake a wrong answer is: each wrong row is of the first kind that fits; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bench.boston.confusion import NOBODY, NOT_TAKEN, given_to
from bench.boston.lessons import Key, Lesson
from bench.boston.scoring import Label, Stored


class Mistake(StrEnum):
    """Why the recorded queue was not given; the order is that in which they are tried."""

    NOT_TAKEN = "the desk did not take the row: it lies outside every precinct"
    NEW_TYPE = "nobody had asked for this type before July, so a pool got it"
    NEW_QUEUE = "the recorded queue had no request of any type before July"
    NEW_TO_TYPE = "the recorded queue had no request of this type before July"
    OTHER_DISTRICT = "the recorded district is another than the map's, and its queue the recorded one"
    CHANGED = "the usual queue of type and district is another one since July, the recorded one"
    HOT_LINE = "recorded back at the hot line (INFO…)"
    ELSEWHERE = "the recorded queue is the usual one of this type in another district"
    SAME_OFFICE = "another queue of the office that was given it, neither usual here nor there"
    OTHER_OFFICE = "a queue of another office, neither usual here nor there"


@dataclass(frozen=True, slots=True)
class Known:
    """What mistakes are told by: both halves' lessons of type and district, and where the map sees a row.

    `queues` and `pairs` (type, queue) are those with a row before July.
    """

    before: Lesson
    since: Lesson
    queues: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    recorded_district: Key


def mistake(row: Label, given: str, known: Known) -> Mistake:
    """The kind of a wrong answer."""
    recorded = row["QUEUE"].strip()
    district = known.recorded_district(row)
    there = known.before.at(row["TYPE"], district)
    tried = (
        (Mistake.NOT_TAKEN, given == NOT_TAKEN),
        (Mistake.NEW_TYPE, given == NOBODY),
        (Mistake.NEW_QUEUE, recorded not in known.queues),
        (Mistake.NEW_TO_TYPE, (row["TYPE"], recorded) not in known.pairs),
        (Mistake.OTHER_DISTRICT, there == recorded),
        (Mistake.CHANGED, known.since.answer(row) == recorded),
        (Mistake.HOT_LINE, recorded.startswith("INFO")),
        (Mistake.ELSEWHERE, recorded in known.before.everywhere(row["TYPE"])),
        (Mistake.SAME_OFFICE, office(recorded) == office(given)),
    )
    return next((kind for kind, fits in tried if fits), Mistake.OTHER_OFFICE)


def office(queue: str) -> str:
    """What a queue's name begins with: `PWDx_District 1C: Downtown` is of PWDx."""
    return queue.partition("_")[0]


def mistakes(rows: Iterable[Label], stored: Mapping[str, Stored], known: Known) -> dict[Mistake, int]:
    """How many wrong rows there are of each kind; `rows` stand off the default point."""
    found = dict.fromkeys(Mistake, 0)
    for row in rows:
        given = given_to(row, stored)
        if given != row["QUEUE"].strip():
            found[mistake(row, given, known)] += 1
    return found
