"""What the next anchor says, in which bytes it is signed, and whether one follows another."""

from datetime import datetime

import msgspec

import chain
from chain import ZERO
from registry.rules.anchors import FORMAT, MARK, NONE, Anchor, Covered, Known, Restart, Totals, is_case


class MalformedAnchor(ValueError):
    """Raised when the bytes of an anchor are not what this or an older version of ours has written."""


def spelled(anchor: Anchor) -> bytes:
    """The one line of JSON an anchor is signed as; hashes are in base64."""
    return msgspec.json.encode(anchor)


def read(body: bytes) -> Anchor:
    """An anchor from its line; raises MalformedAnchor unless the line is the one spelling of it."""
    try:
        anchor = msgspec.json.decode(body, type=Anchor)
    except (msgspec.DecodeError, ValueError) as error:
        raise MalformedAnchor("it is not what an anchor looks like") from error
    if anchor.format != FORMAT or spelled(anchor) != body or not all(map(_whole, anchor.covered)):
        raise MalformedAnchor("it is not spelled as this version spells anchors")
    return anchor


def _whole(one: Covered) -> bool:
    return 0 <= one.after < one.seq and len(one.marks) == MARK * (one.seq - one.after)


def digest(body: bytes) -> bytes:
    """What the next anchor says of this one: SM3 over its line."""
    return chain.sm3(body)


def known(anchor: Anchor) -> Known:
    """The anchor without its chains."""
    return Known(anchor.number, anchor.at, digest(spelled(anchor)), anchor.totals, anchor.complete)


def next_anchor(
    last: Known | None, at: datetime, covered: tuple[Covered, ...], restart: Restart | None = None
) -> Anchor:
    """The anchor that follows `last` at `at` (UTC); complete, unless the caller says otherwise."""
    ordered = tuple(sorted(covered, key=lambda one: one.chain))
    before = NONE if last is None or (restart and restart.missing) else last.totals
    return Anchor(
        1 if last is None else last.number + 1,
        at,
        ZERO if last is None else last.digest,
        summed(before, ordered, restart),
        True,
        ordered,
        restart,
    )


def summed(before: Totals, covered: tuple[Covered, ...], restart: Restart | None = None) -> Totals:
    """The totals after these chains have moved, and others were given up."""
    given_up = restart.given_up if restart else ()
    numbers = [before.cases, before.entries, before.streams, before.records]
    for one in covered:
        of = 0 if is_case(one.chain) else 2
        numbers[of] += one.after == 0
        numbers[of + 1] += one.seq - one.after
    for lost in given_up:
        of = 0 if is_case(lost.chain) else 2
        numbers[of] -= lost.left == 0
        numbers[of + 1] -= lost.known - lost.left
    return Totals(*numbers)


def follows(anchor: Anchor, last: Known | None) -> str | None:
    """Why an anchor does not follow the one before it; None where it does."""
    if anchor.previous != (last.digest if last else ZERO):
        return "it follows another anchor than the one before it"
    anew = last is None or (anchor.restart is not None and anchor.restart.missing is not None)
    before = NONE if anew or last is None else last.totals
    if anchor.totals != summed(before, anchor.covered, anchor.restart):
        return "its totals are not those of the anchor before it and its own"
    return None
