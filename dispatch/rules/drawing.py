"""Draws the cases that are looked at again: the same case always the same, a set share of all of them."""

from decimal import Decimal


def drawn(mark: int, share: Decimal) -> bool:
    """Whether the case with this mark is among the `share` (0 to 1) that is drawn.

    `mark` is a signed 64-bit number nobody can work out beforehand, e.g. a keyed hash of the case's id.
    """
    return mark + 2**63 < share * 2**64
