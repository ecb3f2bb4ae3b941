"""GeoPackages and Shapefiles for tests: four quarters of the small city, with names in Chinese and German."""

from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from tests.builders_grid import a_box

NAMES = ("路灯", "Straße", "plain", "四号")
QUARTERS = (a_box(0, 0, 2, 2), a_box(2, 0, 2, 2), a_box(0, 2, 2, 2), a_box(2, 2, 2, 2))


def _in(epsg: int) -> NDArray[np.bytes_]:
    forth = Transformer.from_crs(4326, epsg, always_xy=True)
    shapes = np.array(QUARTERS, dtype=object)
    moved: NDArray[np.bytes_] = shapely.to_wkb(
        shapely.transform(shapes, lambda xy: np.column_stack(forth.transform(xy[:, 0], xy[:, 1])))
    )
    return moved


def _written(path: Path, driver: str, epsg: int, more: dict[str, str | bool]) -> Path:
    names = np.array([name if more.get("encoding") != "GBK" else name.replace("ß", "ss") for name in NAMES])
    fields = [names.astype(object), np.array([f"Q{n}" for n in range(1, 5)], dtype=object)]
    pyogrio.raw.write(
        path, _in(epsg), fields, ["name", "code"], geometry_type="Polygon", crs=f"EPSG:{epsg}", driver=driver,
        **more,
    )  # fmt: skip
    return path


def a_geopackage(path: Path, epsg: int = 4326, table: str = "quarters", append: bool = False) -> Path:
    """A GeoPackage with one table more; its areas have a `code` and a `name`."""
    return _written(path, "GPKG", epsg, {"layer": table, "append": append})


def a_shapefile(path: Path, epsg: int = 4326, encoding: str = "UTF-8") -> Path:
    """A Shapefile with all its companions."""
    return _written(path, "ESRI Shapefile", epsg, {"encoding": encoding})
