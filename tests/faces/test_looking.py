"""Whatever is wrong with a page is found: each fault is put into a page on purpose."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
from playwright.async_api import Browser, Page

from tests.faces import looking
from tests.faces.browsing import CHINESE, ENGLISH, PHONE, Heard, Screens, Viewer
from tests.polling import until

_PAGE = '<!doctype html><html lang="{language}"><head><title>t</title></head><body>{body}</body></html>'


async def _nobody(_: str) -> str:
    raise LookupError("nobody signs in here")


@pytest.fixture
async def blank(browser: Browser) -> AsyncIterator[tuple[Page, Heard]]:
    async with Screens(browser, "http://127.0.0.1:9", _nobody).of(Viewer(size=PHONE)) as screen:
        yield screen


async def _show(page: Page, body: str, language: str = ENGLISH) -> None:
    await page.goto("about:blank")
    await page.set_content(_PAGE.format(language=language, body=body))


async def test_focus_under_a_sticky_bar_is_found(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    bar = '<div style="position:fixed; inset:0; background:white">bar</div>'
    await _show(page, f'<a href="#x">seen</a>{bar}<a href="#y" style="position:relative; z-index:1">over</a>')

    faults = await looking.hidden_focus(page)

    assert [fault for fault in faults if "hidden" in fault] == ["hidden when focused: <a > seen"]


async def test_focus_that_does_not_show_is_found(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    await _show(page, '<a href="#x" style="outline:none">plain</a> <a href="#y">ringed</a>')

    assert await looking.hidden_focus(page) == ["looks the same when focused: <a > plain"]


async def test_a_small_target_is_found_and_a_link_in_a_sentence_is_none(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    button = '<button style="width:20px; height:30px; padding:0">x</button>'
    await _show(page, f'{button}<p>Read <a href="#x">the guide</a> first.</p>')

    assert await looking.small_targets(page, 44) == ["20×30 px: <button > x"]


async def test_room_around_a_small_target_counts(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    link = '<a href="#x" style="display:block; height:18px; margin-bottom:{}px">{}</a>'
    await _show(page, link.format(0, "one") + link.format(40, "two") + link.format(0, "three"))

    faults = await looking.small_targets(page, 24)

    assert [fault.split()[-1] for fault in faults] == ["one", "two"]


async def test_what_makes_a_page_scroll_sideways_is_found(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    await _show(page, '<p style="width:600px">wide</p>')

    faults = await looking.sideways(page)

    assert faults[0].startswith("scrolls sideways")
    assert "<p > wide" in faults


async def test_a_table_that_scrolls_by_itself_is_no_fault(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    await _show(page, '<div style="overflow-x:auto"><p style="width:600px">wide</p></div>')

    assert await looking.sideways(page) == []


async def test_words_of_the_other_language_are_found_where_they_are_not_marked(
    blank: tuple[Page, Heard],
) -> None:
    page, _ = blank
    marked = '<span lang="zh-CN">镇海街道</span> <span lang="en">Help</span> <code>ok</code>'
    await _show(page, f'{marked} <button aria-label="关闭">x</button> Save 保存', ENGLISH)
    chinese = await looking.foreign_words(page, ENGLISH)
    await _show(page, f'{marked} <input placeholder="Name"> 350304-20260303-00007 Save 保存', CHINESE)
    latin = await looking.foreign_words(page, CHINESE)

    assert [word.split(" in ")[0] for word in chinese] == ["'关闭'", "'保存'"]
    assert [word.split(" in ")[0] for word in latin] == ["'Name'", "'Save'"]


@pytest.mark.parametrize(
    "raw", ["IN_HANDLING", "grid_worker", "staff:12", "None", "350300/350304/", "REPORTED", "%(number)s"]
)
async def test_a_raw_code_is_found(blank: tuple[Page, Heard], raw: str) -> None:
    page, _ = blank
    await _show(page, f"<p>{raw}</p>")

    assert len(await looking.raw_codes(page)) >= 1


async def test_words_that_only_look_like_codes_are_none(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    await _show(page, "<p>None of the GPS said 119.02, 25.43. Reported on 3 Mar 2026, WGS 84.</p>")

    assert await looking.raw_codes(page) == []


async def test_a_violation_of_the_guidelines_is_found(blank: tuple[Page, Heard]) -> None:
    page, _ = blank
    await _show(page, '<main><h1>t</h1><input><p style="color:#aaa; background:#fff">pale</p></main>')

    rules = {fault.split()[1].rstrip(":") for fault in await looking.axe(page)}

    assert {"label", "color-contrast"} <= rules


async def test_everything_that_goes_wrong_on_a_screen_is_heard(blank: tuple[Page, Heard]) -> None:
    page, heard = blank
    await _show(page, '<img alt="" src="http://nowhere.invalid/x.png">')
    await page.evaluate("console.error('broken'); setTimeout(() => { throw new Error('thrown') })")

    for said in ("asks a foreign host: http://nowhere.invalid/x.png", "console: broken", "uncaught: "):
        await until(partial(_complains, heard, said))


async def _complains(heard: Heard, said: str) -> bool:
    return any(said in complaint for complaint in heard.complaints)
