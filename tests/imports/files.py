"""Small foreign files for the tests of imports: sheets, layers, and the rows of a city that has begun."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

Feature = tuple[Mapping[str, object], BaseGeometry]


def a_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """A sound CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def a_layer(path: Path, features: Iterable[Feature], crs: str | None = None) -> Path:
    """A GeoJSON file; it names its system where one is given."""
    document: dict[str, object] = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
            for properties, shape in features
        ],
    }
    if crs is not None:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document), "utf-8")
    return path
