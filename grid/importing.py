"""Imports a city's own map: reads layers, nests them, closes small gaps on request, and writes a draft."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

import database
from grid.city import City
from grid.editions import EditionState, create_draft
from grid.errors import RowsRefused, ShiftSuspected
from grid.layers import Layer, LayerRow, read_layer
from grid.loading import add_areas, add_overlays
from grid.projecting import Whereabouts, fits, to_degrees, to_metres
from grid.rules.coordinates import Position
from grid.rules.import_report import ImportReport
from grid.rules.levels import Level
from grid.rules.nesting import by_largest_overlap, joined
from grid.rules.shapes import AreaShape, OverlayShape


@dataclass(frozen=True, slots=True)
class MapImport:
    """What is imported: the layers, where the city lies (EPSG:4326), how wide a gap or overlap may be closed.

    The lowest layer draws the map: upper areas and the city become the sums of what hangs below them. With
    `mend_m` (metres) its areas are made to share their borders; without it they are taken as they are.
    `system_is_certain` keeps a map of China that looks shifted from being refused.
    """

    layers: tuple[Layer, ...]
    middle: Position
    mend_m: float = 0.0
    note: str = ""
    system_is_certain: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft that was written and what was said about every row."""

    edition: EditionState
    areas: int
    zones: int
    report: ImportReport


@dataclass(frozen=True, slots=True)
class _Plan:
    areas: tuple[AreaShape, ...]
    zones: tuple[OverlayShape, ...]
    report: ImportReport


_PUBLISHED_CITY = """
SELECT ST_AsBinary(geom) FROM grid.areas AS area JOIN grid.editions AS edition ON edition.id = area.edition_id
WHERE edition.status = 'published' AND area.level = 'CITY'
"""
_Read = list[tuple[Layer, list[LayerRow]]]


Watch = Callable[[str, int, int], None]


def _unwatched(_doing: str, _done: int, _of: int) -> None:
    """Tells nobody."""


def steps_of(wanted: MapImport) -> int:
    """How many steps an import tells of: each layer read, then nesting and writing."""
    return len(wanted.layers) + 2


async def import_map(city: City, wanted: MapImport, now: datetime, watch: Watch = _unwatched) -> Imported:
    """Reads all layers and writes them as a new draft, all or nothing.

    `watch` is told what is done, how many steps are over and of how many; from another thread, too.

    Raises RowsRefused with the whole report, NotGeoJson, CrsNotStated, UnknownCrs, LayerElsewhere; ValueError
    where the layers make no map (no areas at all, or two layers of one level); ShiftSuspected where they fit
    the published map better as GCJ02.
    """
    plan = await asyncio.to_thread(plan_import, city, wanted, watch)
    if not wanted.system_is_certain:
        _require_unshifted(plan.areas[0].geometry, await database.fetch_value(_PUBLISHED_CITY))
    watch("writing the draft", steps_of(wanted) - 1, steps_of(wanted))
    async with database.transaction():
        draft = await create_draft(wanted.note, now)
        areas = await add_areas(draft.id, plan.areas, city.metric_srid)
        zones = await add_overlays(draft.id, plan.zones)
    return Imported(draft, areas, zones, plan.report)


def _require_unshifted(drawn: BaseGeometry, known: bytes | None) -> None:
    if known is None:
        return
    as_stated, as_gcj02 = fits(drawn, shapely.from_wkb(known))
    if as_gcj02 > as_stated + 0.002:
        raise ShiftSuspected(as_stated, as_gcj02)


def plan_import(city: City, wanted: MapImport, watch: Watch = _unwatched) -> _Plan:
    """What an import would write, without writing it; raises as `import_map` does."""
    levels = [layer.level for layer in wanted.layers if layer.level is not None]
    if not levels or len(set(levels)) != len(levels):
        raise ValueError("an import needs one layer for each of its levels, and at least one")
    where = Whereabouts(wanted.middle, city.metric_srid)
    read = []
    for done, layer in enumerate(wanted.layers):
        watch(f"reading {layer.path.name}", done, steps_of(wanted))
        read.append((layer, read_layer(layer, where)))
    _refuse(read)
    watch("fitting the layers together", len(wanted.layers), steps_of(wanted))
    stack = sorted((part for part in read if part[0].level), key=lambda part: _depth(part[0]), reverse=True)
    if wanted.mend_m > 0:
        _mend(stack[0][1], city.metric_srid, wanted.mend_m)
    _nest(stack, city.metric_srid)
    _require_distinct(stack)
    _refuse(read)
    zones = tuple(
        OverlayShape(layer.overlay, row.code, row.name, _shape(row))
        for layer, rows in read
        if layer.overlay
        for row in rows
    )
    return _Plan(tuple(_areas(city, stack)), zones, _report(read))


