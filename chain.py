"""Canonical bytes, SM3 and the hash chain that both append-only journals are built on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
from cryptography.hazmat.primitives import hashes, hmac

ZERO = bytes(32)
DEEPEST = 32
_AS_THEY_ARE = frozenset((str, bool, type(None)))
_ENCODER = msgspec.json.Encoder(order="sorted")
_SM3 = hashes.SM3()
_EMPTY = hashes.Hash(_SM3)


class NotCanonical(ValueError):
    """Raised when a value has no single spelling in bytes; `path` says where in the value it stands."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(f"{path or 'value'}: {reason}")
        self.reason = reason
        self.path = path

    def inside(self, step: str) -> "NotCanonical":
        """The same finding, told from one container further out."""
        glue = "" if not self.path or self.path.startswith("[") else "."
        return NotCanonical(self.reason, f"{step}{glue}{self.path}")


def canonical(value: object) -> bytes:
    """The one spelling of a value: JSON in UTF-8 without spaces, keys sorted by code point.

    Taken are str, int (up to 64 bits), bool, None, list, tuple (as a list), dict with text keys, and aware
    datetimes, written in UTC with six digits of fraction and `Z`. Only what JSON demands is escaped.
    Raises NotCanonical for anything else: floats, naive datetimes, bytes, lone surrogates, deep nesting.
    """
    try:
        return _ENCODER.encode(_plain(value, 0))
    except UnicodeEncodeError as error:
        raise NotCanonical("a lone surrogate is not a character") from error


def _plain(value: object, depth: int) -> object:
    # Only here is refused what the encoder would let through, so every type it may meet is named here.
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if depth >= DEEPEST:
        raise NotCanonical(f"nested deeper than {DEEPEST}")
    if isinstance(value, dict):
        return _plain_object(value, depth + 1)
    if isinstance(value, list | tuple):
        return [_plain_inside(item, f"[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, int):
        return _whole_number(int(value))
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        raise NotCanonical("a float has no single spelling; give a whole number or text")
    raise NotCanonical(f"{kind.__name__} has no canonical form")


def _plain_object(fields: dict[object, object], depth: int) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in fields.items():
        if not isinstance(key, str):
            raise NotCanonical(f"a key of type {type(key).__name__}; keys are text")
        # Spelled out once more: most values end here, and this runs for every journal entry.
        plain[key] = item if type(item) in _AS_THEY_ARE else _plain_inside(item, key, depth)
    return plain


def _plain_inside(value: object, step: str, depth: int) -> object:
    try:
        return _plain(value, depth)
    except NotCanonical as error:
        raise error.inside(step) from None


def _whole_number(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise NotCanonical("a whole number beyond 64 bits")
    return value


def _instant(value: datetime) -> str:
    if value.tzinfo is not UTC:
        if value.utcoffset() is None:
            raise NotCanonical("a datetime without a time zone")
        value = value.astimezone(UTC)
    return f"{value.isoformat(timespec='microseconds')[:26]}Z"


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
