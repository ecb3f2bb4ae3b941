"""A slice of Boston's second half-year by HTTP, in a city the commands made of its files."""

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest

from bench.boston import commands, same, score, through_pages
from bench.boston.classes import write_classes
from bench.boston.commands import Files
from bench.boston.notes import kept
from bench.boston.scoring import Share, scores
from bench.boston.through_pages import sample
from tests.imports.running import run
from tests.imports.serving import served

pytestmark = pytest.mark.outside_data
EVERY = 20
BY_PAGES = 6  # rows, each by a resident and by a clerk


def a_slice(folder: Path, files: Files) -> Path:
    """Each twentieth row of the requests, in a file of their own."""
    path = folder / files.requests.name
    with files.requests.open(encoding="utf-8", newline="") as given, path.open("w", newline="") as made:
        rows = csv.reader(given)
        csv.writer(made).writerows([next(rows), *(row for n, row in enumerate(rows) if n % EVERY == 0)])
    return path


@pytest.fixture
async def boston(db: str, tmp_path: Path) -> Files:
    """The city with its map, its classes and the duties learned from the first half-year."""
    files = Files(Path(os.environ["OUTSIDE_DATA"]) / "boston", tmp_path)
    write_classes(files.requests, files.classes, datetime.fromisoformat(commands.CUT))
    for words in (
        commands.city(),
        commands.map_layers(files),
        commands.classes(files),
        commands.duties(files),
        commands.token(files),
    ):
        assert await run(*words) == 0
    return files


async def test_a_slice_of_boston_goes_where_the_city_itself_sent_it_by_the_intake_and_through_pages(
    boston: Files, tmp_path: Path
) -> None:
    rows = score.replayed(boston.requests, EVERY)
    (tmp_path / "slice").mkdir()
    sliced = Files(a_slice(tmp_path / "slice", boston).parent, tmp_path)

    async with served() as address:
        assert await run(*commands.replay(sliced, address, 8)) == 0
        found = await score.stored(commands.SERVICE)
        outside = [row for row in rows if row["CASE_ENQUIRY_ID"] not in found]
        chosen = [*sample(rows, BY_PAGES), *outside]
        assert await through_pages.hand_in(address, chosen, boston.notes, 2)

    figures = {figure.name: figure for figure in scores(rows, found)}
    # One row of the slice stands 39 m outside the city.
    assert (len(rows), len(found)) == (1047, 1046)
    # A slice this small strays by a percent or so; the whole half-year is held to its figures by bin/boston.
    assert [name for name, figure in figures.items() if figure.share < figure.wanted - 0.015] == []
    assert figures["default point: to a person"].share == 1.0
    assert max(figure.share for figure in _of_labels(scores(score.shuffled(rows), found))) < 0.2
    for numbers in same.numbers_by_way(chosen, kept(boston.notes)).values():
        assert len(numbers) == BY_PAGES
        assert same.differing(chosen, await score.stored_as(numbers), found) == []
    refused = [one.reference for one in kept(boston.notes) if one.refused]
    assert refused == [row["CASE_ENQUIRY_ID"] for row in outside] * 2


def _of_labels(figures: tuple[Share, ...]) -> list[Share]:
    return [figure for figure in figures if "recorded" in figure.name]


async def test_districts_in_feet_without_a_system_are_refused_with_the_likely_one(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = Files(Path(os.environ["OUTSIDE_DATA"]) / "boston", tmp_path)
    await run(*commands.city())
    words = list(commands.map_layers(files))
    for _ in range(2):
        at = words.index("--crs")
        del words[at : at + 2]

    assert await run(*words) == 1

    assert "the likely one is EPSG:2249" in capsys.readouterr().err
