"""Plans the import of a city's own map: reads its layers, fits them together, and says what is wrong."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from shapely.geometry.base import BaseGeometry

from grid.city import City
from grid.errors import RowsRefused
from grid.fitting import Said, mend, nest
from grid.layer import Layer
from grid.layer_measures import measured
from grid.layers import ReadLayer, read_layer
from grid.projecting import Whereabouts
from grid.rules.coordinates import Position
from grid.rules.import_report import ImportReport
from grid.rules.levels import Level
from grid.rules.nesting import joined
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
class Plan:
    """What an import would write, and its report."""

    areas: tuple[AreaShape, ...]
    zones: tuple[OverlayShape, ...]
    report: ImportReport


Watch = Callable[[str, int, int], None]


def unwatched(_doing: str, _done: int, _of: int) -> None:
    """Tells nobody."""


def steps_of(wanted: MapImport) -> int:
    """How many steps an import tells of: each layer read, then fitting, nesting and writing."""
    return len(wanted.layers) + 3


def plan_import(city: City, wanted: MapImport, watch: Watch = unwatched) -> Plan:
    """What an import would write, without writing it; raises as `import_map` does."""
    levels = [layer.level for layer in wanted.layers if layer.level is not None]
    if not levels or len(set(levels)) != len(levels):
        raise ValueError("an import needs one layer for each of its levels, and at least one")
    read = _read(city, wanted, watch)
    said = [(one.layer.path.name, sentence) for one in read for sentence in one.said]
    _refuse(read, said)
    stack = sorted((one for one in read if one.layer.level), key=lambda one: _depth(one.layer), reverse=True)
    watch("fitting the areas together", len(wanted.layers), steps_of(wanted))
    lowest = stack[0]
    name, found = lowest.layer.path.name, measured(lowest.rows, city.metric_srid)
    said += [(name, one) for one in found.said]
    if wanted.mend_m > 0:
        mend(lowest.rows, city.metric_srid, wanted.mend_m)
        said.append((name, f"overlaps were settled, gaps closed up to {wanted.mend_m:g} m"))
        _refuse(read, said)
    watch("nesting the layers", len(wanted.layers) + 1, steps_of(wanted))
    said += nest(stack, city.metric_srid)
    _require_distinct(stack)
    _refuse(read, said)
    zones = tuple(
        OverlayShape(one.layer.overlay, row.code, row.name, row.ground)
        for one in read
        if one.layer.overlay
        for row in one.rows
    )
    gaps = tuple((name, gap) for gap in found.gaps)
    return Plan(tuple(_areas(city, stack)), zones, replace(_report(read, said), gaps=gaps))


def _read(city: City, wanted: MapImport, watch: Watch) -> list[ReadLayer]:
    where = Whereabouts(wanted.middle, city.metric_srid)
    read = []
    for number, layer in enumerate(wanted.layers):

        def progress(rows: int, of: int, name: str = layer.path.name, done: int = number) -> None:
            watch(f"reading {name} ({rows}/{of})" if rows else f"reading {name}", done, steps_of(wanted))

        progress(0, 0)
        read.append(read_layer(layer, where, progress))
    return read


def _depth(layer: Layer) -> int:
    return layer.level.depth if layer.level else -1


def _report(read: Sequence[ReadLayer], said: Sequence[Said]) -> ImportReport:
    rows = (row.finding(one.layer.path.name) for one in read for row in one.rows)
    return ImportReport(tuple(rows), tuple(said))


def _refuse(read: Sequence[ReadLayer], said: Sequence[Said]) -> None:
    report = _report(read, said)
    if report.refused:
        first = report.refused[0]
        told = f"{first.file} row {first.row} {first.problems[0]}"
        raise RowsRefused(report, len(report.refused), told)


def _require_distinct(stack: Sequence[ReadLayer]) -> None:
    seen: dict[str, str] = {}
    for one in stack:
        name = one.layer.path.name
        for row in one.rows:
            if seen.setdefault(row.code, name) != name:
                row.problem(f"has a code of {seen[row.code]}; give one of the layers a prefix")


def _areas(city: City, stack: Sequence[ReadLayer]) -> Iterator[AreaShape]:
    top: list[BaseGeometry] = [row.ground for row in stack[-1].rows]
    yield AreaShape(Level.CITY, city.code, city.name, joined(top), None, city.name_en)
    for one in stack:
        for row in one.rows:
            if one.layer.level is not None:
                parent = city.code if one is stack[-1] else row.parent
                yield AreaShape(one.layer.level, row.code, row.name, row.ground, parent, row.name)
