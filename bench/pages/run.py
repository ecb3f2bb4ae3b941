"""The bench of pages: how heavy the window is, how fast it suggests, how fast a department's inbox opens."""

import gzip
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from bench.installation import Environment, filled, run, running_cluster, web
from bench.measuring import Baseline, Figure, timed
from desk.demo.accounts import PASSWORD

_DATABASE = "bench_pages_2"
_CLERK, _HANDLER = "clerk.zhenhai", "handler.civil_affairs.chengxiang"
_ROUNDS, _WARM_UP = 40, 10
# What clerks type: initials, letters, characters, a house with its number, an area.
_PLACES = ("zh", "whx", "wenxian", "文献", "镇海", "jiefang", "18号", "梅峰", "xhb", "胜利路 2", "龙桥", "fs")
_MATTERS = ("gl", "高龄", "laji", "水管", "canji", "井盖", "yiliao", "350105")
_LARGEST_PAGE, _SUGGESTION, _INBOX = 120_000.0, 60.0, 60.0


@dataclass(frozen=True, slots=True)
class _Visitor:
    """Somebody signed in, with the token of the session."""

    client: httpx.Client
    token: str

    def post(self, path: str, **typed: str) -> httpx.Response:
        """Sends a form as a part of a page does."""
        headers = {"x-csrf-token": self.token, "hx-request": "true"}
        return self.client.post(path, data=typed, headers=headers).raise_for_status()


def _fill(env: Environment) -> None:
    run({**env, "DATABASE_ROLE": "owner"}, "desk.hosting.preparing")
    run({**env, "DATABASE_ROLE": "owner"}, "bench.pages.filling")


def figures(_scale: float) -> list[Figure]:
    """Measures all of them over one installation, always of its full size.

    Raises AssertionError where a page answers wrongly.
    """
    with running_cluster():
        filled(_DATABASE, _fill)
        with web(_DATABASE) as address:
            clerk, handler = _sign_in(address, _CLERK), _sign_in(address, _HANDLER)
            return [_weight(clerk), *_suggestions(clerk), _inbox(handler)]


def _sign_in(address: str, login: str) -> _Visitor:
    client = httpx.Client(base_url=address, trust_env=False, timeout=30)
    told = client.post("/api/v1/login", json={"login": login, "password": PASSWORD}).raise_for_status().json()
    return _Visitor(client, told["csrf_token"])


def _weight(clerk: _Visitor) -> Figure:
    page = clerk.client.get("/window").raise_for_status().content
    assert b'name="matter_words"' in page
    # Scripts and styles carry their version in the address and are fetched once.
    uncached = [
        one
        for one in re.findall(rb'(?:src|href)="(/[^"]+\.(?:js|css|svg|png))"', page)
        if b"/static/" not in one
    ]
    assert not uncached, uncached
    packed = float(len(gzip.compress(page, 6)))
    details: dict[str, object] = {"uncompressed": len(page)}
    return Figure(
        "window page", packed, "B", _LARGEST_PAGE, "≤ 120 KB compressed", packed <= _LARGEST_PAGE, details
    )


def _suggestions(clerk: _Visitor) -> list[Figure]:
    found = clerk.post("/window/places", place_words="文献").text
    assert "文献" in found
    places = _timed(
        "suggested places", _PLACES, lambda words: clerk.post("/window/places", place_words=words)
    )
    matters = _timed(
        "suggested matters", _MATTERS, lambda words: clerk.post("/window/matters", matter_words=words)
    )
    return [places, matters]


def _inbox(handler: _Visitor) -> Figure:
    page = handler.client.get("/inbox").raise_for_status().text
    assert page.count('id="work-') > 10
    addresses = (
        "/inbox",
        "/inbox?tray=all",
        "/inbox?order=-opened",
        "/inbox?overdue=yes",
        "/inbox?kind=incident",
    )
    return _timed(
        "department inbox", addresses, lambda path: handler.client.get(path).raise_for_status(), _INBOX
    )


def _timed(
    name: str, asked: tuple[str, ...], ask: Callable[[str], httpx.Response], limit: float = _SUGGESTION
) -> Figure:
    baseline, taken = Baseline(), []
    for place in range(_WARM_UP + _ROUNDS):
        baseline.round()
        for one in asked:
            began = time.perf_counter()
            ask(one)
            if place >= _WARM_UP:
                taken.append((time.perf_counter() - began) * 1000)
    return timed(name, taken, limit, baseline)
