"""Shifted coordinates turn into WGS-84 and back without loss; impossible ones are refused by name."""

from math import inf, nan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from grid.errors import BadPosition, PositionNotFinite, PositionOutOfRange, UnknownCrs
from grid.rules import coordinates
from grid.rules.coordinates import Crs, Position
from tests import vectors

IN_CHINA = st.builds(Position, st.floats(73.5, 135.1), st.floats(3.8, 53.6))
ANYWHERE = st.builds(Position, st.floats(-180, 180), st.floats(-90, 90))
ELLIPSOID = Geod(ellps="WGS84")
Pair = tuple[float, float]
# Places from one end of China to the other, in WGS-84, GCJ-02 and BD-09, as prcoords 1.0.2 shifts them.
SHIFTED_BY_ANOTHER: list[tuple[Pair, Pair, Pair]] = [
    ((119.0077, 25.431), (119.0124326542, 25.4282231759), (119.0189116532, 25.4342661135)),
    ((116.3974, 39.9093), (116.4036436293, 39.9107035032), (116.4100160126, 39.9170429300)),
    ((94.1061, 23.978), (94.1072924352, 23.9753282600), (94.1137636410, 23.9813634035)),
    ((113.4051, 21.3904), (113.4105089459, 21.3880634284), (113.4169738048, 21.3943571275)),
    ((106.617, 31.0677), (106.6207996673, 31.0651977697), (106.6273793445, 31.0708742728)),
    ((78.4219, 35.7454), (78.4241848370, 35.7448001294), (78.4307765046, 35.7505645558)),
    ((77.2122, 33.3103), (77.2149098861, 33.3080479872), (77.2214987704, 33.3138212806)),
    ((79.1215, 21.9935), (79.1236107580, 21.9907289010), (79.1301731492, 21.9965790484)),
    ((100.0466, 46.2861), (100.0486134395, 46.2874228784), (100.0551055255, 46.2933927854)),
    ((82.3043, 26.3669), (82.3067793432, 26.3632685490), (82.3132005819, 26.3694529082)),
    ((112.0186, 50.2744), (112.0271956140, 50.2756480438), (112.0338317397, 50.2813336846)),
    ((109.0491, 32.0905), (109.0539878009, 32.0884358882), (109.0604787668, 32.0945069178)),
    ((132.5991, 20.5372), (132.6031006688, 20.5346519766), (132.6095535929, 20.5410466791)),
    ((125.6496, 28.5571), (125.6540264601, 28.5538394681), (125.6604566980, 28.5601178508)),
    ((83.511, 22.8871), (83.5134872235, 22.8840753563), (83.5199041558, 22.8903064368)),
    ((93.2004, 45.9322), (93.2021469760, 45.9333533551), (93.2086843900, 45.9392328926)),
]


@pytest.mark.parametrize(("wgs84", "gcj02", "bd09"), vectors.SHIFTED_PLACES)
def test_known_places_are_shifted_as_published(wgs84: Pair, gcj02: Pair, bd09: Pair) -> None:
    place = Position(*wgs84)

    shifted = [coordinates.from_wgs84(place, crs) for crs in (Crs.GCJ02, Crs.BD09)]

    assert [(round(p.lon, 6), round(p.lat, 6)) for p in shifted] == [gcj02, bd09]


@pytest.mark.parametrize(("wgs84", "gcj02", "bd09"), vectors.SHIFTED_PLACES)
def test_known_shifted_places_are_brought_back(wgs84: Pair, gcj02: Pair, bd09: Pair) -> None:
    back = [
        coordinates.to_wgs84(Position(*gcj02), Crs.GCJ02),
        coordinates.to_wgs84(Position(*bd09), Crs.BD09),
    ]

    # The vectors are rounded to a millionth of a degree, some 0.1 m.
    assert all(coordinates.distance(place, Position(*wgs84)) < 0.2 for place in back)


def test_outside_the_box_gcj02_is_wgs84() -> None:
    tokyo = Position(*vectors.UNSHIFTED_PLACE)

    assert coordinates.from_wgs84(tokyo, Crs.GCJ02) == coordinates.to_wgs84(tokyo, Crs.GCJ02) == tokyo


@given(IN_CHINA, st.sampled_from(Crs))
def test_there_and_back_is_the_same_place_to_a_micrometre(place: Position, crs: Crs) -> None:
    back = coordinates.to_wgs84(coordinates.from_wgs84(place, crs), crs)

    assert coordinates.distance(place, back) < 1e-6


