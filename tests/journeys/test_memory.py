"""What a web process weighs once people of all sorts have worked with it: no city is kept in it."""

import asyncio

from bench.processes import megabytes
from bench.start.measure import MEMORY
from tests.journeys.people import People

_PAGES = {
    "clerk.zhenhai": ("/window", "/cases"),
    "handler.urban_management.licheng": ("/inbox", "/inbox?tray=all&order=-opened"),
    "dispatcher.licheng": ("/board", "/roster"),
    "supervisor.city": ("/supervision", "/api/v1/cases?limit=100"),
    "worker.meifeng": ("/m", "/m/map"),
}
_TIMES = 12


async def test_the_web_stays_light_whoever_works_with_it(people: People) -> None:
    answers = []
    for login, paths in _PAGES.items():
        client = await people.the(login)
        for path in paths * _TIMES:
            answers.append((await client.get(path)).status_code)

    weight = await asyncio.to_thread(megabytes, people.town.web.pid)

    assert set(answers) == {200}
    assert 20 < weight <= MEMORY
