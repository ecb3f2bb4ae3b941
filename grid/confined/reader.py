"""Reads a GeoPackage or Shapefile with GDAL, as a program of its own that is shut in; rows become lines."""

import json
import sys
from collections.abc import Iterator

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from grid.confined.walls import NoWalls, raise_walls

_DRIVERS = ("GPKG", "ESRI Shapefile")
_CHUNK = 1_000  # rows
Value = str | int | float | bool | None


class _Refused(Exception):
    """Raised when a file is not read; the message says why."""


def main(path: str, table: str) -> int:
    """Writes a line about the file, then one for each row; or one line that says why not."""
    try:
        raise_walls()
        for line in _lines(path, table):
            sys.stdout.write(json.dumps(line, ensure_ascii=False, allow_nan=True) + "\n")
        sys.stdout.flush()
    except NoWalls as error:
        _say(f"is not read, since this machine cannot shut the reader in: {error}")
    except _Refused as error:
        _say(str(error))
    except MemoryError:
        _say("needs more memory than a layer of a city may")
    except Exception as error:
        # Whatever a foreign library says of a foreign file is a sentence, never a trace.
        _say(f"cannot be read ({' '.join(str(error).split())[:300]})")
    return 0


def _say(reason: str) -> None:
    sys.stdout.write(json.dumps({"refused": reason}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _lines(path: str, table: str) -> Iterator[dict[str, object]]:
    tables = [str(name) for name, kind in pyogrio.list_layers(path).tolist() if kind is not None]
    if not tables:
        raise _Refused("holds no layer with geometries")
    if not table and len(tables) > 1:
        raise _Refused(f"holds {len(tables)} layers; say with --table which one: {', '.join(tables)}")
    if table and table not in tables:
        raise _Refused(f"holds no layer {table!r}; there are {', '.join(tables)}")
    chosen = table or tables[0]
    about = pyogrio.read_info(path, layer=chosen, encoding="ISO-8859-1")
    if about["driver"] not in _DRIVERS:
        raise _Refused(f"is no GeoPackage or Shapefile but {about['driver']}")
    yield {"crs": about["crs"], "rows": int(about["features"]), "driver": about["driver"], "table": chosen}
    yield from _rows(path, chosen, about["driver"])


def _rows(path: str, table: str, driver: str) -> Iterator[dict[str, object]]:
    # The texts of a Shapefile come as the bytes they are; whoever reads the lines knows their encoding.
    encoding = "ISO-8859-1" if driver == "ESRI Shapefile" else None
    begun = 0
    while True:
        about, _, wkb, columns = pyogrio.raw.read(
            path, layer=table, encoding=encoding, force_2d=True, skip_features=begun, max_features=_CHUNK
        )
        if not len(wkb):
            return
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        names = [str(name) for name in about["fields"]]
        for number in range(len(wkb)):
            values = {name: _value(column, number) for name, column in zip(names, columns, strict=True)}
            geometry = _geometry(wkb[number], shapes[number])
            yield {"type": "Feature", "properties": values, "geometry": geometry}
        begun += len(wkb)


def _geometry(wkb: object, shape: object) -> object:
    if wkb is None:
        return None
    if not isinstance(shape, shapely.Geometry):
        return {"type": "geometry that cannot be read"}
    return json.loads(shapely.to_geojson(shape))


def _value(column: NDArray[np.generic], number: int) -> Value:
    value = column[number]
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, float) and not np.isfinite(plain):
        return None
    if plain is None or isinstance(plain, str | bool | int | float):
        return plain
    return None if isinstance(plain, bytes) else str(value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
