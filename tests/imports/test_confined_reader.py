"""GDAL reads foreign files in a process of its own that can reach, write and start nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from grid.confining import read_confined
from grid.errors import LayerUnreadable
from tests.architecture.sources import product
from tests.imports.foreign import a_geopackage

ROOT = Path(__file__).parents[2]
_ATTEMPTS = {
    "reads what it was given": "open(path).read()",
    "opens a socket": "import socket; socket.socket()",
    "opens a local socket": "import socket; socket.socket(socket.AF_UNIX)",
    "writes a file": "open(path, 'w').write('x')",
    "makes a file": "open(path + '.new', 'x')",
    "goes on in a file": "open(path, 'a')",
    "removes a file": "os.remove(path)",
    "renames a file": "os.rename(path, path + '2')",
    "cuts a file": "os.truncate(path, 0)",
    "makes a folder": "os.mkdir(path + '.d')",
    "makes a link": "os.symlink(path, path + '.l')",
    "gives rights": "os.chmod(path, 0o777)",
    "starts a program": "os.execv('/bin/true', ['true'])",
    "ends another process": "os.kill(os.getppid(), 0)",
}


def attempt(code: str, path: Path) -> str:
    program = (
        "import os, sys\nfrom grid.confined.walls import raise_walls\nraise_walls()\npath = sys.argv[1]\n"
        f"try:\n    {code}\n    print('done')\nexcept PermissionError:\n    print('refused')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return run.stdout.strip()


@pytest.mark.parametrize("what", _ATTEMPTS)
def test_who_is_shut_in_can_read_and_nothing_else(what: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("as it was")

    said = attempt(_ATTEMPTS[what], path)

    assert said == ("done" if what.startswith("reads") else "refused")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "as it was"


def test_more_memory_than_allowed_is_not_given(tmp_path: Path) -> None:
    code = "\n    try:\n        bytearray(3 << 30)\n    except MemoryError:\n        raise PermissionError"

    assert attempt(code, tmp_path) == "refused"


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(LayerUnreadable, match="more time"):
        list(read_confined(a_geopackage(tmp_path / "a.gpkg"), "", seconds=0.0).features)


def test_gdal_is_loaded_by_the_confined_reader_alone() -> None:
    users = {source.name for source in product() if "pyogrio" in source.text}

    assert users == {"grid/confined/reader.py"}
