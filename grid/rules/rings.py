"""Reads the rings of GeoJSON polygons, closes them, and says what is wrong with which."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
_FARTHEST = 1e12  # no system of coordinates counts that far


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a geometry: a JSON pointer below it, and a point in the system of the file."""

    what: str
    pointer: str = ""
    at: tuple[float, float] | None = None


class Hopeless(Exception):
    """Raised at what cannot be mended; carries the flaw."""

    def __init__(self, what: str, pointer: str = "") -> None:
        super().__init__(what)
        self.flaw = Flaw(what, pointer)


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed ring of at least three different points, and the JSON pointer of it."""

    pointer: str
    points: Points


@dataclass(frozen=True, slots=True)
class ReadRing:
    """What became of a ring: without `ring` it encloses nothing; `repeated` counts points said again."""

    ring: Ring | None
    flaws: tuple[Flaw, ...]
    repeated: int


def read_ring(positions: object, pointer: str) -> ReadRing:
    """A ring of a GeoJSON polygon; raises Hopeless for what is no list of finite positions."""
    points = _points(positions, pointer)
    flaws = []
    if len(points) and not np.array_equal(points[0], points[-1]):
        x, y = points[-1].tolist()
        flaws.append(Flaw("has a ring that is not closed", pointer, (x, y)))
        points = np.vstack([points, points[:1]])
    repeated = int((points[1:] == points[:-1]).all(axis=1).sum())
    if len(np.unique(points, axis=0)) < 3:
        at = (float(points[0, 0]), float(points[0, 1])) if len(points) else None
        flaws.append(Flaw("has a ring of fewer than three different points", pointer, at))
        return ReadRing(None, tuple(flaws), repeated)
    return ReadRing(Ring(pointer, points), tuple(flaws), repeated)


def _points(positions: object, pointer: str) -> Points:
    if not isinstance(positions, list):
        raise Hopeless("has a broken geometry (no list of positions)", pointer)
    for number, position in enumerate(positions):
        sound = isinstance(position, list) and len(position) >= 2
        if not sound or type(position[0]) not in (int, float) or type(position[1]) not in (int, float):
            raise Hopeless("has a broken geometry (no position of two numbers)", f"{pointer}/{number}")
    try:
        points = np.array([position[:2] for position in positions], dtype=np.float64).reshape(-1, 2)
    except OverflowError:
        points = np.full((len(positions), 2), np.inf)
    wrong = np.flatnonzero(~(np.abs(points) < _FARTHEST).all(axis=1))
    if len(wrong):
        raise Hopeless("has a coordinate that is no finite number", f"{pointer}/{wrong[0]}")
    return points
