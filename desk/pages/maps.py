"""What a page tells the map on it: the edition, what ground to show, own areas, points of the page's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeVar

import msgspec

from desk.pages import names
from desk.pages.names import in_language
from desk.rules.state_words import APPLICATION_WORDS, INCIDENT_WORDS, Words
from dispatch.rules.states import CaseKind
from grid.rules.levels import codes_in
from grid.rules.tiles import Box
from grid.tiles import FORM
from settings import settings

State = TypeVar("State", bound=Enum)
WORK = "/tiles/cases/{z}/{x}/{y}.mvt"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Something a page shows at a place of its own: lon, lat in EPSG:4326, its name, where it leads.

    `note` is a line below the name where it is opened; `mark` (one or two characters) stands in the sign and
    again in the list beside the map; `lamp` (none, green, yellow, red) gives it the shape of a lamp.
    """

    lon: float
    lat: float
    name: str
    href: str = ""
    note: str = ""
    mark: str = ""
    lamp: str = ""


@dataclass(frozen=True, slots=True)
class MapView:
    """What `map` in templates/shared/map.html is given; `refresh` is in seconds, 0 never."""

    areas: str
    extent: str
    own: tuple[str, ...]
    now: datetime
    points: tuple[MapPoint, ...]
    link: str
    work: str = WORK
    refresh: int = 30
    base: str = settings.base_map
    notice: str = settings.map_notice

    @property
    def now_seconds(self) -> int:
        """The desk's present in seconds since 1970; a demo's is not the browser's."""
        return int(self.now.timestamp())

    @property
    def points_json(self) -> str:
        """The points as the script reads them."""
        return msgspec.json.encode(self.points).decode()

    @property
    def states(self) -> dict[str, dict[str, str]]:
        """What the states of work are called in the language spoken, by kind of case."""
        return {
            CaseKind.APPLICATION.value: _spoken(APPLICATION_WORDS),
            CaseKind.INCIDENT.value: _spoken(INCIDENT_WORDS),
        }


async def map_view(
    now: datetime, own: Sequence[str] = (), points: Sequence[MapPoint] = (), link: str = "/cases/{case_no}"
) -> MapView:
    """A map of the published edition that shows the areas with the paths `own`, or the points, or the city.

    `link` is where a case of the work layer leads. Raises NoEditionPublished.
    """
    shown = await names.ground(tuple(own))
    box = _around(points) if points and not own else shown.box
    return MapView(
        f"/tiles/areas/{shown.edition}/{{z}}/{{x}}/{{y}}.mvt?form={FORM}",
        " ".join(f"{degrees:.6f}" for degrees in (box.west, box.south, box.east, box.north)),
        # Whoever has the whole city need not be shown which part is his.
        tuple(codes_in(path)[-1] for path in own if len(codes_in(path)) > 1),
        now,
        tuple(points),
        link,
    )


def _around(points: Sequence[MapPoint]) -> Box:
    lons, lats = [one.lon for one in points], [one.lat for one in points]
    return Box(min(lons), min(lats), max(lons), max(lats))


def _spoken(words: Mapping[State, Words]) -> dict[str, str]:
    return {str(state): in_language(said) for state, said in words.items()}
