"""How what was measured grows with what it was measured against: a factor, an exponent, and its bar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log

from bench.measuring import Figure, significant


class Shape(StrEnum):
    """How something may grow with its axis."""

    FLAT = "flat"  # hardly at all: an index grows by a level now and then
    TIME = "time"  # processor time of what is flat: memory that no cache holds takes longer
    EACH = "each"  # it is told for each unit already, and that stays
    WHOLE = "whole"  # in proportion, and no faster


# The most by which a figure may grow where its axis grows a hundredfold, and as much again for the next
# hundred; of a whole, by which each unit's share may: few rows share their pages, many have one each.
_BARS: Mapping[Shape, float] = {Shape.FLAT: 1.5, Shape.TIME: 2.0, Shape.EACH: 1.25, Shape.WHOLE: 2.0}
# What costs less counts as so much: an index of another level says nothing yet. To look one row up takes four
# pages, three of its index and one of its table.
_LEAST = {"pages": 16.0, "pages each": 4.0}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing measured at one size."""

    name: str
    value: float
    unit: str
    shape: Shape


def exponent(series: Mapping[int, float]) -> float:
    """The slope of the straight line through the logarithms of sizes and values (least squares).

    0 is flat, 1 in proportion. Values below 1 count as 1: a part of a page or statement means nothing.
    """
    points = [(log(size), log(max(value, 1.0))) for size, value in series.items()]
    middle_x, middle_y = (sum(column) / len(points) for column in zip(*points, strict=True))
    across = sum((x - middle_x) ** 2 for x, _ in points)
    if not across:
        raise ValueError("a slope needs two sizes")
    return float(sum((x - middle_x) * (y - middle_y) for x, y in points) / across)


def growth(series: Mapping[int, float], shape: Shape, unit: str = "") -> float:
    """By what factor a figure, or each unit's share of a whole, has grown from the first size to the last."""
    small, large = min(series), max(series)
    least = _LEAST.get(unit, 1.0) if shape is Shape.FLAT else 1.0
    grown = max(series[large], least) / max(series[small], least)
    return grown / (large / small) if shape is Shape.WHOLE else grown


def figures(axis: str, measured: Mapping[int, Iterable[Point]]) -> list[Figure]:
    """A figure for each thing measured at every size; `axis` names the sizes."""
    series: dict[str, dict[int, float]] = {}
    kinds: dict[str, Point] = {}
    for size, points in sorted(measured.items()):
        for point in points:
            series.setdefault(point.name, {})[size] = point.value
            kinds[point.name] = point
    return [_figure(axis, kinds[name], values) for name, values in series.items() if len(values) > 1]


def bar(series: Mapping[int, float], shape: Shape) -> float:
    """The factor by which something of this shape may grow over this series."""
    return round(float(_BARS[shape] ** log(max(series) / min(series), 100)), 2)


def _figure(axis: str, point: Point, series: Mapping[int, float]) -> Figure:
    grown, limit = growth(series, point.shape, point.unit), bar(series, point.shape)
    return Figure(
        f"{axis}: {point.name}",
        significant(grown),
        "×",
        limit,
        f"{point.shape}: ≤ {limit:g} × from {min(series)} to {max(series)}",
        grown <= limit,
        {**_told(series), "unit": point.unit, "shape": point.shape.value,
         "exponent": round(exponent(series), 2)},
    )  # fmt: skip


def _told(series: Mapping[int, float]) -> dict[str, object]:
    return {f"at {size}": significant(value) for size, value in series.items()}
