"""Reads a GeoJSON file (RFC 7946) into rows, each with its polygons and with what is wrong with them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grid.errors import LayerUnreadable
from grid.rules.outlines import Outline, read_outline
from grid.rules.rings import Flaw

_TOLD_EVERY = 200  # rows
LARGEST = 1_000_000_000  # bytes: a layer is held in memory as a whole


@dataclass(frozen=True, slots=True)
class Row:
    """One feature; `number` counts from 1, `pointer` leads to its geometry in the file."""

    number: int
    properties: Mapping[str, object]
    outline: Outline
    pointer: str


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """The rows of a file, the coordinate system it names itself, if it does, and where it names it."""

    rows: tuple[Row, ...]
    crs: str | None
    names_it_in: str = "crs"


Progress = Callable[[int, int], None]


def read_features(path: Path, progress: Progress) -> FeatureFile:
    """The rows of a FeatureCollection; raises LayerUnreadable for a file that is none or torn.

    `progress` hears how many rows are read and of how many.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise LayerUnreadable(path.name, f"is larger than {LARGEST} bytes, no layer of a city is")
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise LayerUnreadable(path.name, f"cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise LayerUnreadable(path.name, f"is not complete JSON ({error})") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise LayerUnreadable(path.name, "is no FeatureCollection")
    if not features:
        raise LayerUnreadable(path.name, "has no features")
    crs = _named_crs(path.name, document.get("crs"))
    rows = []
    for number, feature in enumerate(features, start=1):
        if number % _TOLD_EVERY == 0:
            progress(number, len(features))
        rows.append(read_row(number, feature))
    return FeatureFile(tuple(rows), crs)


def read_row(number: int, feature: object) -> Row:
    """One feature of a file, whatever it is."""
    pointer = f"/features/{number - 1}"
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Row(number, {}, Outline(flaws=[Flaw("is no Feature")]), pointer)
    properties = feature.get("properties")
    known = properties if isinstance(properties, dict) else {}
    return Row(number, known, read_outline(feature.get("geometry")), f"{pointer}/geometry")


def _named_crs(name: str, crs: object) -> str | None:
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(named, str):
        raise LayerUnreadable(name, "has a member crs without a name")
    return named
