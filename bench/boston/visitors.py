"""Hands a row in as people do: a resident at the report page, a clerk at the window, by their forms alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from bench.page_forms import form_to

_NUMBER = re.compile(r'class="number"[^>]*>([0-9A-Z]+)<')
_FAULT = re.compile(r'id="f-[\w.-]+-error"[^>]*>([^<]+)<')
_SOURCES = 250  # by byte of an address in 10.0.0.0/8
_OWN = {"accept": "text/html", "accept-language": "en", "sec-fetch-site": "same-origin"}
Row = Mapping[str, str]


class NotTaken(Exception):
    """Raised when the page came back with the row instead of a number; says what stood at its fields."""


class WindowClosed(Exception):
    """Raised when the clerk cannot sign in, or the desk answers what no page should."""


@dataclass(frozen=True, slots=True)
class Resident:
    """People who report something, each from a place of his own, as a proxy before the desk tells it.

    A point is what the map's script writes into the form: degrees as in the row, exact to the metre.
    """

    client: httpx.AsyncClient

    async def hand_in(self, row: Row, number: int) -> str:
        """The tracking number of the `number`th row's report; raises NotTaken, WindowClosed."""
        headers = {**_OWN, "x-forwarded-for": _source(number)}
        page = await self.client.get("/report", headers=headers)
        typed = {
            "class": _offered(page, row["TYPE"]),
            "lon": row["LONGITUDE"].strip(),
            "lat": row["LATITUDE"].strip(),
            "accuracy": "0",
            "description": _said(row),
            "do": "send",
        }
        told = await form_to(page, "/report").press(self.client, typed, headers)
        if told.status_code == 200 and "yes" in form_to(told, "/report").buttons.get("another", ()):
            # The page tells of open reports nearby; this one is another matter.
            told = await form_to(told, "/report").press(self.client, {"another": "yes"}, headers)
        if told.status_code != 201:
            raise _why(told)
        tracking_no: str = _NUMBER.findall(told.text)[0]
        return tracking_no


def _offered(page: httpx.Response, kind: str) -> str:
    if page.status_code != 200 or kind not in form_to(page, "/report").choices["class"]:
        raise WindowClosed(f"the report page does not offer {kind!r}: {page.status_code}")
    return kind


def _source(number: int) -> str:
    high, low = divmod(number, _SOURCES)
    return f"10.0.{high}.{low + 1}"


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody at the window who is told the matter and the place; signed in by `at_the_window`."""

    client: httpx.AsyncClient

    async def hand_in(self, row: Row, _number: int) -> str:
        """The number of the case on the receipt; raises NotTaken, WindowClosed."""
        page = await self.client.get("/window", headers=_OWN)
        if page.status_code != 200:
            raise WindowClosed(f"the window answers {page.status_code}")
        asked = {"matter_words": row["TYPE"][:64], "description": _said(row), "do": "find"}
        found = await form_to(page, "/window").press(self.client, asked, _OWN)
        form, wanted = form_to(found, "/window"), f"class:{row['TYPE']}"
        if wanted not in form.choices.get("matter", ()):
            raise WindowClosed(f"the window does not find {row['TYPE']!r}")
        place = f"point:{row['LONGITUDE'].strip()},{row['LATITUDE'].strip()},0"
        told = await form.press(self.client, {"matter": wanted, "place": place}, _OWN)
        if told.status_code != 303:
            raise _why(told)
        return httpx.URL(told.headers["location"]).path.rpartition("/")[2]


async def at_the_window(client: httpx.AsyncClient, login: str, first: str, own: str) -> Clerk:
    """A clerk who signs in with the first password he was told and chooses his own; raises WindowClosed."""
    await _sign_in(client, login, first)
    account = await client.get("/account", headers=_OWN)
    chosen = {"present": first, "new": own, "again": own}
    changed = await form_to(account, "/account/password").press(client, chosen, _OWN)
    if changed.status_code != 303:
        raise _why(changed)
    return Clerk(client)


async def _sign_in(client: httpx.AsyncClient, login: str, password: str) -> None:
    door = await client.get("/login", headers=_OWN)
    answer = await form_to(door, "/login").press(client, {"login": login, "password": password}, _OWN)
    if answer.status_code != 303:
        raise WindowClosed(f"{login} is not let in: {answer.status_code}")


def _said(row: Row) -> str:
    # A report without a title is one all the same; its class says what it is about.
    return row["CASE_TITLE"].strip() or row["TYPE"]


def _why(page: httpx.Response) -> NotTaken | WindowClosed:
    """What stands at the fields of a form that came back, or that it is no such form."""
    faults = _FAULT.findall(page.text)
    if page.status_code == 422 and faults:
        return NotTaken(" ".join(dict.fromkeys(one.strip() for one in faults)))
    return WindowClosed(f"{page.request.url.path} answers {page.status_code} {page.text[:300]!r}")
