"""What the desk's questions cost with so many cases: pages of intake, lists, clocks, feed and journals."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import chain
import database
from bench.cases.chains import ChainBroken
from bench.growth.counting import Work, counted
from bench.growth.sizes import per_unit
from bench.growth.slopes import Point, Shape
from desk.intake import ask_first, register_prepared
from desk.new_case import Channel, NewCase, Where
from dispatch import board, feed, inbox, subscribers, workload
from dispatch.case_lists import Wanted, cases_in, visible_numbers
from dispatch.clockwork import DUE
from dispatch.journal import as_link
from dispatch.paging import Last
from dispatch.rules.states import CaseKind
from grid.city import City, load_city
from grid.rules.coordinates import Position
from reach import SYSTEM, Reach
from registry import subject_search
from registry.staff import reach_of

CLERK, HANDLER, DISPATCHER, WATCH = (
    "clerk.zhenhai", "handler.municipal.licheng", "dispatcher.licheng", "supervisor.city",
)  # fmt: skip
_CASES, _ENTRIES = "SELECT count(*) FROM dispatch.cases", "SELECT count(*) FROM dispatch.journal"
_PERSONS = "SELECT count(*) FROM registry.subject"
TABLES = {
    "dispatch.cases": _CASES, "dispatch.tasks": _CASES, "dispatch.clocks": _CASES, "dispatch.places": _CASES,
    "dispatch.journal": _ENTRIES, "registry.subject": _PERSONS, "registry.subject_number": _PERSONS,
    "registry.owner_key": _PERSONS, "registry.sealed_text": _PERSONS,
}  # fmt: skip
_SPREAD = """
SELECT id FROM dispatch.cases WHERE id >= (SELECT max(id) FROM dispatch.cases) / 2 ORDER BY id LIMIT 300
"""
_JOURNAL = """
SELECT case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
FROM dispatch.journal WHERE case_id = $1 ORDER BY seq
"""
_MIDDLE = """
SELECT xid, case_id, seq FROM dispatch.journal
WHERE case_id = (SELECT id FROM dispatch.cases WHERE id >= (SELECT max(id) FROM dispatch.cases) / 2
    ORDER BY id LIMIT 1)
ORDER BY seq LIMIT 1
"""
_DEEP = "SELECT id, due_at, case_no FROM dispatch.cases WHERE due_at > now() ORDER BY due_at, id LIMIT 1"
# What counts all that is open, and what finds more people where there are more.
_COUNTING = frozenset({
    "inbox, how much lies where", "board, how much lies where", "supervision",
    "people by last four", "people by name",
})  # fmt: skip
_PAGE, _NOBODYS = 40, 999_999


async def points() -> list[Point]:
    """Everything measured against cases in this database; raises ChainBroken where a journal fails."""
    city, now = await load_city(), datetime.now(UTC)
    found = []
    for name, work in (await _questions(city, now)).items():
        cost = await counted(work)
        shape = Shape.WHOLE if name in _COUNTING else Shape.FLAT
        found.append(Point(name, cost.all_pages, "pages", shape))
    return [*found, *await _row_by_row(now), *await _verifying(), *await per_unit(TABLES)]


async def staff(login: str, now: datetime) -> Reach:
    """What somebody of the demo sees."""
    return await reach_of(
        int(await database.fetch_value("SELECT id FROM registry.staff WHERE login = $1", login)), now
    )


async def intake(city: City, reach: Reach, now: datetime, serial: int = _NOBODYS) -> object:
    """One incident is taken in at a place in the demo city, under a number nobody has been given."""
    where = Where(Position(119.0203, 25.4312), 10.0)
    new = NewCase(CaseKind.INCIDENT, "0102", Channel.WINDOW, where, texts={"description": "路边有一堆垃圾"})
    return await register_prepared(replace(await ask_first(new, city, now), serial=serial), reach, city)


async def _questions(city: City, now: datetime) -> Mapping[str, Work]:
    clerk, handler, dispatcher, watch = [
        await staff(login, now) for login in (CLERK, HANDLER, DISPATCHER, WATCH)
    ]
    middle, deep = await database.fetch_row(_MIDDLE), await database.fetch_row(_DEEP)
    if middle is None or deep is None:
        raise LookupError("there are no cases to measure")
    half = feed.Cursor(middle["xid"], middle["case_id"], middle["seq"])
    last = Last(deep["id"], deep["due_at"])
    paging = board.Paging(None, board.Order.DUE, None, _PAGE)
    span = workload.Span(now, now, now)
    return {
        "intake": lambda: intake(city, clerk, now),
        "inbox, first page": lambda: inbox.work_of(handler, inbox.Sought(), inbox.Order.DUE, None, _PAGE),
        "inbox, how much lies where": lambda: inbox.piles_of(handler, None),
        "board, first page": lambda: board.on_board(dispatcher, board.Sought(), paging),
        "board, how much lies where": lambda: board.piles(dispatcher, board.Sought()),
        "supervision": lambda: workload.workload(watch, span, 50),
        "open cases, wide": lambda: cases_in(watch, Wanted(still_open=True), None, _PAGE),
        "open cases, narrow": lambda: cases_in(clerk, Wanted(still_open=True), None, _PAGE),
        "overdue, wide": lambda: cases_in(watch, Wanted(overdue_at=now), None, _PAGE),
        "deep page, wide": lambda: cases_in(watch, Wanted(), last, _PAGE),
        "by number": lambda: cases_in(watch, Wanted(number=deep["case_no"]), None, _PAGE),
        "people by last four": lambda: subject_search.search(SYSTEM, "1234", now),
        "people by name": lambda: subject_search.search(SYSTEM, "林晓燕", now),
        "feed, 500 entries from the middle": lambda: feed.read(half, 500),
        "how subscribers stand": subscribers.standings,
    }


async def _row_by_row(now: datetime) -> list[Point]:
    """What is told for each row: a claim of clocks that are over, and what an open board asks of changes."""
    due = await database.fetch(DUE, now, 200, [])
    ids = [row["id"] for row in await database.fetch(_SPREAD)]
    dispatcher = await staff(DISPATCHER, now)
    claimed = await counted(lambda: database.fetch(DUE, now, 200, []))
    looked = await counted(lambda: visible_numbers(dispatcher, ids))
    return [
        Point("claim clocks, each", claimed.all_pages / max(len(due), 1), "pages each", Shape.FLAT),
        Point("an open board, a change", looked.all_pages / len(ids), "pages each", Shape.FLAT),
    ]


async def _verifying() -> list[Point]:
    """Verifies journals from the middle of the table on: pages and processor time for each entry."""
    ids = [row["id"] for row in await database.fetch(_SPREAD)]
    read: list[chain.Entry] = []

    async def look() -> None:
        read.clear()
        for case_id in ids:
            read.extend(as_link(row) for row in await database.fetch(_JOURNAL, case_id))

    cost = await counted(look)
    began, wrong = time.process_time(), 0
    links = _by_case(read)
    for entries in links:
        wrong += len(chain.verify(entries))
    used = (time.process_time() - began) * 1e6 / len(read)
    if wrong:
        raise ChainBroken(f"{wrong} journals do not hold")
    return [
        Point("read a journal, an entry", cost.all_pages / len(read), "pages each", Shape.FLAT),
        Point("verify a journal, an entry", used, "µs", Shape.TIME),
    ]


def _by_case(read: list[chain.Entry]) -> list[list[chain.Entry]]:
    found: list[list[chain.Entry]] = []
    for entry in read:
        if entry.seq == 1:
            found.append([])
        found[-1].append(entry)
    return found
