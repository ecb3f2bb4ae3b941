"""GeoPackages and Shapefiles become a map like any GeoJSON, or it is said in a sentence why not."""

import sqlite3
import zipfile
from pathlib import Path

import pytest

import database
from grid.city import save_city
from grid.errors import LayerUnreadable
from grid.locate import locate
from grid.packed import unpacked
from tests.builders_grid import a_city, at
from tests.imports.foreign import a_geopackage, a_shapefile
from tests.imports.running import run


@pytest.fixture
async def city(db: str) -> None:
    await save_city(a_city())


async def publish(path: Path, *more: str) -> int:
    words = ("--areas", "CELL", str(path), "--code-column", "code", "--name-column", "name", *more)
    return await run("import-map", "--publish", *words)


async def refusal(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert await publish(path, *more) == 1
    assert await database.fetch_value("SELECT count(*) FROM grid.editions") == 0
    return capsys.readouterr().err


def in_a_zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / "b.zip", "w") as packed:
        for one in folder.glob("a.*"):
            packed.write(one, f"folder/{one.name}")


async def first() -> str:
    return (await locate(at(0.5, 0.5), 0)).lowest.name


async def test_a_geopackage_is_read_in_the_system_it_names(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await publish(a_geopackage(tmp_path / "a.gpkg", 4549)) == 0

    assert "EPSG:4549, as the file says (gpkg_spatial_ref_sys)" in capsys.readouterr().err
    assert await first() == "路灯"


async def test_a_shapefile_is_read_with_the_system_and_encoding_beside_it(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await publish(a_shapefile(tmp_path / "a.shp", 4549)) == 0

    assert "EPSG:4549, as the file says (.prj)" in capsys.readouterr().err
    assert await first() == "路灯"


async def test_a_shapefile_may_come_in_a_zip(city: None, tmp_path: Path) -> None:
    a_shapefile(tmp_path / "a.shp")
    in_a_zip(tmp_path)

    assert await publish(tmp_path / "b.zip") == 0


async def test_a_shapefile_without_a_system_is_refused_with_the_likely_one(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_shapefile(tmp_path / "a.shp", 4549)
    (tmp_path / "a.prj").unlink()

    assert "the likely one is EPSG:4549" in await refusal(path, capsys)
    assert await publish(path, "--crs", "EPSG:4549") == 0


@pytest.mark.parametrize("ending", [".dbf", ".shx"])
async def test_a_part_of_a_shapefile_is_refused(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    path = a_shapefile(tmp_path / "a.shp")
    (tmp_path / f"a{ending}").unlink()

    assert f"{ending} with the same name is missing" in await refusal(path, capsys)


async def test_texts_without_an_encoding_are_refused_with_the_likely_one(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="GBK")
    (tmp_path / "a.cpg").unlink()
    raw = bytearray((tmp_path / "a.dbf").read_bytes())
    raw[29] = 0
    (tmp_path / "a.dbf").write_bytes(raw)

    assert "the likely one is gb18030, and --encoding states it" in await refusal(path, capsys)
    assert "is not utf-8" in await refusal(path, capsys, "--encoding", "utf-8")
    assert await publish(path, "--encoding", "gb18030") == 0
    assert await first() == "路灯"


async def test_an_encoding_nobody_knows_is_refused(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_shapefile(tmp_path / "a.shp")
    (tmp_path / "a.cpg").write_text("KLINGON")

    assert "'klingon', which nobody knows" in await refusal(path, capsys)


async def test_of_several_layers_one_must_be_named(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_geopackage(tmp_path / "a.gpkg")
    a_geopackage(path, table="other", append=True)

    assert "holds 2 layers; say with --table which one: quarters, other" in await refusal(path, capsys)
    assert "holds no layer 'third'" in await refusal(path, capsys, "--table", "third")
    assert await publish(path, "--table", "other") == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.gpkg", b'{"type": "FeatureCollection"}', "is no SQLite database"),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(200), "cannot be read"),
        ("a.shp", b"PNG", "does not begin like a .shp"),
        ("a.zip", b"PK\x03\x04 torn", "cannot be unpacked"),
    ],
)
async def test_what_is_not_what_its_name_says_is_refused(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)

    assert said in await refusal(tmp_path / name, capsys)


async def test_a_database_that_is_no_geopackage_is_refused(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(tmp_path / "a.db") as other:
        other.execute("CREATE TABLE areas (code TEXT)")

    assert "no GeoPackage" in await refusal(tmp_path / "a.db", capsys)


def test_a_zip_that_grows_too_far_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.dbf", bytes(5_000_000))

    with (
        pytest.raises(LayerUnreadable, match="more than 1000000 bytes"),
        unpacked(tmp_path / "bomb.zip", most=1_000_000),
    ):
        pass


def test_no_name_in_a_zip_leads_out_of_the_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.writestr("../../evil.geojson", "{}")

    with unpacked(tmp_path / "b.zip") as path:
        assert (path.name, path.exists()) == ("evil.geojson", True)
    assert not path.exists()
