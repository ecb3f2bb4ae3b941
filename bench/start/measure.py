"""Measures how soon a web process is ready, what it weighs after mixed work, and what it has loaded."""

import itertools
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.city.drawing import SOUTH, STEP, WEST
from bench.installation import serving
from bench.intake.bodies import a_body
from bench.measuring import Baseline, Figure, around, printed
from bench.processes import megabytes, shared_libraries
from bench.visiting import Visitor, sign_in

_ROUNDS, _REQUESTS = 5, 2_000
_READY, MEMORY = 6.0, 250.0
# Libraries for jobs and commands by a part of their files' names; the web must do without them.
HEAVY = (
    "pyogrio",
    "fiona",
    "gdal",
    "pyproj",
    "ortools",
    "highs",
    "scipy",
    "pymupdf",
    "reportlab",
    "openpyxl",
)
_PAGES = {
    "clerk.zhenhai": ("/window", "/cases", "/api/v1/cases?open=true", "/api/v1/items"),
    "handler.municipal.licheng": ("/inbox", "/inbox?overdue=yes", "/api/v1/departments"),
    "dispatcher.licheng": ("/board", "/api/v1/cases?only=overdue"),
    "supervisor.city": ("/supervision", "/api/v1/addresses?q=%E6%96%87%E7%8C%AE%E8%B7%AF", "/account"),
}  # fmt: skip
_PUBLIC = ("/", "/guides", "/points", "/report", "/progress", "/ready")


@dataclass(frozen=True, slots=True)
class _Ask:
    """One request of somebody."""

    who: Visitor
    path: str
    body: object = None

    def __call__(self) -> None:
        """Asks; raises NotAnswered."""
        self.who.ask("GET" if self.body is None else "POST", self.path, self.body)


def figures(name: str, scale: float) -> list[Figure]:
    """Three figures over one database."""
    baseline, seconds = Baseline(), []
    for _ in range(_ROUNDS - 1):
        baseline.round()
        began = time.perf_counter()
        with serving(name):
            seconds.append(time.perf_counter() - began)
    with serving(name) as web:
        at_first = megabytes(web.pid)
        many = max(50, round(_REQUESTS * scale))
        for ask in itertools.islice(mixed(web.address), many):
            ask()
        weight, files = megabytes(web.pid), shared_libraries(web.pid)
    ready = statistics.median(seconds)
    holds = ready <= _READY if baseline.quiet or ready <= _READY else None
    heavy = sorted({word for word in HEAVY for file in files if f"/{word}" in file.lower()})
    told: dict[str, object] = {"at_first": round(at_first, 1), "requests": many}
    return [
        Figure("ready after", round(ready, 2), "s", _READY, f"≤ {_READY:g} s", holds, around(baseline)),
        Figure("memory of the web", round(weight, 1), "MB", MEMORY, f"PSS ≤ {MEMORY:g} MB",
               weight <= MEMORY, told),
        Figure("heavy libraries in the web", float(len(heavy)), "", 0.0, "none", not heavy, {"of": heavy}),
    ]  # fmt: skip


def mixed(address: str) -> Iterator[_Ask]:
    """Pages and API, reading and taking in, by staff and by people who are not signed in."""
    visitors = {login: sign_in(address, login) for login in _PAGES}
    anybody = Visitor(next(iter(visitors.values())).connection, {})
    pages = [_Ask(visitors[login], path) for login, paths in _PAGES.items() for path in paths]
    pages += [_Ask(anybody, path) for path in _PUBLIC]
    clerk = visitors["clerk.zhenhai"]
    for number in itertools.count():
        yield pages[number % len(pages)]
        if number % 5 == 0:
            yield _Ask(clerk, "/api/v1/incidents", json.loads(a_body(number)))
        if number % 7 == 0:
            lon, lat = WEST + STEP * (5 + number % 90), SOUTH + STEP * (5 + number % 80)
            yield _Ask(clerk, f"/api/v1/locate?lon={lon}&lat={lat}&crs=WGS84")


if __name__ == "__main__":
    printed(figures(sys.argv[1], float(sys.argv[2])))
