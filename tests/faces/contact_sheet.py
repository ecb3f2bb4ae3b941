"""Draws every page in both languages and on every screen: pictures, a sheet for each page, an index."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.async_api import Error

from database import open_pool
from desk.demo.accounts import PASSWORD
from registry.keys import create_keys
from settings import settings
from tests import databases
from tests.databases import ROOT
from tests.faces.browsing import LANGUAGES, Screens, Size, Viewer, chromium
from tests.faces.known import Known, known
from tests.faces.living_town import living_town
from tests.faces.page_table import PAGES, Entry, page_routes
from tests.faces.readme_pictures import README_PICTURES, keep_for_readme
from tests.faces.sheets import Picture, compose, index

FOLDER = ROOT / "var" / "contact-sheet"
_AT_ONCE = 2  # screens drawn at a time
_SETTLES = 400  # milliseconds a map or a list that fetches more is given after the page has loaded


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn from: screens on a desk, and what the desk shows."""

    screens: Screens
    known: Known


def main(arguments: Sequence[str] | None = None) -> int:
    """Draws what was asked for; returns 1 when a page could not be drawn or something went wrong on one."""
    asked = _parser().parse_args(arguments)
    wanted = {picture.page for picture in README_PICTURES}
    entries = [one for one in PAGES if (one.name in wanted if asked.readme else _matches(one, asked.only))]
    if not entries:
        _say(f"no page is called like {asked.only}; there are: {', '.join(one.name for one in PAGES)}")
        return 2
    if asked.url:
        entries = [one for one in entries if asked.sandbox or not one.pretend_city]
        return asyncio.run(_draw_running(entries, asked))
    create_keys(settings.keys_dir)
    with databases.running_cluster(), databases.copy_of(databases.city_template(), _own_database()) as name:
        return asyncio.run(_draw_own(name, entries, asked))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/contact-sheet", description=__doc__)
    parser.add_argument(
        "--only", default="*", metavar="PATTERN", help="pages whose name holds or is like this"
    )
    parser.add_argument("--url", help="a running demo desk; without it a town of its own is started")
    parser.add_argument("--sandbox", default="", help="with --url: its pretend city; else left out")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README, made small")
    return parser


def _matches(entry: Entry, pattern: str) -> bool:
    return fnmatch(entry.name, pattern) or pattern in entry.name


def _own_database() -> str:
    return urlsplit(settings.database_url).path.strip("/")


async def _draw_own(database: str, entries: Sequence[Entry], asked: argparse.Namespace) -> int:
    _say("starting a town of its own")
    await open_pool(1)
    with tempfile.TemporaryDirectory() as folder:
        async with living_town(database, Path(folder)) as town, chromium() as browser:
            screens = Screens(browser, town.address, town.keys.of, town.pretend_city)
            shown = await known(town.address, town.keys.of, town.receipts)
            return await _draw(Drawing(screens, shown), entries, asked)


async def _draw_running(entries: Sequence[Entry], asked: argparse.Namespace) -> int:
    address = asked.url.rstrip("/")
    async with _signing_in(address) as keys, chromium() as browser:
        screens = Screens(browser, address, keys.of, asked.sandbox)
        return await _draw(Drawing(screens, await known(address, keys.of)), entries, asked)


@dataclass(slots=True)
class _Logins:
    """Signs in at the API of a running demo, once for each account."""

    client: httpx.AsyncClient
    secrets: dict[str, str]

    async def of(self, login: str) -> str:
        if login not in self.secrets:
            body = {"login": login, "password": PASSWORD}
            answer = await self.client.post("/api/v1/login", json=body)
            self.secrets[login] = str(answer.raise_for_status().cookies["session"])
        return self.secrets[login]


@asynccontextmanager
async def _signing_in(address: str) -> AsyncIterator[_Logins]:
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as client:
        yield _Logins(client, {})


async def _draw(drawing: Drawing, entries: Sequence[Entry], asked: argparse.Namespace) -> int:
    if asked.only == "*" and not asked.readme:
        shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "sheets").mkdir(parents=True, exist_ok=True)
    door = asyncio.Semaphore(_AT_ONCE)
    drawn = await asyncio.gather(*(_sheet(drawing, entry, door) for entry in entries))
    if asked.readme:
        keep_for_readme(FOLDER)
    else:
        index(
            {one.name: pictures for one, (pictures, _) in zip(entries, drawn, strict=True)},
            FOLDER / "index.html",
        )
    faults = [fault for _, found in drawn for fault in found] + _without_picture(entries, asked)
    for fault in faults:
        _say(fault)
    count = sum(len(pictures) for pictures, _ in drawn)
    _say(f"{count} pictures of {len(entries)} pages: {FOLDER / 'index.html'}")
    return 1 if faults else 0


def _without_picture(entries: Sequence[Entry], asked: argparse.Namespace) -> list[str]:
    """The routes of pages that are on no picture, when all pictures were asked for."""
    if asked.only != "*" or asked.readme:
        return []
    shown = {entry.route for entry in entries}
    return [f"no picture shows {one.template}" for one in page_routes() if one.template not in shown]


async def _sheet(drawing: Drawing, entry: Entry, door: asyncio.Semaphore) -> tuple[list[Picture], list[str]]:
    """The pictures of a page, and what went wrong while they were taken."""
    pictures: list[Picture] = []
    faults: list[str] = []
    for language in LANGUAGES:
        async with door:
            try:
                faults += await _photograph(drawing, entry, language, pictures)
            except (Error, LookupError) as error:
                faults.append(f"{entry.name} {language}: {error}")
    if pictures:
        compose(pictures, FOLDER / "sheets" / f"{entry.name}.png")
    return pictures, faults


async def _photograph(drawing: Drawing, entry: Entry, language: str, into: list[Picture]) -> list[str]:
    address = entry.address(drawing.known)
    screens = drawing.screens.elsewhere() if entry.pretend_city else drawing.screens
    async with screens.of(Viewer(entry.who, language, entry.sizes[0])) as (page, heard):
        heard.expected.add(entry.status)
        for size in entry.sizes:
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            await page.goto(address, wait_until="load")
            if entry.then is not None:
                await entry.then(page, drawing.known)
            await page.wait_for_timeout(_SETTLES)
            picture = Picture(entry.name, language, size, FOLDER / _file(entry, language, size))
            await page.screenshot(path=picture.path, full_page=True)
            into.append(picture)
    return [f"{entry.name} {language}: {complaint}" for complaint in heard.complaints]


def _file(entry: Entry, language: str, size: Size) -> str:
    return f"{entry.name}.{language}.{size[0]}x{size[1]}.png"


def _say(text: str) -> None:
    sys.stdout.write(f"· {text}\n")
