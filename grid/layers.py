"""Reads one layer of a map import: its system, its rows, their codes and names, their shapes in EPSG:4326."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely

from grid.errors import LayerElsewhere
from grid.feature_files import read_file
from grid.geojson import FeatureFile, Progress, Row
from grid.layer import Layer
from grid.layer_rows import LayerRow
from grid.layer_systems import lies_near, sample, system_of
from grid.projecting import Points, System, Whereabouts, likely_system, to_metres
from grid.rules.levels import fits_a_path
from grid.rules.mending import mended
from grid.rules.rings import Flaw


@dataclass(frozen=True, slots=True)
class ReadLayer:
    """A layer with its rows, and what is to be said of it as a whole."""

    layer: Layer
    rows: list[LayerRow]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Taking:
    layer: Layer
    system: System
    to_metres: Callable[[Points], Points]


def read_layer(layer: Layer, city: Whereabouts, progress: Progress) -> ReadLayer:
    """The rows of a layer, each with its problems; `progress` hears how many are read and of how many.

    Raises LayerUnreadable, CrsNotStated, UnknownCrs and LayerElsewhere.
    """
    file = read_file(layer, progress)
    system, said = system_of(layer, file, city)
    taking = _Taking(layer, system, to_metres(city.metric_srid))
    rows = [_row(row, taking) for row in file.rows]
    if not lies_near(file, system, city.middle):
        raise LayerElsewhere(layer.path.name, system.name, likely_system(*sample(layer, file), city))
    if layer.merge:
        rows = _merged(rows)
    seen: dict[str, int] = {}
    for row in rows:
        if row.code and row.code in seen:
            row.problem(f"has the code {row.code!r} of row {seen[row.code]}")
        seen.setdefault(row.code, row.number)
    return ReadLayer(layer, rows, (f"{len(file.rows)} features in {said}", *_forms(file)))


def _forms(file: FeatureFile) -> list[str]:
    turned = sum(row.outline.turned > 0 for row in file.rows)
    repeated = sum(row.outline.repeated for row in file.rows)
    said = [f"{turned} features have rings that run the wrong way round, which changes nothing"]
    again = [f"{repeated} points are said twice in a row, which changes nothing"]
    return (said if turned else []) + (again if repeated else [])


def _row(row: Row, taking: _Taking) -> LayerRow:
    layer = taking.layer
    code = _text(row.properties.get(layer.code_field)) if layer.code_field else str(row.number)
    name = _text(row.properties.get(layer.name_field)) if layer.name_field else code
    parent = _text(row.properties.get(layer.parent_field)) if layer.parent_field else None
    made = LayerRow(row.number, f"{layer.prefix}{code}" if code else "", name or code, parent)
    if not code:
        made.problem(f"has no code in {layer.code_field!r}")
    elif not fits_a_path(code):
        made.problem("has a slash, percent sign or underscore in its code")
    if layer.parent_field and not parent:
        made.problem(f"names no parent in {layer.parent_field!r}")
    _take_shape(made, row, taking)
    return made


def _take_shape(made: LayerRow, row: Row, taking: _Taking) -> None:
    mend = taking.layer.repair and row.outline.shape is not None
    for flaw in row.outline.flaws:
        lon, lat = _place(flaw, taking.system)
        if mend:
            made.note(f"mended: {flaw.what}", row.pointer + flaw.pointer, lon, lat)
        else:
            made.problem(flaw.what, row.pointer + flaw.pointer, lon, lat)
    if row.outline.shape is None or (row.outline.flaws and not mend):
        return
    made.shape = shapely.transform(row.outline.shape, taking.system.to_degrees)
    if row.outline.flaws:
        made.change(mended(made.shape), taking.to_metres)
        if made.shape.is_empty:
            made.problem("covers no ground once mended", row.pointer)
            made.shape = None


def _place(flaw: Flaw, system: System) -> tuple[float | None, float | None]:
    if flaw.at is None:
        return None, None
    lon, lat = system.to_degrees(np.array([flaw.at]))[0].tolist()
    return (lon, lat) if np.isfinite([lon, lat]).all() else (None, None)


def _merged(rows: list[LayerRow]) -> list[LayerRow]:
    """One row for each code: the first, with the ground of all."""
    alike: dict[str, list[LayerRow]] = {}
    for row in rows:
        alike.setdefault(row.code or f"/{row.number}", []).append(row)
    for first, *others in alike.values():
        shapes = [row.shape for row in (first, *others) if row.shape is not None]
        if others and len(shapes) == 1 + len(others):
            first.shape = shapely.union_all(shapes)
            first.note(f"joined with row {', '.join(str(row.number) for row in others)} of the same code")
        elif others:
            first.problem("cannot be joined with others of its code, some of which have no sound outline")
        for row in others:
            first.problems += row.problems
    return [same[0] for same in alike.values()]


def _text(value: object) -> str:
    # 709.0 is how spreadsheets write 709.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, bool | dict | list) else str(value).strip()
