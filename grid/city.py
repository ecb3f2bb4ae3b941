"""The city this installation serves, as one value handed to use cases."""

import json
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import database
from grid.errors import NoCity
from grid.rules.coordinates import Position, distance
from grid.rules.levels import Level


@dataclass(frozen=True, slots=True)
class DefaultPoint:
    """A place that geocoders and devices answer when they know nothing; EPSG:4326, radius in metres."""

    lon: float
    lat: float
    radius_m: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """What differs from city to city; never a constant in code.

    `time_zone` is an IANA name; `metric_srid` the EPSG code of the system for lengths and areas;
    `calendar_code` names the calendar of working days; `code_profile` how codes are built (`gb` or `plain`);
    `levels` are the levels of its map, from the city down; of `languages` the first leads.
    """

    code: str
    name: str
    name_en: str
    time_zone: str
    metric_srid: int
    calendar_code: str
    code_profile: str
    languages: tuple[str, ...]
    levels: tuple[Level, ...]
    default_points: tuple[DefaultPoint, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone clocks on its walls show."""
        return ZoneInfo(self.time_zone)

    def default_point_at(self, position: Position) -> DefaultPoint | None:
        """The known default point a WGS-84 position stands on, which means its place is not known."""
        for known in self.default_points:
            if distance(position, Position(known.lon, known.lat)) <= known.radius_m:
                return known
        return None


_LOAD = """
SELECT code, name, name_en, time_zone, metric_srid, calendar_code, code_profile,
       languages, levels, default_points
FROM grid.cities
"""
_SAVE = """
INSERT INTO grid.cities (id, code, name, name_en, time_zone, metric_srid, calendar_code, code_profile,
                         languages, levels, default_points)
VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET (code, name, name_en, time_zone, metric_srid, calendar_code, code_profile,
                                languages, levels, default_points)
    = (excluded.code, excluded.name, excluded.name_en, excluded.time_zone, excluded.metric_srid,
       excluded.calendar_code, excluded.code_profile, excluded.languages, excluded.levels,
       excluded.default_points)
"""


async def load_city() -> City:
    """The city of this database; raises NoCity before one has been set up."""
    row = await database.fetch_row(_LOAD)
    if row is None:
        raise NoCity
    return City(
        row["code"],
        row["name"],
        row["name_en"],
        row["time_zone"],
        row["metric_srid"],
        row["calendar_code"],
        row["code_profile"],
        tuple(row["languages"]),
        tuple(Level(level) for level in row["levels"]),
        tuple(DefaultPoint(**point) for point in json.loads(row["default_points"])),
    )


async def save_city(city: City) -> None:
    """Sets up the city, or changes it; raises ZoneInfoNotFoundError for an unknown time zone."""
    ZoneInfo(city.time_zone)
    points = [
        {"lon": known.lon, "lat": known.lat, "radius_m": known.radius_m, "why": known.why}
        for known in city.default_points
    ]
    await database.execute(
        _SAVE,
        city.code,
        city.name,
        city.name_en,
        city.time_zone,
        city.metric_srid,
        city.calendar_code,
        city.code_profile,
        list(city.languages),
        [level.value for level in city.levels],
        json.dumps(points, ensure_ascii=False),
    )
