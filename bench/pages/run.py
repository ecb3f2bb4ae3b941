"""The bench of pages: how heavy the window is, how fast it suggests, how fast a department's inbox opens."""

import gzip
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import httpx

from bench.installation import Environment, Web, filled, run, running_cluster, serving
from bench.measuring import Baseline, Figure, timed
from bench.processes import seconds_used
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
    """Somebody signed in, with the token of the session and the number of the process that serves him."""

    client: httpx.Client
    token: str
    web: int

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
        with serving(_DATABASE) as web:
            clerk, handler = _sign_in(web, _CLERK), _sign_in(web, _HANDLER)
            return [_weight(clerk), *_suggestions(clerk), _inbox(handler)]


def _sign_in(web: Web, login: str) -> _Visitor:
    client = httpx.Client(base_url=web.address, trust_env=False, timeout=30)
    told = client.post("/api/v1/login", json={"login": login, "password": PASSWORD}).raise_for_status().json()
    return _Visitor(client, told["csrf_token"], web.pid)


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
    return [
        _timed("suggested places", _PLACES, clerk.web,
               lambda words: clerk.post("/window/places", place_words=words), _SUGGESTION),
        _timed("suggested matters", _MATTERS, clerk.web,
               lambda words: clerk.post("/window/matters", matter_words=words), _SUGGESTION),
    ]  # fmt: skip


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
        "department inbox", addresses, handler.web,
        lambda path: handler.client.get(path).raise_for_status(), _INBOX,
    )  # fmt: skip


def _timed(
    name: str, asked: tuple[str, ...], web: int, ask: Callable[[str], httpx.Response], limit: float
) -> Figure:
    baseline, taken, used = Baseline(), [], 0.0
    for place in range(_WARM_UP + _ROUNDS):
        baseline.round()
        if place == _WARM_UP:
            used = seconds_used(web)
        for one in asked:
            began = time.perf_counter()
            ask(one)
            if place >= _WARM_UP:
                taken.append((time.perf_counter() - began) * 1000)
    cost = (seconds_used(web) - used) / len(taken) * 1000
    figure = timed(name, taken, limit, baseline)
    return replace(figure, details={**figure.details, "web_cpu_ms": round(cost, 1)})
