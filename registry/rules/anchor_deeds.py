"""What was done to a chain, told by the marks an anchor kept of its entries and those they have now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import chain
from canonical import NotCanonical, canonical
from chain import Entry
from registry.rules.anchors import MARK, Covered

_NO_MARK = "-" * MARK
_UNREADABLE = "?" * MARK


class Deed(StrEnum):
    """What somebody has done to a chain, although all its hashes fit together again."""

    EDITED = "edited"  # an entry says something else
    REMOVED = "removed"  # an entry between others is gone
    INSERTED = "inserted"  # an entry stands between others that was not there
    REORDERED = "reordered"  # the same entries in another order
    CUT = "cut"  # the last entries are gone
    GONE = "gone"  # the whole chain is gone
    REWRITTEN = "rewritten"  # from here on it is another history
    PLANTED = "planted"  # an entry claims to be older than an anchor that does not know it


@dataclass(frozen=True, slots=True)
class Done:
    """A deed and the first entry it shows at; `entries` is how many it concerns."""

    deed: Deed
    seq: int
    entries: int


class Fault(StrEnum):
    """What can be wrong between anchors and the database."""

    DEED = "deed"  # a chain is not what it was: which one and how, says the deed
    MISSING = "missing"  # anchors the database knows of are not in the folder
    NOT_OURS = "not_ours"  # a file is no anchor, or not signed by us
    NOT_FOLLOWING = "not_following"  # an anchor does not follow the one before it
    UNLIKE = "unlike"  # the database knows an anchor of this number that says something else
    SET_BACK = "set_back"  # the database is older than the anchors
    NOTES = "notes"  # what the database notes as anchored is not what the anchors say


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that is wrong, and with which anchor; `detail` says more where the code does not suffice."""

    fault: Fault
    anchor: int
    chain: str = ""
    done: Done | None = None
    detail: str = ""


def mark(fields: Mapping[str, object]) -> str:
    """A few characters that tell an entry from others by what it says, wherever in the chain it stands.

    They only help to name a deed: what proves that there was one is the hash an anchor pins.
    """
    told = {name: value for name, value in fields.items() if name != "seq"}
    try:
        return chain.sm3(canonical(told)).hex()[:MARK]
    except NotCanonical:
        # What nobody could have written is like no entry that was.
        return _UNREADABLE


def covering(chain: str, after: int, entries: Sequence[Entry]) -> Covered:
    """What an anchor says of a chain with these entries after `after`, of which there is one at least."""
    last = entries[-1]
    marks = {entry.seq: mark(entry.fields) for entry in entries}
    # Where the chain is broken already, a missing entry still takes its place.
    told = "".join(marks.get(seq, _NO_MARK) for seq in range(after + 1, last.seq + 1))
    return Covered(chain, after, last.seq, last.hash, told)


def parted(marks: str) -> tuple[str, ...]:
    """The marks of single entries out of those of an anchor."""
    return tuple(marks[at : at + MARK] for at in range(0, len(marks), MARK))


def what_was_done(after: int, then: Sequence[str], now: Sequence[str]) -> Done:
    """What happened to the entries after `after`, which had the marks `then` and now have `now`.

    `now` goes on to the end of the chain. To be asked only where the hash at the last of `then` is another
    than the one that was anchored.
    """
    if not now:
        return Done(Deed.CUT if after else Deed.GONE, after + 1, len(then))
    same = next((at for at, pair in enumerate(zip(then, now, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        missing = len(then) - len(now)
        if missing > 0:
            return Done(Deed.CUT, after + len(now) + 1, missing)
        # All say the same, and still the hash is another one: what comes before was changed along.
        return Done(Deed.REWRITTEN, after + 1, len(then))
    return _differing(after, same, list(then[same:]), list(now[same:]))


def _differing(after: int, same: int, then: list[str], now: list[str]) -> Done:
    first, length = after + same + 1, len(then)
    if sorted(now[:length]) == sorted(then):
        changed = [at for at in range(length) if now[at] != then[at]]
        return Done(Deed.REORDERED, first, changed[-1] + 1)
    if length > 1 and now[1:length] == then[1:]:
        return Done(Deed.EDITED, first, 1)
    removed = _shift(then, now)
    if removed is not None:
        return Done(Deed.REMOVED, first, removed)
    inserted = _shift(now, then)
    if inserted is not None:
        return Done(Deed.INSERTED, first, inserted)
    if length == 1 and len(now) >= 1:
        return Done(Deed.EDITED, first, 1)
    return Done(Deed.REWRITTEN, first, length)


def _shift(longer: list[str], shorter: list[str]) -> int | None:
    """How many entries `longer` has at its beginning that `shorter` lacks, where the rest agrees."""
    for count in range(1, len(longer)):
        rest = longer[count:]
        common = min(len(rest), len(shorter))
        if common and rest[:common] == shorter[:common]:
            return count
    return None
