"""How the bench of growth tells flat from steep, and what it lets pass."""

import pytest

from bench.growth.slopes import Point, Shape, exponent, figures

_SIZES = (10_000, 100_000, 1_000_000)


def told(values: tuple[float, ...], shape: Shape, unit: str = "pages") -> tuple[float, bool | None]:
    """By how much something grew, and whether that holds."""
    measured = {size: [Point("it", value, unit, shape)] for size, value in zip(_SIZES, values, strict=True)}
    (figure,) = figures("cases", measured)
    return figure.measured, figure.holds


@pytest.mark.parametrize(("power", "slope"), [(0, 0.0), (0.5, 0.5), (1, 1.0), (2, 2.0)])
def test_a_power_of_the_size_has_that_exponent(power: float, slope: float) -> None:
    assert exponent({size: size**power for size in _SIZES}) == pytest.approx(slope)


def test_one_size_alone_has_no_slope() -> None:
    with pytest.raises(ValueError, match="two sizes"):
        exponent({10: 3.0})


@pytest.mark.parametrize(
    ("values", "holds"),
    [((40, 45, 50), True), ((40, 80, 160), False), ((3, 6, 12), True), ((3, 9, 40), False)],
)
def test_what_should_be_flat_may_grow_by_half_and_a_few_pages_by_a_few(
    values: tuple[float, ...], holds: bool
) -> None:
    assert told(values, Shape.FLAT)[1] is holds


@pytest.mark.parametrize(
    ("values", "holds"), [((300, 290, 310), True), ((300, 400, 500), False), ((900, 500, 400), True)]
)
def test_a_share_of_each_unit_stays(values: tuple[float, ...], holds: bool) -> None:
    assert told(values, Shape.EACH, "B")[1] is holds


def test_a_whole_grows_in_proportion_and_no_faster() -> None:
    assert told((10, 100, 1_000), Shape.WHOLE) == (1.0, True)
    assert told((10, 300, 4_000), Shape.WHOLE) == (4.0, False)


def test_what_was_measured_at_one_size_only_is_no_slope() -> None:
    assert figures("cases", {10: [Point("it", 3, "pages", Shape.FLAT)]}) == []
