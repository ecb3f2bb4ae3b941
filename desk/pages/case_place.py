"""Where a case is, on a map and in words beside it: its point or area, and where people acted over it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.pages.act_offers import Standing
from desk.pages.maps import MapPoint, MapView, map_view
from desk.pages.telling.captures import where_said
from desk.pages.telling.steps import Step
from desk.pages.translations import gettext as _
from dispatch.captures import KeptCapture, place_and_captures
from dispatch.places import Place
from dispatch.rules.states import CaseKind
from grid.rules.levels import codes_in

_NEAREST, _FARTHEST = 0.0015, 0.01  # degrees shown around the point of a case: some 150 m, and a kilometre


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a device or picture says that it was: `mark` stands in map and list, `href` leads on."""

    mark: str
    what: str
    who: str
    told: str
    href: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """The place of a case: its exact point (EPSG:4326) where it has one, the map, and spots around it."""

    point: Place | None
    chart: MapView | None
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class There:
    """What is known of where an incident is; of an application that is somebody's home, so nothing."""

    point: Place | None = None
    kept: tuple[KeptCapture, ...] = ()


async def there(standing: Standing) -> There:
    """The exact point of an incident, and what devices and pictures said."""
    case = standing.known.case
    if case.kind is not CaseKind.INCIDENT:
        return There()
    return There(*await place_and_captures(standing.reach, case))


async def shown_place(standing: Standing, matter: str, at: There, steps: Sequence[Step]) -> ShownPlace:
    """The point of an incident with what lies around it, or else the area of the case."""
    case, point = standing.known.case, at.point
    spots = _spots(at.kept, steps)
    if point is None:
        # The whole city says nothing about one case.
        area = [case.area_path] if len(codes_in(case.area_path)) > 1 else []
        return ShownPlace(None, await map_view(standing.now, area) if area else None, spots)
    marks = (MapPoint(one.lon, one.lat, one.what, one.href, one.told, one.mark) for one in spots)
    # What comes last is drawn on top: the case itself.
    chart = await map_view(standing.now, (), (*marks, MapPoint(point.lon, point.lat, matter)))
    around = _around(point, spots)
    box = (point.lon - around, point.lat - around, point.lon + around, point.lat + around)
    return ShownPlace(point, replace(chart, extent=" ".join(f"{one:.6f}" for one in box)), spots)


def _around(point: Place, spots: Sequence[Spot]) -> float:
    """Degrees around the point that show the spots too, as far as they lie in the neighbourhood."""
    off = (max(abs(one.lon - point.lon), abs(one.lat - point.lat)) * 1.3 for one in spots)
    return min(max(_NEAREST, *off), _FARTHEST) if spots else _NEAREST


def _spots(kept: Sequence[KeptCapture], steps: Sequence[Step]) -> tuple[Spot, ...]:
    by_seq = {step.seq: step for step in steps}
    placed = [one for one in kept if one.captured.lon is not None and one.captured.lat is not None]
    return tuple(_spot(str(number), one, by_seq.get(one.seq or 0)) for number, one in enumerate(placed, 1))


def _spot(mark: str, kept: KeptCapture, step: Step | None) -> Spot:
    lon, lat = kept.captured.lon or 0.0, kept.captured.lat or 0.0
    told = where_said(kept)
    if step is None:
        return Spot(mark, _("照片"), "", told, f"#file-{kept.file_id}", lon, lat)
    return Spot(mark, step.what, step.who, told, f"#step-{step.seq}", lon, lat)
