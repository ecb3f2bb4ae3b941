"""A small city drawn by code: two by two communities of four cells each, beside the coordinates of Putian."""

from dataclasses import replace
from datetime import UTC, datetime

import shapely

from grid.city import City, DefaultPoint, save_city
from grid.editions import EditionState, create_draft, publish
from grid.loading import add_areas, add_overlays
from grid.rules.coordinates import Position
from grid.rules.levels import Level
from grid.rules.shapes import AreaShape, OverlayShape
from pinyin import Pinyin, decode, encode

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
WEST, SOUTH, STEP = 119.02, 25.43, 0.001  # a cell is about 100 m by 110 m
DISTRICT, STREET = "350304", "350304001"
COMMUNITIES = ("350304001001", "350304001002", "350304001003", "350304001004")


def a_city(code: str = "350300") -> City:
    return City(
        code=code,
        name="莆田市",
        name_en="Putian",
        time_zone="Asia/Shanghai",
        metric_srid=4549,
        calendar_code="CN",
        code_profile="gb",
        languages=("zh-CN", "en"),
        levels=tuple(Level),
        default_points=(DefaultPoint(WEST + 0.0005, SOUTH + 0.0005, 2, "市中心"),),
    )


def a_box(column: int, row: int, width: int = 1, height: int = 1) -> shapely.Polygon:
    """A rectangle of the city's raster; columns count eastwards, rows northwards, from the south-west corner.

    Every corner of the raster on its edge is a vertex, as neighbours must share theirs.
    """
    ring = [(column + i, row) for i in range(width)]
    ring += [(column + width, row + i) for i in range(height)]
    ring += [(column + width - i, row + height) for i in range(width)]
    ring += [(column, row + height - i) for i in range(height)]
    return shapely.Polygon([(round(WEST + x * STEP, 6), round(SOUTH + y * STEP, 6)) for x, y in ring])


def small_map() -> list[AreaShape]:
    """Sixteen cells in four communities (SW, SE, NW, NE), one grid in each."""
    areas = [
        AreaShape(Level.CITY, "350300", "莆田市", a_box(0, 0, 4, 4), None, "Putian"),
        AreaShape(Level.DISTRICT, DISTRICT, "荔城区", a_box(0, 0, 4, 4), "350300", "Licheng"),
        AreaShape(Level.STREET, STREET, "镇海街道", a_box(0, 0, 4, 4), DISTRICT, "Zhenhai"),
    ]
    for place, code in enumerate(COMMUNITIES):
        left, bottom = 2 * (place % 2), 2 * (place // 2)
        box, grid = a_box(left, bottom, 2, 2), f"{code}G01"
        areas.append(AreaShape(Level.COMMUNITY, code, f"第{place + 1}社区", box, STREET))
        areas.append(AreaShape(Level.GRID, grid, f"第{place + 1}社区第1网格", box, code))
        for index, (x, y) in enumerate(((0, 1), (1, 1), (0, 0), (1, 0)), start=1):
            cell = a_box(left + x, bottom + y)
            areas.append(AreaShape(Level.CELL, f"{code}{index:03}", f"{index:03}号单元网格", cell, grid))
    return areas


def small_overlays() -> list[OverlayShape]:
    """Police districts: the western half (W) and the eastern half (E)."""
    return [
        OverlayShape("police_district", "W", "西区", a_box(0, 0, 2, 4)),
        OverlayShape("police_district", "E", "东区", a_box(2, 0, 2, 4)),
    ]


def at(column: float, row: float) -> Position:
    """A position of the raster, e.g. `at(0.5, 0.5)` is the middle of the south-western cell."""
    return Position(round(WEST + column * STEP, 6), round(SOUTH + row * STEP, 6))


def a_small_table() -> Pinyin:
    """Readings of the few characters the tests' addresses are made of; 长 has two."""
    known = {"文": "wen", "献": "xian", "路": "lu", "号": "hao", "幢": "zhuang", "寿": "shou", "街": "jie"}
    return decode(encode({**{sign: (reading,) for sign, reading in known.items()}, "长": ("zhang", "chang")}))


async def a_draft(areas: list[AreaShape] | None = None, note: str = "a test") -> EditionState:
    draft = await create_draft(note, NOW)
    await add_areas(draft.id, small_map() if areas is None else areas, a_city().metric_srid)
    return draft


async def saved_small_city(**changes: object) -> EditionState:
    """The small city with its published edition."""
    await save_city(replace(a_city(), **changes))  # type: ignore[arg-type]
    draft = await a_draft()
    await add_overlays(draft.id, small_overlays())
    return await publish(draft.id, NOW)