def _depth(layer: Layer) -> int:
    return layer.level.depth if layer.level else -1


def _shape(row: LayerRow) -> BaseGeometry:
    if row.shape is None:
        raise ValueError(f"row {row.number} has no shape")
    return row.shape


def _report(read: _Read) -> ImportReport:
    return ImportReport(tuple(row.finding(layer.path.name) for layer, rows in read for row in rows))


def _refuse(read: _Read) -> None:
    report = _report(read)
    if report.refused:
        first = report.refused[0]
        told = f"{first.file} row {first.row} {first.problems[0]}"
        raise RowsRefused(report, len(report.refused), told)


def _mend(rows: Sequence[LayerRow], metric_srid: int, width_m: float) -> None:
    shapes = np.array([_shape(row) for row in rows], dtype=object)
    drawn = shapely.transform(shapes, to_metres(metric_srid))
    # Without snapping, which could eat small areas: only overlaps, and gaps up to this width, are closed.
    clean = shapely.coverage_clean(  # type: ignore[attr-defined]  # the stubs lag behind
        drawn, gap_width=width_m, snapping_distance=0.0
    )
    changed = shapely.area(shapely.symmetric_difference(shapely.make_valid(drawn), clean))
    on_earth = shapely.transform(clean, to_degrees(metric_srid))
    for row, shape, metres in zip(rows, on_earth, changed.tolist(), strict=True):
        row.shape = shape
        if shape.is_empty:
            row.problems.append("lies wholly under its neighbours")
        elif metres > 1:
            row.notes.append(f"borders closed: {metres:.0f} m² changed")


def _nest(stack: _Read, metric_srid: int) -> None:
    """Gives each row its parent and redraws the parents, from the lowest layer up."""
    for (lower, children), (upper, parents) in pairwise(stack):
        if lower.parent_field:
            _hang_by_name(children, {row.code for row in parents}, upper.prefix)
        else:
            _hang_by_overlap(children, parents, metric_srid)
        _redraw(children, parents)


def _hang_by_name(children: Sequence[LayerRow], known: set[str], prefix: str) -> None:
    for child in children:
        child.parent = f"{prefix}{child.parent}"
        if child.parent not in known:
            child.problems.append(f"names the parent {child.parent!r}, which is not in the layer above")


def _hang_by_overlap(children: Sequence[LayerRow], parents: Sequence[LayerRow], metric_srid: int) -> None:
    forth = to_metres(metric_srid)
    lower = shapely.transform(np.array([_shape(row) for row in children], dtype=object), forth)
    upper = shapely.transform(np.array([_shape(row) for row in parents], dtype=object), forth)
    for child, hanging in zip(children, by_largest_overlap(lower.tolist(), upper.tolist()), strict=True):
        child.parent = parents[hanging.parent].code
        if hanging.share == 0:
            child.notes.append(f"lies in no area above it; hung below the nearest, {child.parent}")
        elif hanging.share < 0.95:
            child.notes.append(f"lies in {child.parent} with {hanging.share:.0%} of its ground only")


def _redraw(children: Sequence[LayerRow], parents: Sequence[LayerRow]) -> None:
    below: dict[str, list[BaseGeometry]] = {}
    for child in children:
        below.setdefault(child.parent or "", []).append(_shape(child))
    for parent in parents:
        if parent.code in below:
            parent.shape = joined(below[parent.code])
        else:
            parent.problems.append("has no area of the layer below in it")


def _require_distinct(stack: _Read) -> None:
    seen: dict[str, str] = {}
    for layer, rows in stack:
        for row in rows:
            if seen.setdefault(row.code, layer.path.name) != layer.path.name:
                row.problems.append(f"has a code of {seen[row.code]}; give one of the layers a prefix")


def _areas(city: City, stack: _Read) -> Iterator[AreaShape]:
    top = [_shape(row) for row in stack[-1][1]]
    yield AreaShape(Level.CITY, city.code, city.name, joined(top), None, city.name_en)
    for layer, rows in stack:
        for row in rows:
            if layer.level is not None:
                parent = city.code if layer is stack[-1][0] else row.parent
                yield AreaShape(layer.level, row.code, row.name, _shape(row), parent, row.name)
