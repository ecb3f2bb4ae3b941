"""Reads a GeoJSON file (RFC 7946) into rows, each with its polygon or with what is wrong with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from grid.errors import NotGeoJson


@dataclass(frozen=True, slots=True)
class Row:
    """One feature; `number` counts from 1. Without `geometry` the `problem` says why."""

    number: int
    properties: Mapping[str, object]
    geometry: BaseGeometry | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """The rows of a file and the coordinate system it names itself, if it does (an older custom)."""

    rows: tuple[Row, ...]
    crs: str | None


def read_features(path: Path) -> FeatureFile:
    """The rows of a FeatureCollection; raises NotGeoJson for a file that is none, truncated ones included."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise NotGeoJson(path.name, f"cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise NotGeoJson(path.name, f"is not complete JSON ({error})") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise NotGeoJson(path.name, "is no FeatureCollection")
    if not features:
        raise NotGeoJson(path.name, "has no features")
    rows = tuple(_row(number, feature) for number, feature in enumerate(features, start=1))
    return FeatureFile(rows, _named_crs(path.name, document.get("crs")))


def _named_crs(name: str, crs: object) -> str | None:
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(named, str):
        raise NotGeoJson(name, "has a member crs without a name")
    return named


def _row(number: int, feature: object) -> Row:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Row(number, {}, None, "is no Feature")
    properties = feature.get("properties")
    known = properties if isinstance(properties, dict) else {}
    try:
        shape = _polygon(feature.get("geometry"))
    except ValueError as error:
        return Row(number, known, None, str(error))
    return Row(number, known, shape)


def _polygon(geometry: object) -> BaseGeometry:
    if not isinstance(geometry, dict):
        raise ValueError("has no geometry")
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"is a {geometry.get('type')}, not a polygon")
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except ShapelyError as error:
        raise ValueError(f"has a broken geometry ({error})") from error
    if shape.is_empty:
        raise ValueError("has an empty geometry")
    if not shapely.is_valid_input(shape) or not bool((abs(shapely.get_coordinates(shape)) < 1e12).all()):
        raise ValueError("has a coordinate that is no finite number")
    return shape
