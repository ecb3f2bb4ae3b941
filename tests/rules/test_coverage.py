"""Overlaps and gaps of a layer are measured, and what fits has none."""

import shapely

from grid.rules.coverage import holes_between, shared_ground

WEST, EAST = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)


def test_neighbours_that_fit_share_nothing_and_enclose_nothing() -> None:
    assert shared_ground([WEST, EAST]) == ()
    assert holes_between([WEST, EAST]) == ()


def test_two_areas_that_overlap_are_named_with_size_and_place() -> None:
    ((pair),) = shared_ground([WEST, shapely.box(8, 0, 20, 10), shapely.box(50, 50, 60, 60)])

    assert (pair.one, pair.other, pair.m2) == (0, 1, 20)
    assert 8 < pair.at[0] < 10


def test_overlaps_below_the_tolerance_are_none() -> None:
    assert shared_ground([WEST, shapely.box(9.999, 0, 20, 10)], tolerance_m2=0.1) == ()


def test_what_areas_enclose_is_measured_the_largest_first() -> None:
    frame = shapely.box(0, 0, 40, 40).difference(shapely.box(10, 10, 20, 20))
    slit = frame.difference(shapely.box(30, 5, 30.5, 35))

    wide, narrow = holes_between([slit])

    assert (wide.m2, narrow.m2) == (100, 15)
    assert narrow.width_m < 0.6
