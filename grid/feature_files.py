"""Reads the features of a foreign file, whichever of GeoJSON, GeoPackage and Shapefile it is."""

from dataclasses import replace
from pathlib import Path

from grid.confining import read_confined
from grid.dbf_texts import decoded, encoding_of, known
from grid.errors import LayerUnreadable
from grid.geojson import FeatureFile, Progress, read_features, read_row
from grid.layer import Layer
from grid.packed import Kind, kind_of, unpacked

_TOLD_EVERY = 200  # rows
_MOST = 1_000_000  # rows


def read_file(layer: Layer, progress: Progress) -> FeatureFile:
    """The features of a layer's file; `progress` hears how many rows are read and of how many.

    Raises LayerUnreadable.
    """
    with unpacked(layer.path) as path:
        kind = kind_of(path)
        if kind is Kind.GEOJSON:
            if layer.table or layer.encoding:
                raise LayerUnreadable(path.name, "is GeoJSON, which has no tables and one encoding only")
            return read_features(path, progress)
        return _read(path, layer, kind, progress)


def _read(path: Path, layer: Layer, kind: Kind, progress: Progress) -> FeatureFile:
    encoding = None
    if kind is Kind.SHAPEFILE:
        encoding = known(path, layer.encoding) if layer.encoding else encoding_of(path)
    elif layer.encoding:
        raise LayerUnreadable(path.name, "is a GeoPackage, whose texts are always UTF-8")
    reading = read_confined(path, layer.table)
    rows = []
    for number, feature in enumerate(reading.features, start=1):
        if number > _MOST:
            raise LayerUnreadable(path.name, f"has more than {_MOST} rows")
        if number % _TOLD_EVERY == 0:
            progress(number, reading.rows)
        row = read_row(number, feature)
        if kind is Kind.SHAPEFILE:
            row = replace(row, properties=decoded(row.properties, encoding, number, path))
        rows.append(row)
    if not rows:
        raise LayerUnreadable(path.name, "has no features")
    source = ".prj" if kind is Kind.SHAPEFILE else "gpkg_spatial_ref_sys"
    return FeatureFile(tuple(rows), reading.crs, source)
