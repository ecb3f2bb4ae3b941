"""Whoever waits for an import at a terminal sees what is being done and how much of it is left."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from grid.city import save_city
from tests.builders_grid import a_city
from tests.imports.files import a_csv
from tests.imports.running import run
from tests.imports.test_city_new import a_definition
from tests.imports.test_import_classes import HEADER, SOUND
from tests.imports.test_import_map import the_map

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The console takes the test's output for a terminal, one that is wide enough for whole lines."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")


async def _city_new(folder: Path) -> int:
    return await run("city", "new", a_definition(folder))


async def _import_map(folder: Path) -> int:
    await save_city(a_city())
    return await run("import-map", "--publish", *the_map(folder))


async def _import_classes(folder: Path) -> int:
    return await run("import-classes", str(a_csv(folder / "classes.csv", HEADER, SOUND)))


@pytest.mark.parametrize(
    ("command", "doing", "steps"),
    [(_city_new, "city", 2), (_import_map, "publishing", 8), (_import_classes, "classes", 2)],
)
async def test_a_terminal_shows_what_is_done_and_how_much_is_left(
    db: str,
    terminal: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: Callable[[Path], Awaitable[int]],
    doing: str,
    steps: int,
) -> None:
    assert await command(tmp_path) == 0

    seen = _ESCAPES.sub("", capsys.readouterr().err)
    assert re.search(rf"{doing} .*\d+/{steps} ", seen), seen


@pytest.mark.parametrize("command", [_city_new, _import_map, _import_classes])
async def test_a_file_is_written_no_bar(
    db: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: Callable[[Path], Awaitable[int]],
) -> None:
    assert await command(tmp_path) == 0

    assert "/" not in capsys.readouterr().err
