"""The middle of an area, from which distances are told to whoever names a community and no address."""

import pytest

from grid.area_middles import middle_of
from grid.errors import UnknownArea
from tests.builders_grid import COMMUNITIES, saved_small_city


async def test_an_area_has_a_point_inside_it(db: str) -> None:
    await saved_small_city()

    middle = await middle_of(COMMUNITIES[0])

    assert 119.02 < middle.lon < 119.022
    assert 25.43 < middle.lat < 25.432


async def test_a_code_nobody_has_is_refused(db: str) -> None:
    await saved_small_city()

    with pytest.raises(UnknownArea):
        await middle_of("350304999")
