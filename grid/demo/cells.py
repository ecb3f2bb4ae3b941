"""Numbers the cells of a community from west to east and north to south and joins them to grids."""

from dataclasses import dataclass

import numpy as np

from grid.demo.allotment import Beside, Claim, allot
from grid.demo.mesh import Indexes, Mesh

_CELLS_PER_GRID = 16
_ROW = 110.0  # metres; cells whose middles lie in one such band are numbered as one row


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one community: face numbers in the order of their codes, and the grid (from 0) of each."""

    faces: Indexes
    grid: Indexes


def cells_of(mesh: Mesh, beside: Beside, faces: Indexes) -> Cells:
    """How one community is numbered (`domain.md` C4) and divided among grid workers."""
    centres = mesh.centres[faces]
    rows = -np.floor(centres[:, 1] / _ROW)
    ordered = faces[np.lexsort((centres[:, 0], rows))]
    groups = _halved(mesh, ordered, max(1, round(len(ordered) / _CELLS_PER_GRID)))
    claims = [Claim(mesh.centres[group].mean(axis=0)[None, :], mesh.areas[group].sum()) for group in groups]
    grid = allot(mesh, beside, ordered, claims)[ordered]
    return Cells(ordered, _renumbered(grid))


def _halved(mesh: Mesh, faces: Indexes, parts: int) -> list[Indexes]:
    if parts == 1:
        return [faces]
    centres = mesh.centres[faces]
    wide, high = np.ptp(centres, axis=0)
    ordered = faces[np.argsort(centres[:, 0] if wide >= high else -centres[:, 1], kind="stable")]
    first = parts // 2
    at = round(len(ordered) * first / parts)
    return _halved(mesh, ordered[:at], first) + _halved(mesh, ordered[at:], parts - first)


def _renumbered(grid: Indexes) -> Indexes:
    """Grid numbers without holes, in the order in which their first cells come."""
    order = list(dict.fromkeys(int(number) for number in grid))
    place = {number: index for index, number in enumerate(order)}
    return np.array([place[int(number)] for number in grid])
