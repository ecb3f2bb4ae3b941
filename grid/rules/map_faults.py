"""How a map can be wrong, for those who only tell of it: the proof itself needs much to be loaded."""

from enum import StrEnum


class FaultKind(StrEnum):
    """How a map can be wrong."""

    INVALID = "INVALID"  # the outline crosses itself or is no outline
    OVERLAP = "OVERLAP"  # two areas of one level share ground
    GAP = "GAP"  # ground of an area that belongs to none of its children
    OUTSIDE_PARENT = "OUTSIDE_PARENT"  # ground of a child that does not belong to its parent
    ADDRESS_NOWHERE = "ADDRESS_NOWHERE"  # an address in no lowest area
    ADDRESS_TWICE = "ADDRESS_TWICE"  # an address inside two lowest areas
