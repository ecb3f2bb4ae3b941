"""Assen out of its own files: several departments for a class, times in UTC, names in Dutch."""

import csv
import os
from pathlib import Path

import pytest

import database
from bench.assen import commands
from bench.assen.commands import Files
from bench.assen.score import score
from tests.imports.running import run
from tests.imports.serving import served

pytestmark = pytest.mark.outside_data
EVERY = 8


@pytest.fixture
async def assen(db: str, tmp_path: Path) -> Files:
    """The city with its boxes, its classes, and the duties learned from the reports before the cut."""
    (tmp_path / "made").mkdir()
    files = Files(Path(os.environ["OUTSIDE_DATA"]) / "assen", tmp_path / "made")
    files.write()
    for words in commands.set_up(files):
        assert await run(*words) == 0
    return files


def a_slice(files: Files, folder: Path) -> Files:
    """Some of the reports from the cut on, beside all the other files."""
    folder.mkdir()
    for one in files.given.glob("*.json"):
        (folder / one.name).write_bytes(one.read_bytes())
    with files.signals.open(encoding="utf-8", newline="") as given:
        header, *rows = csv.reader(given)
    at = header.index("created_at")
    later = [row for row in rows if row[at] >= commands.CUT][::EVERY]
    earlier = [row for row in rows if row[at] < commands.CUT]
    with (folder / files.signals.name).open("w", encoding="utf-8", newline="") as made:
        csv.writer(made).writerows([header, *earlier, *later])
    return Files(folder, files.out)


async def test_reports_go_to_all_departments_of_their_class_at_their_moment(
    assen: Files, tmp_path: Path
) -> None:
    sliced = a_slice(assen, tmp_path / "slice")

    async with served() as address:
        assert await run(*commands.replay(sliced, address, 4)) == 0

    found = await score(sliced)
    assert found.reports > 60
    assert (found.taken, found.moments) == (found.reports, found.reports)
    assert found.departments == found.reports - found.unlearned
    assert await database.fetch_value("SELECT count(*) FROM registry.department") == 18
    name = await database.fetch_value("SELECT name FROM registry.department WHERE code LIKE '%(WCo)'")
    assert name in files_names(assen)


def files_names(files: Files) -> set[str]:
    return {name for one in files.known().values() for name in one.departments}
