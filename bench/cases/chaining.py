"""Chains copies of a case's journal quickly: of each entry only the case and the time of writing differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from canonical import canonical
from chain import ZERO, sm3
from dispatch.journal import NewEntry, hashed_fields

_ID, _RECORDED = 8_888_888_888_888_888_888, datetime(1888, 8, 8, 8, 8, 8, 888888, UTC)
Link = tuple[int, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Pattern:
    """The canonical bytes of an entry without the number of its case and the time it was recorded."""

    head: bytes
    middle: bytes
    tail: bytes


def pattern(seq: int, entry: NewEntry) -> Pattern:
    """The entry as it is hashed, cut at what differs between copies; raises ValueError where it cannot be."""
    whole = canonical(hashed_fields(_ID, seq, _RECORDED, entry))
    head, rest = whole.split(str(_ID).encode())
    middle, tail = rest.split(canonical(_RECORDED))
    return Pattern(head, middle, tail)


def chained(case_id: int, recorded_at: datetime, patterns: Sequence[Pattern]) -> list[Link]:
    """Number, predecessor's hash and own hash of each entry of a copy."""
    own, recorded = str(case_id).encode(), canonical(recorded_at)
    links: list[Link] = []
    before = ZERO
    for seq, one in enumerate(patterns, 1):
        digest = sm3(b"".join((before, one.head, own, one.middle, recorded, one.tail)))
        links.append((seq, before, digest))
        before = digest
    return links
