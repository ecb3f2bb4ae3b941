"""What is asked of every page, each answer a list of faults in words: nothing found is an empty list."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playwright.async_api import Page

from desk.new_case import Channel
from dispatch.rules.states import ApplicationState, IncidentState
from grid.rules.levels import Level
from settings import settings
from tests.faces.browsing import CHINESE

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async tags => {
    const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations", "incomplete"]});
    const told = (sure, rules) => rules.flatMap(rule => rule.nodes.map(
        node => [sure, rule.id, node.target.join(" "), node.html, node.failureSummary || ""]));
    return [...told(true, found.violations), ...told(false, found.incomplete)];
}"""
# What axe cannot decide and a person has: the rule, how the element begins, and why all is well.
EXPLAINED: tuple[tuple[str, str, str], ...] = (
    (
        "color-contrast",
        "<select",
        "the gradient is the arrow at its end; the words stand on the ground of fields",
    ),
)

# Names and signs that are the same in Chinese.
_NAMES = frozenset(
    {"Griddesk", "km", "Ctrl", "Enter", "Esc", "Tab", "Shift", "PDF", "OpenLayers", "API", "UTC"}
)
_LATIN = re.compile(r"[A-Za-z0-9_./:@-]*[A-Za-z][A-Za-z0-9_./:@-]*")
_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
_RAW = (
    re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b"),
    re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b"),
    re.compile(r"\b(?:staff|subject|holder|service):\w+"),
    re.compile(r"^\s*(?:None|True|False)\s*$|\b(?:null|undefined|NaN)\b"),
    re.compile(r"\{\{|\}\}|%\(|<built-in|object at 0x"),
    re.compile(r"\b\d{6}/\d{6}/"),
    re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:"),
)
# Codes that are one word can be told from shouting by name only.
_CODES = {str(one) for words in (ApplicationState, IncidentState, Level, Channel) for one in words}
_SHOUTED = re.compile(rf"\b(?:{'|'.join(sorted(_CODES))})\b")


@dataclass(frozen=True, slots=True)
class Outline:
    """The bones of a page."""

    title: str
    language: str
    headings: tuple[str, ...]
    mains: int


async def axe(page: Page) -> list[str]:
    """Violations of WCAG 2.2 A and AA and of good practice, and what axe could not decide unexplained."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate((settings.vendor_dir / "axe.js").read_text("utf-8"))
    found = await page.evaluate(_RUN, _TAGS)
    return [
        f"axe {rule}{'' if sure else ' (undecided)'}: {target}: {' '.join(why.split())[:300]}"
        for sure, rule, target, html, why in found
        if sure or not any(rule == known and html.startswith(begins) for known, begins, _ in EXPLAINED)
    ]


async def hidden_focus(page: Page) -> list[str]:
    """What takes no focus, is covered when focused (WCAG 2.4.11) or does not show that it is (2.4.7)."""
    # After a click browsers show no ring where a script puts the focus; after a key they do.
    await page.keyboard.press("Tab")
    return _texts(await page.evaluate("measures.hiddenFocus()"))


async def small_targets(page: Page, least: int) -> list[str]:
    """Targets smaller than so many CSS pixels, links in running text left out (WCAG 2.5.8).

    Room around a target counts as its own as far as the standard says so, for its twenty-four pixels.
    """
    found = await page.evaluate("([least, room]) => measures.smallTargets(least, room)", [least, least <= 24])
    return _texts(found)


async def sideways(page: Page) -> list[str]:
    """What makes the page wider than the screen (WCAG 1.4.10)."""
    return _texts(await page.evaluate("measures.sideways()"))


async def sideways_in_large_type(page: Page) -> list[str]:
    """What makes the page wider than the screen once a reader has chosen large type; put back afterwards."""
    look = await page.evaluate("measures.lookLike('large')")
    faults = await sideways(page)
    await page.evaluate("look => measures.lookLike(look)", look)
    return [f"in large type: {fault}" for fault in faults]


async def maps_alone(page: Page) -> list[str]:
    """Maps that are the only way: nothing beside them says the same, or only dragging moves them."""
    return _texts(await page.evaluate("measures.mapsAlone()"))


async def outline(page: Page) -> Outline:
    """Title, language, first headings and main parts."""
    told = await page.evaluate("measures.outline()")
    return Outline(told["title"], told["language"], tuple(told["headings"]), told["mains"])


async def foreign_words(page: Page, language: str) -> list[str]:
    """Latin words on a Chinese page, Chinese characters on an English one.

    Left out is what stands in an element with another `lang`, in `code`, `kbd` or under `translate="no"`.
    """
    found = _foreign_in_chinese if language == CHINESE else _foreign_in_english
    return _once(f"{word!r} in {where}" for where, text in await _words(page) for word in found(text))


async def raw_codes(page: Page) -> list[str]:
    """Codes where a name belongs: enum values, actors, area paths, bare instants, unfilled placeholders."""
    return _once(
        f"{found[0]!r} in {where}"
        for where, text in await _words(page)
        for pattern in (*_RAW, _SHOUTED)
        for found in pattern.finditer(text)
    )


def _foreign_in_chinese(text: str) -> list[str]:
    words = [found.strip("./:@-_") for found in _LATIN.findall(text)]
    return [
        word
        for word in words
        if len(word) > 1 and word not in _NAMES and not any(sign.isdigit() for sign in word)
    ]


def _foreign_in_english(text: str) -> list[str]:
    return _HAN.findall(text)


async def _words(page: Page) -> list[tuple[str, str]]:
    return [(where, text) for where, text in await page.evaluate("measures.words()")]


def _texts(found: Sequence[object]) -> list[str]:
    return [str(one) for one in found]


def _once(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
