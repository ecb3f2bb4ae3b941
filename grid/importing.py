"""Imports a city's own map: what was planned becomes a draft, all or nothing."""

import asyncio
import threading
from dataclasses import dataclass
from datetime import datetime

import shapely
from shapely.geometry.base import BaseGeometry

import database
from grid.city import City
from grid.editions import EditionState, create_draft
from grid.errors import ImportStopped, ShiftSuspected
from grid.loading import add_areas, add_overlays
from grid.planning import MapImport, Plan, Watch, plan_import, steps_of, unwatched
from grid.projecting import by_formula
from grid.rules.coordinates import Crs
from grid.rules.import_report import ImportReport


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft that was written and what was said about every row."""

    edition: EditionState
    areas: int
    zones: int
    report: ImportReport


_PUBLISHED_CITY = """
SELECT ST_AsBinary(geom) FROM grid.areas AS area JOIN grid.editions AS edition ON edition.id = area.edition_id
WHERE edition.status = 'published' AND area.level = 'CITY'
"""


async def planned(city: City, wanted: MapImport, watch: Watch = unwatched) -> Plan:
    """What an import would write, in a thread that ends when whoever waits is stopped.

    Raises as `import_map` does.
    """
    stopped = threading.Event()

    def heard(doing: str, done: int, of: int) -> None:
        if stopped.is_set():
            raise ImportStopped(doing)
        watch(doing, done, of)

    try:
        plan = await asyncio.to_thread(plan_import, city, wanted, heard)
    except asyncio.CancelledError:
        stopped.set()
        raise
    if not wanted.system_is_certain:
        _require_unshifted(plan.areas[0].geometry, await database.fetch_value(_PUBLISHED_CITY))
    return plan


async def import_map(city: City, wanted: MapImport, now: datetime, watch: Watch = unwatched) -> Imported:
    """Reads all layers and writes them as a new draft, all or nothing.

    `watch` is told what is done, how many steps are over and of how many; from another thread, too.

    Raises RowsRefused with the whole report, LayerUnreadable, CrsNotStated, UnknownCrs, LayerElsewhere;
    ValueError where the layers make no map (no areas at all, or two layers of one level); ShiftSuspected
    where they fit the published map better as GCJ02.
    """
    plan = await planned(city, wanted, watch)
    watch("writing the draft", steps_of(wanted) - 1, steps_of(wanted))
    async with database.transaction():
        draft = await create_draft(wanted.note, now)
        areas = await add_areas(draft.id, plan.areas, city.metric_srid)
        zones = await add_overlays(draft.id, plan.zones)
    return Imported(draft, areas, zones, plan.report)


def _fits(city: BaseGeometry, known: BaseGeometry) -> tuple[float, float]:
    """How well a drawn city covers the known one, as it is and as GCJ02: common ground over all ground."""
    # Tens of metres do not matter where half a kilometre is in question, and the formula is slow.
    drawn, held = (shapely.make_valid(shapely.simplify(shape, 2e-4)) for shape in (city, known))
    shifted = shapely.transform(drawn, by_formula(Crs.GCJ02))
    as_is, as_gcj02 = (
        shape.intersection(held).area / shape.union(held).area
        for shape in (drawn, shapely.make_valid(shifted))
    )
    return as_is, as_gcj02


def _require_unshifted(drawn: BaseGeometry, known: bytes | None) -> None:
    if known is None:
        return
    as_stated, as_gcj02 = _fits(drawn, shapely.from_wkb(known))
    if as_gcj02 > as_stated + 0.002:
        raise ShiftSuspected(as_stated, as_gcj02)
