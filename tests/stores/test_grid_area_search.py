"""Areas are found the way clerks name them: by characters, by letters, by a code."""

import pytest

from grid.area_search import search_areas
from grid.rules.levels import Level


@pytest.mark.parametrize("words", ["文献社区", "文献", "wenxian", "wxsq", "350304001001"])
async def test_a_community_is_found_by_name_reading_initials_and_code(city: str, words: str) -> None:
    found = await search_areas(words, 40)

    assert "350304001001" in [area.code for area in found]


async def test_a_grid_is_found_together_with_its_community(city: str) -> None:
    found = await search_areas("文献", 40)

    grids = [area for area in found if area.level is Level.GRID]
    assert grids
    assert all("镇海街道" in area.around for area in grids)


async def test_a_cell_is_found_by_its_whole_code(city: str) -> None:
    found = await search_areas("350304001001001")

    assert [(area.level, area.code) for area in found] == [(Level.CELL, "350304001001001")]


async def test_one_letter_finds_nothing(city: str) -> None:
    assert await search_areas("w") == []
