"""Areas hang below what they lie in most, and upper areas are the sum of what hangs below them."""

import pytest
import shapely

from grid.errors import MapNotNested
from grid.rules.levels import Level, codes_in, lies_in, path_of
from grid.rules.nesting import Hanging, by_largest_overlap, joined
from grid.rules.shapes import AreaShape, nested

LEFT, RIGHT = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
SQUARE = shapely.box(0, 0, 1, 1)


def test_an_area_hangs_below_the_one_that_covers_most_of_it() -> None:
    (hanging,) = by_largest_overlap([shapely.box(7, 0, 17, 10)], [LEFT, RIGHT])

    assert hanging.parent == 1
    assert hanging.share == pytest.approx(0.7)


def test_of_two_that_cover_the_same_the_first_is_taken() -> None:
    (hanging,) = by_largest_overlap([shapely.box(5, 0, 15, 10)], [LEFT, RIGHT])

    assert hanging.parent == 0
    assert hanging.share == pytest.approx(0.5)


def test_an_area_in_none_hangs_below_the_nearest_and_says_so() -> None:
    away, touching = by_largest_overlap([shapely.box(25, 0, 26, 1), shapely.box(20, 0, 21, 1)], [LEFT, RIGHT])

    assert away == touching == Hanging(1, 0.0)


def test_neighbours_that_share_their_vertices_are_joined_without_an_inner_line() -> None:
    assert joined([LEFT, RIGHT]).equals(shapely.box(0, 0, 20, 10))


def test_areas_that_overlap_are_joined_too() -> None:
    assert joined([LEFT, shapely.box(5, 0, 20, 10)]).area == pytest.approx(200)


def _area(code: str, level: Level, parent: str | None = None) -> AreaShape:
    return AreaShape(level, code, code, SQUARE, parent)


def test_a_tree_knows_the_path_of_each_area_and_which_are_lowest() -> None:
    tree = nested([_area("c", Level.CELL, "d"), _area("d", Level.DISTRICT, "x"), _area("x", Level.CITY)])

    assert [(item.path, item.is_lowest) for item in tree] == [
        ("x/", False),
        ("x/d/", False),
        ("x/d/c/", True),
    ]


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        ([], "exactly one"),
        ([_area("x", Level.CITY), _area("y", Level.CITY)], "exactly one"),
        ([_area("x", Level.CITY), _area("x", Level.CELL, "x")], "twice"),
        ([_area("x", Level.CITY), _area("c", Level.CELL, "d")], "not in the map"),
        ([_area("x", Level.CITY), _area("d", Level.CELL, "x"), _area("c", Level.CELL, "d")], "higher level"),
        ([_area("x", Level.CITY), _area("a/b", Level.CELL, "x")], "slash"),
        ([_area("x", Level.CITY), _area("a_b", Level.CELL, "x")], "underscore"),
        ([_area("x", Level.CITY), _area("a%b", Level.CELL, "x")], "percent"),
        ([_area("x", Level.CITY), _area("", Level.CELL, "x")], "not empty"),
    ],
)
def test_areas_that_form_no_tree_are_refused_with_the_reason(areas: list[AreaShape], told: str) -> None:
    with pytest.raises(MapNotNested, match=told):
        nested(areas)


def test_paths_tell_what_lies_in_what() -> None:
    path = path_of(["350300", "350304", "350304001"])

    assert path == "350300/350304/350304001/"
    assert codes_in(path) == ("350300", "350304", "350304001")
    assert lies_in(path, "350300/350304/")
    assert not lies_in("350300/3503041/", "350300/350304/")
    assert codes_in("") == ()


def test_levels_are_counted_from_the_city_down() -> None:
    assert [level.depth for level in Level] == [0, 1, 2, 3, 4, 5]
