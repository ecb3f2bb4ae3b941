"""Addresses are found by fragments, letters and buildings, the one meant first, page by page."""

import pytest

from grid.addresses import AddressQuery, address, search_addresses
from grid.editions import publish
from grid.errors import QueryTooShort, UnknownAddress
from grid.loading import add_addresses
from grid.rules.shapes import AddressPoint
from tests.builders_grid import NOW, a_draft, a_small_table, at, saved_small_city

HOUSES = ("文献路12号", "文献路120号", "文献路7号", "长寿街12号", "长寿街8号文献幢1幢")


async def _saved(texts: tuple[str, ...] = HOUSES) -> None:
    await saved_small_city()
    points = []
    for index, text in enumerate(texts):
        building = text.partition("号")[2]
        here = at(0.5 + index % 4, 0.5)
        street = text[:3]
        number = text[3:].partition("号")[0] + "号"
        points.append(AddressPoint(f"A{index:05}", text, street, number, building, here.lon, here.lat))
    await add_addresses(points, a_small_table())
    await publish((await a_draft()).id, NOW)


async def _found(words: str, **narrowed: object) -> list[str]:
    page = await search_addresses(AddressQuery(words, **narrowed))  # type: ignore[arg-type]
    return [found.text for found in page.addresses]


async def test_the_address_that_is_written_out_comes_first(db: str) -> None:
    await _saved()

    assert await _found("文献路12") == ["文献路12号", "文献路120号"]
    assert await _found("文献路120号") == ["文献路120号"]
    assert (await _found("文献"))[0] == "文献路7号"


async def test_fragments_may_stand_in_any_order(db: str) -> None:
    await _saved()

    assert await _found("12 文献") == ["文献路12号", "文献路120号"]
    assert await _found("１２号，长寿") == ["长寿街12号"]


@pytest.mark.parametrize(
    ("letters", "found"), [("wxl7", "文献路7号"), ("wenxianlu7", "文献路7号"), ("WXL 7", "文献路7号")]
)
async def test_letters_find_an_address_by_initials_and_by_reading(db: str, letters: str, found: str) -> None:
    await _saved()

    assert await _found(letters) == [found]


@pytest.mark.parametrize("letters", ["zsj12", "csj12", "changshoujie12", "zhangshoujie12"])
async def test_a_character_of_two_readings_is_found_by_both(db: str, letters: str) -> None:
    await _saved()

    assert await _found(letters) == ["长寿街12号"]


async def test_a_search_can_be_narrowed_to_a_building_or_a_community(db: str) -> None:
    await _saved()

    assert await _found("文献", building="文献幢1幢") == ["长寿街8号文献幢1幢"]
    assert sorted(await _found("文献", community_code="350304001002")) == ["文献路7号"]


async def test_pages_follow_each_other_and_the_last_one_says_so(db: str) -> None:
    await _saved(tuple(f"文献路{number}号" for number in range(10, 33)))

    pages = [await search_addresses(AddressQuery("文献", page=page, size=10)) for page in range(3)]

    assert [len(page.addresses) for page in pages] == [10, 10, 3]
    assert [page.more for page in pages] == [True, True, False]
    assert len({found.id for page in pages for found in page.addresses}) == 23


async def test_what_is_not_there_is_not_found(db: str) -> None:
    await _saved()

    assert await _found("文献路99") == []


@pytest.mark.parametrize("words", ["", "  ", "文", "文 1", "%", "😀"])
async def test_less_than_two_characters_together_are_refused(db: str, words: str) -> None:
    with pytest.raises(QueryTooShort):
        await search_addresses(AddressQuery(words))


async def test_a_page_that_cannot_be_is_refused(db: str) -> None:
    with pytest.raises(ValueError, match="pages"):
        await search_addresses(AddressQuery("文献", page=-1))
    with pytest.raises(ValueError, match="pages"):
        await search_addresses(AddressQuery("文献", size=101))


async def test_an_address_is_corrected_by_its_code_and_keeps_its_id(db: str) -> None:
    await _saved(("文献路12号",))
    before = (await search_addresses(AddressQuery("文献"))).addresses[0]
    here = at(3.5, 3.5)
    await add_addresses(
        [AddressPoint("A00000", "长寿街1号", "长寿街", "1号", "", here.lon, here.lat)], a_small_table()
    )

    after = await address(before.id)

    assert (after.text, after.position) == ("长寿街1号", here)
    assert await _found("文献") == []
    with pytest.raises(UnknownAddress):
        await address(before.id + 1000)