@pytest.mark.parametrize(("wgs84", "gcj02", "bd09"), SHIFTED_BY_ANOTHER)
def test_shifts_agree_with_another_implementation_to_a_tenth_of_a_millimetre(
    wgs84: Pair, gcj02: Pair, bd09: Pair
) -> None:
    place = Position(*wgs84)

    ours = [coordinates.from_wgs84(place, crs) for crs in (Crs.GCJ02, Crs.BD09)]

    assert all(
        coordinates.distance(own, Position(*theirs)) < 1e-4
        for own, theirs in zip(ours, (gcj02, bd09), strict=True)
    )


@given(IN_CHINA)
def test_the_shift_of_gcj02_is_tens_to_hundreds_of_metres(place: Position) -> None:
    moved = coordinates.distance(place, coordinates.from_wgs84(place, Crs.GCJ02))

    assert 10 < moved < 1000


@given(ANYWHERE)
def test_cgcs2000_is_taken_as_wgs84(place: Position) -> None:
    assert coordinates.to_wgs84(place, Crs.CGCS2000) == place


@pytest.mark.parametrize(("lon", "lat"), [(nan, 25), (119, nan), (inf, 25), (119, -inf)])
def test_a_position_is_finite(lon: float, lat: float) -> None:
    with pytest.raises(PositionNotFinite):
        Position(lon, lat)


@pytest.mark.parametrize(("lon", "lat"), [(180.01, 0), (-181, 0), (0, 90.01), (25.43, 119.02)])
def test_a_position_lies_on_the_globe(lon: float, lat: float) -> None:
    with pytest.raises(PositionOutOfRange):
        Position(lon, lat)


@given(st.floats(allow_nan=True), st.floats(allow_nan=True), st.sampled_from(Crs))
def test_any_two_numbers_are_converted_or_refused_by_name(lon: float, lat: float, crs: Crs) -> None:
    try:
        converted = coordinates.to_wgs84(Position(lon, lat), crs)
    except BadPosition:
        return

    assert abs(converted.lon) <= 180
    assert abs(converted.lat) <= 90


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("WGS84", Crs.WGS84),
        ("wgs-84", Crs.WGS84),
        ("EPSG:4326", Crs.WGS84),
        (" epsg:4490 ", Crs.CGCS2000),
        ("GCJ-02", Crs.GCJ02),
        ("bd09ll", Crs.BD09),
        ("BD_09", Crs.BD09),
    ],
)
def test_a_system_goes_by_several_names(name: str, crs: Crs) -> None:
    assert coordinates.crs_named(name) is crs


@pytest.mark.parametrize("name", ["", "EPSG:2437", "BEIJING54", "火星"])
def test_an_unstated_or_unknown_system_is_refused(name: str) -> None:
    with pytest.raises(UnknownCrs):
        coordinates.crs_named(name)


@given(ANYWHERE, ANYWHERE)
def test_distances_agree_with_geodesics_on_the_ellipsoid(one: Position, other: Position) -> None:
    _, _, geodesic = ELLIPSOID.inv(one.lon, one.lat, other.lon, other.lat)
    assume(geodesic < 15_000_000)

    assert coordinates.distance(one, other) == pytest.approx(geodesic, rel=2e-5, abs=1e-4)


@given(IN_CHINA, st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_short_distances_are_exact_to_centimetres(place: Position, east: float, north: float) -> None:
    near = Position(place.lon + east, place.lat + north)
    _, _, geodesic = ELLIPSOID.inv(place.lon, place.lat, near.lon, near.lat)

    assert coordinates.distance(place, near) == pytest.approx(geodesic, abs=0.03)


@given(ANYWHERE, ANYWHERE)
def test_distance_is_the_same_in_both_directions_and_finite(one: Position, other: Position) -> None:
    there = coordinates.distance(one, other)

    assert there == pytest.approx(coordinates.distance(other, one), abs=1e-6)
    assert 0 <= there < 20_100_000


@pytest.mark.parametrize(
    ("lon", "lat", "null"),
    [
        (0, 0, True),
        (-0.0, 0.0, True),
        (0.0003, -0.0008, True),
        (0, 5.6, False),
        (119.02, 0, False),
        (0.001, 0, False),
    ],
)
def test_null_island_is_where_devices_without_a_fix_are(lon: float, lat: float, null: bool) -> None:
    assert coordinates.is_null_island(Position(lon, lat)) is null
