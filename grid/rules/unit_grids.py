"""Codes of unit grids: what they are made of, and the order they are numbered in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grid.errors import BadCode
from grid.rules.codes import Division, DivisionLevel, division


@dataclass(frozen=True, slots=True)
class UnitGrid:
    """A cell of the unit grid: its community and its number there, 1 to 999."""

    community: Division
    sequence: int

    @property
    def code(self) -> str:
        """15 digits: division 6, street or town 3, community 3, sequence 3 (GB/T 30428.1-2013)."""
        return f"{self.community.code}{self.sequence:03}"


def unit_grid(community: str, sequence: int) -> UnitGrid:
    """The cell with this number in a community (12 digits); raises BadCode when either cannot be."""
    found = division(community)
    if found.level is not DivisionLevel.COMMUNITY:
        raise BadCode(community, "a cell lies in a community, 12 digits")
    if not 1 <= sequence <= 999:
        raise BadCode(community, f"cells of a community are numbered 1 to 999, not {sequence}")
    return UnitGrid(found, sequence)


def parse_unit_grid(code: str) -> UnitGrid:
    """Reads a cell's code of 15 digits (GB/T 30428.1-2013); raises BadCode."""
    if not re.fullmatch("[0-9]{15}", code):
        raise BadCode(code, "a cell has 15 digits")
    return unit_grid(code[:12], int(code[12:]))


def numbering_order(places: Sequence[tuple[float, float]], row_height: float) -> list[int]:
    """The order in which cells of one community are numbered: west to east in rows, rows from north to south.

    `places` are (lon, lat) in degrees or (x, y) in metres, one inner point per cell; `row_height` is in the
    same unit. Returns indexes into `places`; cells at the very same place keep the order they came in. Rows
    are counted from the northernmost place, so the same cells are always numbered alike.
    """
    if not places:
        return []
    north = max(lat for _, lat in places)
    return sorted(
        range(len(places)), key=lambda index: ((north - places[index][1]) // row_height, places[index][0])
    )
