"""The tiles a map is served in: which there are, and what part of the earth each shows."""

from dataclasses import dataclass
from math import atan, degrees, pi, sinh

from grid.errors import NoSuchTile

DEEPEST = 16  # a cell fills a good part of such a tile; whoever looks closer enlarges it
EXTENT = 4096  # units along the side of a tile
MARGIN = 64  # units drawn beyond it, so that lines do not end at its edge


@dataclass(frozen=True, slots=True)
class Box:
    """The ground between two meridians and two parallels, in degrees of EPSG:4326."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of the usual pyramid over Web Mercator (EPSG:3857); `y` counts from the north.

    Raises NoSuchTile for a zoom or a place the pyramid does not have.
    """

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not 0 <= self.z <= DEEPEST:
            raise NoSuchTile(f"zoom {self.z} is not between 0 and {DEEPEST}")
        if not (0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z):
            raise NoSuchTile(f"zoom {self.z} has no tile {self.x}, {self.y}")

    def box(self, margin: int = 0) -> Box:
        """What it shows with so many units around it; at the edge of the world there is nothing around."""
        around = margin / EXTENT
        return Box(
            self._longitude(self.x - around),
            self._latitude(self.y + 1 + around),
            self._longitude(self.x + 1 + around),
            self._latitude(self.y - around),
        )

    def _longitude(self, x: float) -> float:
        return max(-180.0, min(180.0, x / (1 << self.z) * 360 - 180))

    def _latitude(self, y: float) -> float:
        share = max(0.0, min(1.0, y / (1 << self.z)))
        return degrees(atan(sinh(pi * (1 - 2 * share))))
