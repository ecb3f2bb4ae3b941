"""What the pages take from others: exact versions, sums that are looked at, and no more than was meant."""

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desk.assets import Assets, load
from desk.errors import AssetsNotMade
from desk.hosting.build_assets import NotAsListed, put
from desk.hosting.node import NodeFailed, node
from desk.vendor_lock import RECIPE, Part, read_lock
from settings import settings
from tests.databases import ROOT

_OWN = ROOT / "static"
# Bytes as a browser is sent them, packed by brotli: what any page may load, and what a map adds to it.
_EVERY_PAGE, _WITH_A_MAP = 40_000, 110_000
_MAP = ("vendor/ol.js", "vendor/ol.css")


def _manifest() -> dict[str, str]:
    manifest = json.loads((RECIPE / "package.json").read_text("utf-8"))
    return {**manifest["dependencies"], **manifest["devDependencies"]}


def _packages() -> dict[str, dict[str, object]]:
    packages: dict[str, dict[str, object]] = json.loads((RECIPE / "package-lock.json").read_text("utf-8"))[
        "packages"
    ]
    return {name.rpartition("node_modules/")[2]: entry for name, entry in packages.items() if name}


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A copy of the made files that can be spoilt."""
    return Path(shutil.copytree(settings.vendor_dir, tmp_path / "vendor"))


@pytest.mark.parametrize("part", read_lock(), ids=lambda part: part.name)
def test_a_file_is_listed_with_its_sum_and_the_version_that_is_fetched(part: Part) -> None:
    assert re.fullmatch("[0-9a-f]{64}", part.sha256)
    if part.package:
        assert part.version == _manifest()[part.package] == _packages()[part.package]["version"]


def test_every_version_is_exact() -> None:
    assert [
        name for name, version in _manifest().items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)
    ] == []


def test_every_package_is_locked_by_its_content_and_by_no_address() -> None:
    assert [
        name for name, entry in _packages().items() if not str(entry.get("integrity")).startswith("sha512-")
    ] == []
    assert [name for name, entry in _packages().items() if "resolved" in entry] == []
    assert "://" not in (RECIPE / "package-lock.json").read_text("utf-8")


def test_what_is_served_of_others_is_what_is_listed() -> None:
    served = {name.removeprefix("vendor/") for name in _made().files if name.startswith("vendor/")}

    assert served == {part.name for part in read_lock() if not part.develop}


def test_a_file_that_was_changed_is_not_served(vendor: Path) -> None:
    with (vendor / "htmx.js").open("ab") as file:
        file.write(b" ")

    with pytest.raises(AssetsNotMade, match=r"htmx\.js is not the one listed; run bin/setup"):
        load(_OWN, vendor)


def test_a_file_that_is_missing_is_told_at_the_start(vendor: Path) -> None:
    (vendor / "ol.js.br").unlink()

    with pytest.raises(AssetsNotMade, match=r"ol\.js is not there; run bin/setup"):
        load(_OWN, vendor)


def test_the_version_changes_with_any_file(tmp_path: Path) -> None:
    own = Path(shutil.copytree(_OWN, tmp_path / "static"))
    (own / "api" / "docs.css").write_text("body { color: red }\n")

    changed = load(own, settings.vendor_dir)

    assert changed.version != _made().version
    assert load(own, settings.vendor_dir).version == changed.version


def test_a_made_file_that_is_not_the_one_listed_is_not_put_in_place(vendor: Path) -> None:
    listed = replace(read_lock()[0], sha256="0" * 64)

    with pytest.raises(NotAsListed, match=listed.name):
        put(vendor, {listed: b"something else"})

    assert load(_OWN, vendor).version == _made().version


def test_what_is_put_in_place_takes_the_place_of_all_that_was(vendor: Path) -> None:
    content = b"alert" * 100
    part = replace(read_lock()[0], sha256=hashlib.sha256(content).hexdigest())

    put(vendor, {part: content})

    assert {path.name for path in vendor.iterdir()} == {part.name, f"{part.name}.br", f"{part.name}.gz"}


def test_a_failing_tool_tells_its_last_words(tmp_path: Path) -> None:
    script = tmp_path / "failing.js"
    script.write_text("console.error('no more room'); process.exit(3)")

    with pytest.raises(NodeFailed, match="no more room"):
        node(script, cwd=tmp_path, log=tmp_path / "log")

    assert "no more room" in (tmp_path / "log").read_text("utf-8")


def test_no_page_needs_more_of_others_than_was_meant() -> None:
    sizes = {
        name: len(file.encoded["br"]) for name, file in _made().files.items() if name.startswith("vendor/")
    }
    with_a_map = sum(sizes.pop(name) for name in _MAP)

    assert sum(sizes.values()) <= _EVERY_PAGE
    assert with_a_map <= _WITH_A_MAP


def test_no_script_of_others_makes_code_out_of_texts_when_it_draws_maps() -> None:
    content = _made().files["vendor/ol.js"].content.decode()

    assert re.findall(r"\beval\(|new Function\b|insertRule|createElement\(.style", content) == []


def _made() -> Assets:
    return load(_OWN, settings.vendor_dir)
