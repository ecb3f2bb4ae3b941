"""The command replay: hands the rows of a CSV file to a running desk's intake, as a service would."""

import argparse
import asyncio
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
from rich.progress import Progress

from desk.commands.importing import told
from desk.imports.columns import BadOption, BadRow, day
from desk.imports.console import complain, progress_bar, read_findings, say, tell_findings
from desk.imports.csv_files import CsvFile, CsvRow
from desk.imports.intake_client import IntakeClient
from desk.imports.options import add_columns, add_file, add_place_and_time, coordinates, times
from desk.imports.replay_position import Position
from desk.imports.replaying import Answer, Outcome, ReplayStopped, Run, Tally
from desk.imports.reports import Given, Peculiar, ReportColumns, report, rows_between
from desk.imports.twice import references_of
from grid.city import load_city

_KEPT_EVERY = 200  # rows: so many may be sent once more after a crash, which doubles nothing
_SECONDS = 60.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "replay",
        help="hand the rows of a CSV file to a running desk",
        epilog="Ctrl-C stops it; the same command goes on there. A row handed in twice is one case.",
    )
    add_file(parser)
    columns = (("id", "reference of the row"), ("type", "code of the incident class"), ("title", "its title"))
    add_columns(parser, columns)
    add_place_and_time(parser)
    parser.add_argument("--since", help="only rows of this local day and later (YYYY-MM-DD)")
    parser.add_argument("--until", help="only rows of local days before this one")
    parser.add_argument(
        "--to", required=True, metavar="ADDRESS", help="of the desk, e.g. http://127.0.0.1:8000"
    )
    parser.add_argument("--token-file", type=Path, required=True, help="made by `bin/desk token new`")
    parser.add_argument("--precision", type=float, default=0.0, help="of the coordinates in metres (0)")
    parser.add_argument("--channel", help="how the rows came, e.g. HOTLINE (as is usual)")
    parser.add_argument("--clients", type=int, default=16, help="rows under way at once (16)")
    parser.add_argument("--position", type=Path, help="where it is kept how far it came")
    parser.set_defaults(run=_run)


@told
async def _run(asked: argparse.Namespace) -> int:
    columns = _columns(asked, (await load_city()).zone)
    # To its end before its first row is handed in: a file that breaks off is refused.
    known = references_of(_file(asked, columns), columns.reference)
    file = _file(asked, columns)
    position = Position(asked.position or Path(f"{asked.file.name}.position"), asked.file)
    begun_at = position.line()
    earlier = read_findings(asked.report, begun_at) if asked.report and begun_at else []
    if begun_at:
        say(f"going on after line {begun_at}, where the last run came to")
    peculiar, given = Peculiar(), Given(asked.precision, asked.channel)
    with progress_bar() as bar:
        async with _http(asked) as http:
            client = IntakeClient(http)

            async def send(row: CsvRow) -> Answer:
                if row.line in known.contradicting:
                    raise BadRow(known.contradicting[row.line])
                made = report(row, columns, given)
                peculiar.note(made.hour)
                return await client.hand_in(made)

            run = Run(send, _Watch(bar, file, position).told, asked.clients)
            stopped = await _stoppable(run, rows_between(file, columns, begun_at))
    _tell(run, peculiar)
    if asked.report or run.tally.findings.total:
        tell_findings(
            [*earlier, *run.tally.findings.kept], len(earlier) + run.tally.findings.total, asked.report
        )
    if stopped is None:
        position.forget()
        return 0
    position.keep(max(begun_at, run.tally.done_to))
    complain(f"{stopped}; the same command goes on from there")
    return 130 if run.stopping.is_set() else 1


async def _stoppable(run: Run, rows: Iterator[CsvRow]) -> str | None:
    """Runs until the rows end, Ctrl-C, or the desk stays away; returns why it stopped before the end."""
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        loop.add_signal_handler(name, run.stopping.set)
    try:
        await run.through(rows)
    except ReplayStopped as stopped:
        return str(stopped)
    finally:
        for name in _SIGNALS:
            loop.remove_signal_handler(name)
    return "stopped" if run.stopping.is_set() else None


class _Watch:
    """Shows how far a run is and keeps its position from time to time."""

    def __init__(self, bar: Progress, file: CsvFile, position: Position) -> None:
        self._bar, self._file, self._position = bar, file, position
        self._task = bar.add_task("handing in", total=file.size)

    def told(self, tally: Tally) -> None:
        done = sum(tally.counts.values())
        self._bar.update(self._task, completed=self._file.read)
        if done % _KEPT_EVERY == 0 and tally.done_to > 0:
            self._position.keep(tally.done_to)


def _columns(asked: argparse.Namespace, zone: ZoneInfo) -> ReportColumns:
    if not 1 <= asked.clients <= 256:
        raise BadOption("--clients is 1 to 256")
    where = coordinates(asked)
    return ReportColumns(
        asked.id, asked.type, asked.title, where, times(asked, zone), _day(asked.since), _day(asked.until),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else day(text)


def _file(asked: argparse.Namespace, columns: ReportColumns) -> CsvFile:
    return CsvFile(asked.file, columns.names, asked.encoding, asked.delimiter)


def _http(asked: argparse.Namespace) -> httpx.AsyncClient:
    address = urlsplit(asked.to)
    if address.scheme not in ("http", "https") or not address.netloc:
        raise BadOption(f"--to: {asked.to!r} is no address like http://127.0.0.1:8000")
    try:
        secret = asked.token_file.read_text("utf-8").strip()
    except OSError as error:
        raise BadOption(f"--token-file: {asked.token_file}: {error.strerror}") from error
    limits = httpx.Limits(max_connections=asked.clients, max_keepalive_connections=asked.clients)
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(base_url=asked.to, headers=headers, timeout=_SECONDS, limits=limits)


def _tell(run: Run, peculiar: Peculiar) -> None:
    taken, known, refused = (run.tally.counts[outcome] for outcome in Outcome)
    say(f"{taken} taken in, {known} known already, {refused} refused")
    if peculiar.twice or peculiar.never:
        twice = f"local times that were twice: {peculiar.twice} (the first is meant)"
        say(f"{twice}; that never were: {peculiar.never} (an hour on)")
