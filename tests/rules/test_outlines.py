"""An outline is read as it is drawn, with everything that is wrong with it and where."""

import pytest

from grid.rules.outlines import read_outline

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
BOW = [[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def moved(ring: list[list[int]], by: int) -> list[list[int]]:
    return [[x + by, y + by] for x, y in ring]


def wrong(geometry: object) -> list[tuple[str, str]]:
    return [(flaw.what, flaw.pointer) for flaw in read_outline(geometry).flaws]


def test_a_sound_polygon_has_no_flaws() -> None:
    outline = read_outline(polygon(SQUARE))

    assert outline.flaws == []
    assert outline.shape is not None
    assert (outline.shape.area, outline.repeated, outline.turned) == (16, 0, 0)


def test_a_third_coordinate_is_left_out() -> None:
    outline = read_outline(polygon([[*point, 12.5] for point in SQUARE]))

    assert outline.shape is not None
    assert not outline.shape.has_z


@pytest.mark.parametrize(
    ("geometry", "what", "pointer"),
    [
        (None, "has no geometry", ""),
        ({"type": "LineString", "coordinates": SQUARE}, "is a LineString, not a polygon", ""),
        ({"type": "Polygon", "coordinates": []}, "has an empty geometry", ""),
        ({"type": "Polygon"}, "has a broken geometry (no list of rings)", "/coordinates"),
        (polygon([[0, 0], [1], [1, 1]]), "has a broken geometry (no position of two numbers)",
         "/coordinates/0/1"),
        (polygon([[0, 0], [1, "1"], [1, 1]]), "has a broken geometry (no position of two numbers)",
         "/coordinates/0/1"),
        (polygon([*SQUARE[:3], [float("nan"), 4], [0, 0]]), "has a coordinate that is no finite number",
         "/coordinates/0/3"),
        (polygon([*SQUARE[:3], [10**400, 4], [0, 0]]), "has a coordinate that is no finite number",
         "/coordinates/0/0"),
        (polygon([[0, 0], [1, 1], [0, 0]]), "has a ring of fewer than three different points",
         "/coordinates/0"),
    ],
)  # fmt: skip
def test_what_encloses_no_ground_has_no_shape(geometry: object, what: str, pointer: str) -> None:
    outline = read_outline(geometry)

    assert outline.shape is None
    assert [(flaw.what, flaw.pointer) for flaw in outline.flaws] == [(what, pointer)]


def test_a_ring_that_is_not_closed_is_named_with_its_last_point() -> None:
    outline = read_outline(polygon(SQUARE[:-1]))

    assert outline.shape is not None
    ((flaw),) = outline.flaws
    assert (flaw.what, flaw.pointer, flaw.at) == ("has a ring that is not closed", "/coordinates/0", (0, 4))


def test_the_ring_that_crosses_itself_is_named_and_the_place() -> None:
    geometry = {"type": "MultiPolygon", "coordinates": [[SQUARE], [moved(BOW, 10)]]}

    ((flaw),) = read_outline(geometry).flaws

    assert "Self-intersection" in flaw.what
    assert (flaw.pointer, flaw.at) == ("/coordinates/1/0", (12, 12))


def test_a_hole_outside_is_named() -> None:
    geometry = polygon(SQUARE, moved(SQUARE, 10))

    assert wrong(geometry) == [
        ("has an outline that is not valid: Hole lies outside shell", "/coordinates/1")
    ]


def test_a_part_within_another_is_named() -> None:
    inner = [[1, 1], [2, 1], [2, 2], [1, 1]]
    geometry = {"type": "MultiPolygon", "coordinates": [[SQUARE], [inner]]}

    assert wrong(geometry) == [("has an outline that is not valid: Nested shells", "/coordinates/1")]


def test_a_collection_gives_its_polygons_and_tells_what_is_none() -> None:
    members = [polygon(SQUARE), {"type": "Point", "coordinates": [0, 0]}]
    outline = read_outline({"type": "GeometryCollection", "geometries": members})

    assert outline.shape is not None
    assert outline.shape.area == 16
    assert [(flaw.what, flaw.pointer) for flaw in outline.flaws] == [
        ("is a collection of 2 geometries, not a polygon", ""),
        ("holds a Point, which covers no ground", "/geometries/1"),
    ]


def test_points_said_again_and_rings_turned_are_counted_only() -> None:
    hole = [[1, 1], [2, 1], [2, 2], [1, 1]]
    outline = read_outline(polygon([SQUARE[0], *SQUARE][::-1], hole))

    assert outline.flaws == []
    assert (outline.repeated, outline.turned) == (1, 2)


def test_collections_without_end_are_refused() -> None:
    geometry: object = polygon(SQUARE)
    for _ in range(20):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}

    assert read_outline(geometry).shape is None
