"""The command replay: hands the rows of a CSV file to a running desk's intake, as a service would."""

import argparse
import asyncio
import signal
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from rich.progress import Progress

from desk.commands.importing import told
from desk.imports.columns import BadOption, day
from desk.imports.console import complain, progress_bar, say, tell_findings
from desk.imports.csv_files import CsvFile, CsvRow
from desk.imports.intake_client import IntakeClient
from desk.imports.options import add_columns, add_file, add_place_and_time, coordinates
from desk.imports.replay_position import Position
from desk.imports.replaying import Answer, Outcome, Run, Tally
from desk.imports.reports import Given, Peculiar, ReportColumns, report, rows_between
from grid.city import load_city

_KEPT_EVERY = 200  # rows: so many may be sent once more after a crash, which doubles nothing
_SECONDS = 60.0


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
    columns = _columns(asked)
    zone = (await load_city()).zone
    _read_through(asked, columns)
    position = Position(asked.position or Path(f"{asked.file.name}.position"), asked.file)
    begun_at = position.line()
    if begun_at:
        say(f"going on after line {begun_at}, where the last run came to")
    peculiar, given = Peculiar(), Given(asked.precision, asked.channel)
    file = CsvFile(asked.file, columns.names, asked.encoding)
    with progress_bar() as bar:
        watch = _Watch(bar, file, position)
        async with _http(asked) as http:
            client = IntakeClient(http)

            async def send(row: CsvRow) -> Answer:
                made = report(row, columns, zone, given)
                peculiar.note(made.hour)
                return await client.hand_in(made)

            run = Run(send, watch.told, asked.clients)
            _stop_on_signals(run)
            try:
                await run.through(rows_between(file, columns, begun_at))
            finally:
                position.keep(max(begun_at, run.tally.done_to))
    _tell(run, peculiar, asked.report)
    if run.stopping.is_set():
        say("stopped; the same command goes on from there")
        return 130
    position.forget()
    return 0


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


def _columns(asked: argparse.Namespace) -> ReportColumns:
    if not 1 <= asked.clients <= 256:
        raise BadOption("--clients is 1 to 256")
    where = coordinates(asked)
    return ReportColumns(
        asked.id, asked.type, asked.title, where, asked.time, asked.time_format,
        _day(asked.since), _day(asked.until),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else day(text)


def _read_through(asked: argparse.Namespace, columns: ReportColumns) -> None:
    """A file that breaks off is refused before its first row is handed in."""
    for _ in CsvFile(asked.file, columns.names, asked.encoding).rows():
        pass


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


def _stop_on_signals(run: Run) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, run.stopping.set)


def _tell(run: Run, peculiar: Peculiar, path: Path | None) -> None:
    counts, findings = run.tally.counts, run.tally.findings
    taken, known, refused = (counts[outcome] for outcome in Outcome)
    say(f"{taken} taken in, {known} known already, {refused} refused")
    if peculiar.twice or peculiar.never:
        say(
            f"local times that were twice: {peculiar.twice} (the first is meant);"
            f" that never were: {peculiar.never} (an hour on)"
        )
    if findings.total or path is not None:
        tell_findings(findings.kept, findings.total, path)
    if findings.total > len(findings.kept):
        complain(f"  only the first {len(findings.kept)} are kept")
