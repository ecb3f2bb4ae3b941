"""The levels a city's map is layered in and the paths that say what lies in what."""

from collections.abc import Sequence
from enum import StrEnum


class Level(StrEnum):
    """Levels from the whole city down to the unit cell; a city may use fewer (`domain.md` B)."""

    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    GRID = "GRID"
    CELL = "CELL"

    @property
    def depth(self) -> int:
        """0 for the city, growing downwards."""
        return _DEPTHS[self]


_DEPTHS = {level: depth for depth, level in enumerate(Level)}


def fits_a_path(code: str) -> bool:
    """Whether an area may have this code: something, without what parts codes in a path (`/`) and without
    what stands for anything in a pattern of the database (`%` and `_`)."""
    return bool(code) and not set(code) & set("/%_")


def path_of(codes: Sequence[str]) -> str:
    """The path of the last area: the codes of the chain from the city down, each followed by `/`."""
    return "".join(f"{code}/" for code in codes)


def codes_in(path: str) -> tuple[str, ...]:
    """The codes a path is made of, from the city down."""
    return tuple(path.removesuffix("/").split("/")) if path else ()


def lies_in(path: str, area_path: str) -> bool:
    """Whether the area at `path` is the area at `area_path` or lies in it."""
    return path.startswith(area_path)
