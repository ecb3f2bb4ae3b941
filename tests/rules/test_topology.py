"""The proof of a map finds every kind of fault, says how large it is and where, and nothing else."""

from dataclasses import replace

import pytest
import shapely

from grid.rules.levels import Level
from grid.rules.map_faults import FaultKind
from grid.rules.topology import Piece, Pin, prove

SIDE = 100.0


def _box(column: float, row: float, width: float = 1, height: float = 1) -> shapely.Polygon:
    west, south = column * SIDE, row * SIDE
    return shapely.box(west, south, west + width * SIDE, south + height * SIDE)


def _town() -> dict[str, Piece]:
    """A city of two communities, west (W) and east (E), of four cells each."""
    pieces = [
        Piece(Level.CITY, "C", None, _box(0, 0, 4, 2)),
        Piece(Level.COMMUNITY, "W", "C", _box(0, 0, 2, 2)),
        Piece(Level.COMMUNITY, "E", "C", _box(2, 0, 2, 2)),
    ]
    for column in range(4):
        for row in range(2):
            parent = "W" if column < 2 else "E"
            pieces.append(Piece(Level.CELL, f"{parent}{column}{row}", parent, _box(column, row)))
    return {piece.code: piece for piece in pieces}


def _kinds(
    town: dict[str, Piece], pins: list[Pin] | None = None
) -> list[tuple[FaultKind, str, str | None, int]]:
    found = prove(list(town.values()), pins or [])
    return [(fault.kind, fault.code, fault.other, round(fault.size_m2)) for fault in found]


def test_a_sound_map_has_no_faults() -> None:
    pins = [Pin("inside", 50, 50), Pin("on a border", 100, 50), Pin("on a corner", 200, 100)]

    assert _kinds(_town(), pins) == []


def test_neighbours_that_do_not_share_every_vertex_are_sound() -> None:
    town = _town()
    # The community's edges lack the vertices its cells have; the ground is the same.
    assert shapely.get_num_coordinates(town["W"].geometry) < 9

    assert _kinds(town) == []


def test_a_gap_is_found_below_its_parent() -> None:
    town = _town()
    town["W00"] = replace(town["W00"], geometry=shapely.box(0, 0, 100, 90))

    assert _kinds(town) == [(FaultKind.GAP, "W", None, 1000)]


def test_every_gap_counts_for_itself() -> None:
    town = _town()
    del town["W00"], town["E31"]

    assert sorted(_kinds(town)) == [(FaultKind.GAP, "E", None, 10000), (FaultKind.GAP, "W", None, 10000)]


def test_an_overlap_names_both_areas_and_what_they_share() -> None:
    town = _town()
    town["W00"] = replace(town["W00"], geometry=shapely.box(0, 0, 110, 100))

    (fault,) = prove(list(town.values()), [])

    assert (fault.kind, fault.code, fault.other) == (FaultKind.OVERLAP, "W00", "W10")
    assert fault.size_m2 == pytest.approx(1000)
    assert shapely.box(100, 0, 110, 100).contains(shapely.Point(fault.at))


def test_a_child_that_leaves_its_parent_is_found_with_what_it_takes() -> None:
    town = _town()
    town["W11"] = replace(town["W11"], geometry=shapely.box(100, 100, 210, 200))

    assert _kinds(town) == [
        (FaultKind.OVERLAP, "W11", "E21", 1000),
        (FaultKind.OUTSIDE_PARENT, "W11", "W", 1000),
    ]


def test_a_cell_of_the_wrong_parent_is_outside_it_and_leaves_a_gap() -> None:
    town = _town()
    town["W11"] = replace(town["W11"], parent_code="E")

    assert _kinds(town) == [(FaultKind.GAP, "W", None, 10000), (FaultKind.OUTSIDE_PARENT, "W11", "E", 10000)]


def test_the_same_ground_twice_is_an_overlap() -> None:
    town = _town()
    town["W00b"] = replace(town["W00"], code="W00b")

    assert _kinds(town) == [(FaultKind.OVERLAP, "W00", "W00b", 10000)]


def test_an_outline_that_crosses_itself_is_invalid() -> None:
    town = _town()
    bow = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    town["W00"] = replace(town["W00"], geometry=bow)

    assert (FaultKind.INVALID, "W00") in [(kind, code) for kind, code, _, _ in _kinds(town)]


def test_an_area_without_ground_is_invalid() -> None:
    town = _town()
    town["W00"] = replace(town["W00"], geometry=shapely.Polygon())

    assert _kinds(town)[0][:2] == (FaultKind.INVALID, "W00")


def test_an_address_outside_every_cell_is_found() -> None:
    assert _kinds(_town(), [Pin("lost", -5, 50)]) == [(FaultKind.ADDRESS_NOWHERE, "lost", None, 0)]


def test_an_address_inside_two_cells_is_found() -> None:
    town = _town()
    town["W00b"] = replace(town["W00"], code="W00b")

    assert (FaultKind.ADDRESS_TWICE, "twice", "W00, W00b", 0) in _kinds(town, [Pin("twice", 50, 50)])


def test_less_than_the_tolerance_is_no_fault() -> None:
    town = _town()
    town["W00"] = replace(town["W00"], geometry=shapely.box(0, 0, 100, 99.9))

    assert [fault.kind for fault in prove(list(town.values()), [], tolerance_m2=9)] == [FaultKind.GAP]
    assert prove(list(town.values()), [], tolerance_m2=11) == ()


def test_faults_come_by_kind_and_the_largest_first() -> None:
    town = _town()
    town["W00"] = replace(town["W00"], geometry=shapely.box(0, 0, 100, 90))
    del town["E31"]

    assert [size for _, _, _, size in _kinds(town)] == [10000, 1000]
