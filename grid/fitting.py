"""Fits foreign layers together: closes small gaps on request, nests areas, and says how well they nest."""

from collections.abc import Sequence
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from grid.layer_measures import in_metres, on_earth
from grid.layer_rows import LayerRow
from grid.layers import ReadLayer
from grid.projecting import to_degrees, to_metres
from grid.rules.mending import without_slits
from grid.rules.nesting import by_largest_overlap, joined

Said = tuple[str, str]  # the name of a file and a sentence about it
_WORTH_TELLING_M2 = 1.0  # less is the width of a line
_NESTS = 0.1  # m²: what the proof of a map forgives


def nest(stack: Sequence[ReadLayer], metric_srid: int) -> list[Said]:
    """Gives each row its parent and redraws the parents, from the lowest up; returns how exactly it went."""
    said = []
    for lower, upper in pairwise(stack):
        if lower.layer.parent_field:
            _hang_by_name(lower.rows, {row.code for row in upper.rows}, upper.layer.prefix)
        else:
            _hang_by_overlap(lower.rows, upper.rows, metric_srid)
        said += [(upper.layer.path.name, one) for one in _redraw(lower.rows, upper.rows, metric_srid)]
    return said


def mend(rows: Sequence[LayerRow], metric_srid: int, width_m: float) -> None:
    """Makes areas share their borders: overlaps go to one of both, gaps up to this width are closed."""
    drawn = in_metres(rows, metric_srid)
    # Without snapping, which could eat small areas: only overlaps, and gaps up to this width, are closed.
    clean = shapely.coverage_clean(  # type: ignore[attr-defined]  # the stubs lag behind
        drawn, gap_width=width_m, snapping_distance=0.0
    )
    changed = shapely.area(shapely.symmetric_difference(drawn, clean))
    on_earth = shapely.transform(clean, to_degrees(metric_srid))
    for row, rounded, metres in zip(rows, on_earth, changed.tolist(), strict=True):
        shape = without_slits(rounded)
        if metres > _WORTH_TELLING_M2:
            row.change(shape, to_metres(metric_srid))
            row.note(f"borders closed: {metres:.0f} m² changed")
        row.shape = shape
        if shape.is_empty:
            row.problem("lies wholly under its neighbours")


def _hang_by_name(children: Sequence[LayerRow], known: set[str], prefix: str) -> None:
    for child in children:
        child.parent = f"{prefix}{child.parent}"
        if child.parent not in known:
            child.problem(f"names the parent {child.parent!r}, which is not in the layer above")


def _hang_by_overlap(children: Sequence[LayerRow], parents: Sequence[LayerRow], metric_srid: int) -> None:
    lower, upper = in_metres(children, metric_srid), in_metres(parents, metric_srid)
    for child, hanging in zip(children, by_largest_overlap(lower.tolist(), upper.tolist()), strict=True):
        child.parent = parents[hanging.parent].code
        if hanging.share == 0:
            child.note(f"lies in no area above it; hung below the nearest, {child.parent}")
        elif hanging.share < 0.95:
            child.note(f"lies in {child.parent} with {hanging.share:.0%} of its ground only")


def _redraw(children: Sequence[LayerRow], parents: Sequence[LayerRow], metric_srid: int) -> list[str]:
    """Draws the parents as the sum of their children; returns how well they were drawn, in sentences."""
    below: dict[str, list[LayerRow]] = {}
    for child in children:
        below.setdefault(child.parent or "", []).append(child)
    beyond, uncovered = 0.0, 0.0
    for parent in parents:
        if parent.code not in below:
            parent.problem("has no area of the layer below in it")
            continue
        drawn = parent.ground
        parent.shape = joined([child.ground for child in below[parent.code]])
        out, bare = _misfit(drawn, parent, below[parent.code], metric_srid)
        beyond, uncovered = beyond + out, uncovered + bare
    if beyond <= _NESTS and uncovered <= _NESTS:
        return [f"{len(parents)} areas are filled exactly by {len(children)} of the layer below"]
    return [
        f"{len(parents)} areas were redrawn as the sum of {len(children)} of the layer below:"
        f" {beyond:.1f} m² lay outside them, {uncovered:.1f} m² of theirs in none"
    ]


def _misfit(
    drawn: BaseGeometry, parent: LayerRow, children: Sequence[LayerRow], metric_srid: int
) -> tuple[float, float]:
    """The square metres of children beyond their parent and of the parent in no child; told at the rows."""
    forth = to_metres(metric_srid)
    before = shapely.make_valid(shapely.transform(drawn, forth), method="structure")
    after = shapely.make_valid(shapely.transform(parent.ground, forth), method="structure")
    beyond, bare = after.difference(before).area, before.difference(after).area
    if beyond > _NESTS:
        for child, shape in zip(children, in_metres(children, metric_srid).tolist(), strict=True):
            out = shape.difference(before)
            if out.area > _NESTS:
                spot = shapely.point_on_surface(out)
                ((lon, lat),) = on_earth([(spot.x, spot.y)], metric_srid)
                child.note(f"{out.area:.1f} m² lie outside {parent.code}, which it hangs below", "", lon, lat)
    if max(beyond, bare) > _NESTS:
        parent.before_m2 = float(before.area) if parent.before_m2 is None else parent.before_m2
        parent.after_m2 = float(after.area)
        parent.note(f"redrawn: {beyond:.1f} m² more, {bare:.1f} m² less than drawn")
    return float(beyond), float(bare)
