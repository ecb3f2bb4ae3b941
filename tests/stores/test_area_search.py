"""Areas by their names: what people type for where they live."""

import pytest

from grid.area_search import areas_named, named_area
from grid.errors import QueryTooShort, UnknownArea
from grid.rules.levels import Level
from tests.builders_grid import COMMUNITIES, saved_small_city


async def test_a_community_is_found_by_its_name(db: str) -> None:
    await saved_small_city()

    found = await areas_named("第2社区")

    assert [(one.level, one.code) for one in found] == [(Level.COMMUNITY, COMMUNITIES[1])]


async def test_an_english_name_may_be_written_in_any_case_and_apart(db: str) -> None:
    await saved_small_city()

    assert [one.name for one in await areas_named("zhen hai")] == ["镇海街道"]


async def test_cells_grids_and_the_city_itself_are_no_answer(db: str) -> None:
    await saved_small_city()

    assert await areas_named("单元网格") == []
    assert await areas_named("莆田市") == []


async def test_signs_of_patterns_stand_for_themselves(db: str) -> None:
    await saved_small_city()

    assert await areas_named("%%") == []
    assert await areas_named("__") == []


async def test_one_character_is_too_little(db: str) -> None:
    with pytest.raises(QueryTooShort):
        await areas_named(" 第 ")


async def test_an_area_has_a_point_inside_it(db: str) -> None:
    await saved_small_city()

    found = await named_area(COMMUNITIES[0])

    assert 119.02 < found.position.lon < 119.022
    assert 25.43 < found.position.lat < 25.432


async def test_a_code_nobody_has_is_refused(db: str) -> None:
    await saved_small_city()

    with pytest.raises(UnknownArea):
        await named_area("350304999")
