"""Tiles cover the world without gap or overlap, and no others exist."""

import pytest

from grid.errors import NoSuchTile
from grid.rules.tiles import DEEPEST, MARGIN, Tile


@pytest.mark.parametrize(
    ("z", "x", "y"), [(-1, 0, 0), (DEEPEST + 1, 0, 0), (0, 1, 0), (3, -1, 0), (3, 0, 8), (10**9, 0, 0)]
)
def test_what_the_pyramid_does_not_have_is_no_tile(z: int, x: int, y: int) -> None:
    with pytest.raises(NoSuchTile):
        Tile(z, x, y)


def test_the_one_tile_of_zoom_nought_shows_the_world_of_web_mercator() -> None:
    box = Tile(0, 0, 0).box()

    assert (box.west, box.east) == (-180, 180)
    assert box.north == pytest.approx(85.0511287798066)
    assert box.south == pytest.approx(-85.0511287798066)


def test_neighbours_share_their_edge() -> None:
    tile, eastern, southern = Tile(5, 26, 13).box(), Tile(5, 27, 13).box(), Tile(5, 26, 14).box()

    assert tile.east == eastern.west
    assert tile.south == southern.north


def test_rows_count_from_the_north() -> None:
    assert Tile(1, 0, 0).box().south == pytest.approx(0)


def test_a_margin_reaches_beyond_the_edge_but_not_beyond_the_world() -> None:
    inside, corner = Tile(5, 26, 13), Tile(5, 0, 0)

    assert inside.box(MARGIN).west == pytest.approx(inside.box().west - 360 / 32 * MARGIN / 4096)
    assert corner.box(MARGIN).west == -180
    assert corner.box(MARGIN).north == corner.box().north
