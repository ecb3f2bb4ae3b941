"""SM3, commitments, and the hash chain that both append-only journals are built on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac

from canonical import NotCanonical, canonical

ZERO = bytes(32)
_SM3 = hashes.SM3()
_EMPTY = hashes.Hash(_SM3)


def sm3(data: bytes) -> bytes:
    """The SM3 digest (GB/T 32905), 32 bytes."""
    # A copy of an empty state costs half of a new one.
    state = _EMPTY.copy()
    state.update(data)
    return state.finalize()


def keyed_sm3(key: bytes) -> Callable[[bytes], bytes]:
    """HMAC-SM3 with the key set up once; for callers that take many digests under one key."""
    prepared = hmac.HMAC(key, _SM3)

    def digest(data: bytes) -> bytes:
        state = prepared.copy()
        state.update(data)
        return state.finalize()

    return digest


# For the few keys an installation keeps: to set one up costs several times as much as a digest.
kept_sm3 = lru_cache(maxsize=4)(keyed_sm3)


def hmac_sm3(key: bytes, data: bytes) -> bytes:
    """HMAC (RFC 2104) over SM3, 32 bytes."""
    return keyed_sm3(key)(data)


def commitment(salt: bytes, text: str) -> str:
    """A promise about a text that tells nothing of it: HMAC-SM3 under a random salt, in hex.

    The salt is kept and erased with the text; 16 bytes or more, else ValueError.
    Raises NotCanonical for a lone surrogate.
    """
    if len(salt) < 16:
        raise ValueError("a commitment needs a salt of 16 bytes or more")
    try:
        return hmac_sm3(salt, text.encode()).hex()
    except UnicodeEncodeError as error:
        raise NotCanonical("a lone surrogate is not a character") from error


def link(prev_hash: bytes, fields: Mapping[str, object]) -> bytes:
    """The hash of an entry: SM3 over its predecessor's hash and canonical fields; the first follows ZERO."""
    if len(prev_hash) != len(ZERO):
        raise ValueError("a previous hash is 32 bytes")
    return sm3(prev_hash + canonical(dict(fields)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored entry of a chain: what it says of itself, and the fields its hash was taken over."""

    seq: int
    prev_hash: bytes
    hash: bytes
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Head:
    """A point of a chain known from elsewhere: a case row, an anchor; BEGINNING is before the first entry."""

    seq: int
    hash: bytes


BEGINNING = Head(0, ZERO)


class Fault(StrEnum):
    """How a chain can be broken."""

    EDIT = "edit"  # the fields no longer give the hash
    GAP = "gap"  # entries are missing before this one
    FORK = "fork"  # this one does not follow the entry before it, or another history took its place
    CUT = "cut"  # the chain ends before a head that is known


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a chain does not hold; `seq` is the entry at which it shows."""

    fault: Fault
    seq: int


def verify(
    entries: Iterable[Entry], expected: Head | None = None, start: Head = BEGINNING
) -> tuple[Break, ...]:
    """Every break of one chain, in order; nothing means it holds.

    Entries come in order of `seq`, beginning after `start` (an anchor, when only newer ones are read). With
    `expected`, the chain must pass through that head; entries after it are welcome.
    """
    breaks: list[Break] = []
    last, met = start, expected is None or expected == start
    for entry in entries:
        breaks += _faults(entry, last)
        if expected is not None and entry.seq == expected.seq:
            met = True
            if entry.hash != expected.hash:
                breaks.append(Break(Fault.FORK, entry.seq))
        last = Head(entry.seq, entry.hash)
    if expected is not None and not met:
        breaks.append(Break(Fault.CUT, expected.seq))
    return tuple(dict.fromkeys(breaks))


def _faults(entry: Entry, last: Head) -> list[Break]:
    found = []
    if entry.seq > last.seq + 1:
        found.append(Fault.GAP)
    elif entry.seq <= last.seq or entry.prev_hash != last.hash:
        found.append(Fault.FORK)
    if not _holds(entry):
        found.append(Fault.EDIT)
    return [Break(fault, entry.seq) for fault in found]


def _holds(entry: Entry) -> bool:
    try:
        return link(entry.prev_hash, entry.fields) == entry.hash
    except ValueError:
        # What could not have been written is not what was written.
        return False
