"""Mending keeps the ground that the rings enclose, and makes nothing of what encloses none."""

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from grid.rules.mending import mended

SQUARE = shapely.box(0, 0, 4, 4)


def a_polygon(*boxes: tuple[int, int, int, int]) -> shapely.Polygon:
    outer, *inner = (shapely.box(*box).exterior.coords for box in boxes)
    return shapely.Polygon(outer, inner)


@pytest.mark.parametrize(
    ("drawn", "ground"),
    [
        (shapely.Polygon([(0, 0), (4, 4), (4, 0), (0, 4)]), 8),
        (shapely.MultiPolygon([SQUARE, shapely.box(1, 1, 2, 2)]), 16),
        (shapely.MultiPolygon([SQUARE, shapely.box(2, 0, 6, 4)]), 24),
        (a_polygon((0, 0, 4, 4), (10, 10, 12, 12)), 20),
        (a_polygon((0, 0, 4, 4), (1, 1, 2, 2), (10, 10, 14, 14), (11, 11, 12, 12)), 30),
        (a_polygon((1, 1, 2, 2), (0, 0, 4, 4)), 15),
        (a_polygon((0, 0, 4, 4), (3, 1, 5, 2)), 15),
        (shapely.Polygon([(0, 0), (4, 0), (2, 0), (0, 0)]), 0),
    ],
    ids=[
        "a ring that crosses itself", "a part within a part", "parts that overlap", "rings beside the first",
        "parts and their holes in one polygon", "a first ring within the second", "a hole over the edge",
        "a line there and back",
    ],
)  # fmt: skip
def test_what_is_mended_is_valid_and_covers(drawn: BaseGeometry, ground: float) -> None:
    made = mended(drawn)

    assert made.is_valid
    assert made.geom_type in ("Polygon", "MultiPolygon")
    assert made.area == ground


def test_what_is_sound_stays_what_it_is() -> None:
    assert mended(SQUARE) is SQUARE
