"""Whoever waits for an import at a terminal sees what is being done and how much of it is left."""

import asyncio
import re
import sys
import threading
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import database
from grid.city import save_city
from grid.importing import import_map
from grid.layer import Layer
from grid.planning import MapImport, plan_import
from grid.rules.levels import Level
from tests.builders_grid import NOW, a_box, a_city, at
from tests.imports.files import a_csv, a_layer
from tests.imports.running import run
from tests.imports.test_city_new import a_definition
from tests.imports.test_import_classes import HEADER, SOUND
from tests.imports.test_import_map import the_map
from tests.polling import until

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The console takes the test's output for a terminal, one that is wide enough for whole lines."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")


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


async def test_an_import_that_is_stopped_keeps_nothing_and_its_thread_ends(db: str, tmp_path: Path) -> None:
    await save_city(a_city())
    file = a_layer(tmp_path / "a.geojson", [({"id": f"Q{n}"}, a_box(n, 0)) for n in range(600)], "EPSG:4326")
    wanted = MapImport((Layer(file, "id", Level.CELL),), at(2, 0.5))
    begun, go_on, heard = threading.Event(), threading.Event(), []

    def watch(doing: str, _done: int, _of: int) -> None:
        heard.append(doing)
        begun.set()
        go_on.wait()

    running = asyncio.create_task(import_map(a_city(), wanted, NOW, watch))
    await asyncio.to_thread(begun.wait)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    go_on.set()

    await until(_nothing_is_planned)
    assert heard == ["reading a.geojson"]
    assert await database.fetch_value("SELECT count(*) FROM grid.editions") == 0


async def _nothing_is_planned() -> bool:
    frames = [frame for top in sys._current_frames().values() for frame, _ in traceback.walk_stack(top)]
    return not any(frame.f_code is plan_import.__code__ for frame in frames)
