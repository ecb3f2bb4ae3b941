"""A whole sentence leads to what is meant, though no entry holds all of its words."""

import pytest

from reach import SYSTEM
from registry.demo.loading import load_classes, load_items
from registry.incident_classes import search_classes
from registry.items import ItemVersion, search_items
from registry.nearest_matters import nearest_matters
from tests.keeping import Keeper


@pytest.fixture
async def catalogue(db: str, blank_keeper: Keeper) -> int:
    """The items and classes of the demo."""

    async def load() -> int:
        return await load_items(SYSTEM) + await load_classes(SYSTEM)

    return await blank_keeper.put("the_demo_catalogue", load)


async def _first(text: str) -> str:
    assert not await search_items(text)
    assert not await search_classes(text)
    return next(iter(await _near(text)), "")


async def _near(text: str) -> list[str]:
    near = await nearest_matters(text, 10)
    return [one.item.name if isinstance(one, ItemVersion) else one.incident_class.name for one in near]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我家门口路灯坏了", "路灯不亮"),
        ("小区门口有人乱停车，把消防通道堵住了", "机动车乱停放"),
        ("水管爆了怎么办", "供水管道破裂"),
        ("楼下垃圾没人收已经三天了", "暴露垃圾"),
        ("想给我妈办老人补贴", "高龄补贴"),
        ("我想申请公租房要带什么", "公租房申请"),
        ("There is a leaking pipe in front of my house", "供水管道破裂"),
        ("the street lamp at the corner is out", "路灯不亮"),
        ("I lost my job last month", "就业失业登记"),
    ],
)
async def test_a_sentence_leads_to_what_is_meant(said: str, meant: str) -> None:
    assert await _first(said) == meant


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("said", ["办理身份证", "不知所云", "my passport", "", "!?", "12"])
async def test_what_is_shared_by_chance_is_not_meant(said: str) -> None:
    assert await _first(said) == ""


@pytest.mark.usefixtures("catalogue")
async def test_what_has_less_than_half_of_the_nearest_is_left_out() -> None:
    assert await _near("我家门口路灯坏了") == ["路灯不亮"]
