"""Finds the coordinate system of a layer: stated, or named by the file; never guessed, never far away."""

import numpy as np
import shapely

from grid.errors import BadPosition, CrsNotStated, LayerElsewhere
from grid.geojson import FeatureFile
from grid.layer import Layer
from grid.projecting import System, Whereabouts, likely_system, stated_system
from grid.rules.coordinates import Position, distance

_FARTHEST_M = 200_000.0  # the middle of a layer lies no farther than this from the middle of its city


def sample(layer: Layer, file: FeatureFile) -> tuple[float, float]:
    """The first point of a layer as the file has it, easting first; (0, 0) where there is none."""
    for row in file.rows:
        if row.outline.shape is not None:
            x, y = shapely.get_coordinates(row.outline.shape)[0].tolist()
            return (y, x) if layer.swapped else (x, y)
    return 0.0, 0.0


def system_of(layer: Layer, file: FeatureFile, city: Whereabouts) -> tuple[System, str]:
    """The system of a layer, and that and why in words; raises CrsNotStated, UnknownCrs, LayerElsewhere."""
    first = sample(layer, file)
    exchanged = ", its axes exchanged as said" if layer.swapped else ""
    own = stated_system(file.crs) if file.crs else None
    if layer.crs is None and own is not None:
        return _read_as(layer, own), f"{own.name}, as the file says ({file.names_it_in}){exchanged}"
    if layer.crs is None:
        raise CrsNotStated(layer.path.name, first, likely_system(*first, city))
    given = stated_system(layer.crs)
    if own is None or own.name == given.name:
        return _read_as(layer, given), f"{given.name}, as stated{exchanged}"
    if _puts_near(own, first, city.middle) or not _puts_near(given, first, city.middle):
        raise LayerElsewhere(layer.path.name, given.name, f"{own.name}, which the file itself names")
    # What the file says of itself cannot be: with it the layer would not lie in the city at all.
    return _read_as(layer, given), f"{given.name}, as stated; {own.name}, which it names, lies elsewhere"


def _read_as(layer: Layer, system: System) -> System:
    if not layer.swapped:
        return system
    return System(system.name, lambda points: system.to_degrees(points[:, ::-1]))


def _puts_near(system: System, place: tuple[float, float], middle: Position) -> bool:
    lon, lat = system.to_degrees(np.array([place]))[0].tolist()
    return _is_near(lon, lat, middle)


def _is_near(lon: float, lat: float, middle: Position) -> bool:
    try:
        return distance(Position(lon, lat), middle) <= _FARTHEST_M
    except BadPosition:
        return False


def lies_near(file: FeatureFile, system: System, middle: Position) -> bool:
    """Whether a file's ground, whatever is wrong with it, lies around a city's middle (EPSG:4326) or near."""
    drawn = [row.outline.shape for row in file.rows if row.outline.shape is not None]
    if not drawn:
        # Every row has a problem of its own then.
        return True
    corners = np.array(shapely.total_bounds(drawn)).reshape(2, 2)
    (west, south), (east, north) = system.to_degrees(corners).tolist()
    around = min(west, east) <= middle.lon <= max(west, east)
    if around and min(south, north) <= middle.lat <= max(south, north):
        return bool(max(abs(south), abs(north)) <= 90)
    return _is_near((west + east) / 2, (south + north) / 2, middle)
