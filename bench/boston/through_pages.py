"""Hands a sample of the second half-year in through the pages: by residents, and by a clerk at the window."""

import argparse
import asyncio
import contextlib
import secrets
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from random import Random
from typing import Protocol

import httpx

from bench.boston import commands, score
from bench.boston.notes import Note, keep, kept
from bench.boston.scoring import Label
from bench.boston.visitors import Clerk, NotTaken, Resident, Row, WindowClosed, at_the_window

WAYS = ("resident", "window")
SEED = 2015
_STOPPED = 130  # the status of a program that Ctrl-C has ended
_SECONDS = 60.0
_Work = tuple[int, Row]


class Visitor(Protocol):
    """Somebody who hands a row in and is told a number."""

    async def hand_in(self, row: Row, number: int) -> str:
        """The number told; raises NotTaken, WindowClosed."""


def sample(rows: list[Label], size: int) -> list[Label]:
    """So many rows, always the same of a file, a larger sample beginning with the smaller one."""
    order = list(rows)
    Random(SEED).shuffle(order)
    return order[:size]


async def hand_in(address: str, rows: list[Label], notes: Path, clients: int) -> bool:
    """Hands in by both ways what the notes do not hold yet; returns whether it came to the end.

    Ctrl-C lets what is under way end. Raises WindowClosed.
    """
    stopping = asyncio.Event()
    with _watched(stopping):
        for way in WAYS:
            if stopping.is_set():
                break
            done = {one.reference for one in kept(notes) if one.way == way}
            work = [(at, row) for at, row in enumerate(rows) if row["CASE_ENQUIRY_ID"] not in done]
            sys.stdout.write(f"{way}: {len(work)} of {len(rows)} rows to hand in\n")
            sys.stdout.flush()
            async with httpx.AsyncClient(base_url=address, timeout=_SECONDS, trust_env=False) as client:
                visitor = Resident(client) if way == "resident" else await _clerk(client, bool(work))
                waiting = _until(stopping, iter(work))
                await _together([_go_on(visitor, way, waiting, notes) for _ in range(clients)])
    return not stopping.is_set()


async def _together(going_on: list[Coroutine[None, None, None]]) -> None:
    stops: list[BaseException] = []
    try:
        async with asyncio.TaskGroup() as group:
            for one in going_on:
                group.create_task(one)
    except* WindowClosed as closed:
        stops += closed.exceptions
    if stops:
        raise stops[0]


async def _go_on(visitor: Visitor, way: str, work: Iterator[_Work], notes: Path) -> None:
    for at, row in work:
        number, refused = "", ""
        try:
            number = await visitor.hand_in(row, at)
        except NotTaken as fault:
            refused = str(fault)
        except httpx.TransportError as error:
            raise WindowClosed(f"the desk does not answer: {error!r}") from error
        keep(notes, Note(way, row["CASE_ENQUIRY_ID"], number, refused))


def _until(stopping: asyncio.Event, waiting: Iterator[_Work]) -> Iterator[_Work]:
    for one in waiting:
        if stopping.is_set():
            return
        yield one


@contextlib.contextmanager
def _watched(stopping: asyncio.Event) -> Iterator[None]:
    """What is under way is finished before Ctrl-C ends it, so that every number told is noted."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    try:
        yield
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)


async def _clerk(client: httpx.AsyncClient, needed: bool) -> Clerk:
    """The clerk, let in by a first password as the command tells it; nobody is signed in for nothing."""
    if not needed:
        return Clerk(client)
    words = (sys.executable, "-m", "desk.cli", "password", commands.CLERK)
    told = await asyncio.to_thread(subprocess.run, words, check=True, stdout=subprocess.PIPE, text=True)
    first = told.stdout.split("signs in once with ")[1].split()[0]
    return await at_the_window(client, commands.CLERK, first, f"Own-{secrets.token_urlsafe(12)}-1")


async def _main(asked: argparse.Namespace) -> int:
    rows = sample(score.replayed(asked.file), asked.sample)
    try:
        ended = await hand_in(asked.to, rows, asked.notes, asked.clients)
    except WindowClosed as closed:
        sys.stderr.write(f"{closed}\n")
        return 1
    return 0 if ended else _STOPPED


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.boston.through_pages")
    parser.add_argument("file", type=Path)
    parser.add_argument("--to", required=True, metavar="ADDRESS")
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=1500)
    parser.add_argument("--clients", type=int, default=4)
    sys.exit(asyncio.run(_main(parser.parse_args())))
