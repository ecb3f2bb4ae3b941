"""Every page in both languages: readable by everybody, usable by keyboard and thumb."""

import pytest
from playwright.async_api import Page

from tests.faces import looking
from tests.faces.browsing import CHINESE, DESKTOP, ENGLISH, PHONE, Screens, Size, Viewer
from tests.faces.known import Known
from tests.faces.page_table import PAGES, Entry
from tests.faces.scriptless import Asking, without_scripts

# Each language is looked at through and through on one screen; what depends on the width also on the other.
_LOOKS = ((CHINESE, DESKTOP, PHONE), (ENGLISH, PHONE, DESKTOP))
_SEEN: dict[tuple[str, str | None, str], str] = {}


@pytest.mark.parametrize(("language", "size", "other"), _LOOKS, ids=[CHINESE, ENGLISH])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
async def test_a_page_is_well(
    screens: Screens, known_things: Known, entry: Entry, language: str, size: Size, other: Size
) -> None:
    address = entry.address(known_things)
    screens = screens.elsewhere() if entry.pretend_city else screens
    viewer = Viewer(entry.who, language, size)

    async with screens.of(viewer) as (page, heard):
        heard.expected.add(entry.status)
        answer = await page.goto(address, wait_until="load")
        if entry.then is not None:
            await entry.then(page, known_things)
        faults = await _faults(page, entry, language) + await looking.sideways_in_large_type(page)
        await page.set_viewport_size({"width": other[0], "height": other[1]})
        faults += await looking.sideways(page)
        faults += await looking.small_targets(page, entry.least_target)
        faults += await looking.sideways_in_large_type(page)

    if entry.then is None:
        faults += without_scripts(screens.address + address, await _asking(screens, entry, language))
        assert answer is not None
        assert answer.status == entry.status
    everything = dict.fromkeys(heard.complaints + faults)
    assert not everything, "\n".join(everything)


async def _faults(page: Page, entry: Entry, language: str) -> list[str]:
    bones = await looking.outline(page)
    faults = [] if bones.language == language else [f"the page says its language is {bones.language!r}"]
    faults += [] if len(bones.headings) == 1 else [f"not one main heading but {bones.headings}"]
    faults += [] if bones.mains == 1 else [f"{bones.mains} elements are <main>"]
    faults += _same_title(entry, bones.title, language)
    faults += await looking.sideways(page)
    faults += await looking.small_targets(page, entry.least_target)
    faults += await looking.foreign_words(page, language)
    faults += await looking.raw_codes(page)
    faults += await looking.maps_alone(page)
    faults += await looking.axe(page)
    return faults + await looking.hidden_focus(page)


def _same_title(entry: Entry, title: str, language: str) -> list[str]:
    """Two pages one person has open must not share a title; compared is what one worker saw."""
    other = _SEEN.setdefault((language, entry.who, title), entry.route)
    return [] if other == entry.route else [f"the title {title!r} is that of {other} too"]


async def _asking(screens: Screens, entry: Entry, language: str) -> Asking:
    key = None if entry.who is None else await screens.key_of(entry.who)
    return Asking(language, key, entry.status)
