"""The command learn-responsibilities: who handled what where in the past becomes a proven list of duties."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

from rich.progress import Progress

from desk.commands.importing import told
from desk.imports.columns import BadOption, day
from desk.imports.console import complain, progress_bar, say
from desk.imports.csv_files import CsvFile
from desk.imports.errors import RowsRefused
from desk.imports.options import add_columns, add_file, add_place_and_time, coordinates, midnight, times
from desk.imports.past_work import PastColumns, PastReading
from dispatch import learning
from dispatch.errors import DutyNotProven
from dispatch.learning import Ask, Drafted, Drafting, PastWork, Seen
from dispatch.rules.learning import Suggestion
from dispatch.rules.responsibility import PoolHandler
from grid.bulk import load_bulk_map
from grid.city import City, load_city
from grid.rules.levels import Level
from reach import SYSTEM, Role
from registry.incident_classes import published_classes
from registry.staff import holders


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("learn-responsibilities", help="learn who answers from a CSV of past work")
    add_file(parser)
    add_columns(parser, (("type", "code of the incident class"), ("handler", "who handled it")))
    add_place_and_time(parser)
    several = "between several handlers in one cell, of whom the first leads and the others help"
    parser.add_argument("--separator", default="", help=several)
    parser.add_argument("--until", help="learn from local days before this one only (YYYY-MM-DD)")
    parser.add_argument("--level", type=Level, required=True, help="of the map, e.g. DISTRICT")
    parser.add_argument("--minimum", type=int, default=1, help="agreeing cases a place needs (1)")
    parser.add_argument("--rest", required=True, metavar="LOGIN", help="dispatcher who owns all the rest")
    parser.add_argument("--valid-from", required=True, help="local day from which the rows hold (YYYY-MM-DD)")
    parser.set_defaults(run=_run)


@told
async def _run(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    city = await load_city()
    ask = Ask(city, await load_bulk_map(), _level(asked.level, city), asked.minimum)
    drafting = await _drafting(asked, city, now)
    reading, seen = _reading(asked, drafting.codes, city), Seen()
    with progress_bar() as bar:
        suggestions = learning.suggest(_watched(reading, bar), ask, seen)
    if reading.findings.total:
        raise RowsRefused(tuple(reading.findings.kept), reading.findings.total)
    left_out = f"{seen.at_default_point} at a default point and {reading.later} later ones left out"
    say(f"{seen.learned} past cases ({left_out}; {seen.outside} outside the map): {_counted(suggestions)}")
    try:
        drafted = await learning.draft(SYSTEM, suggestions, ask, drafting, now)
    except DutyNotProven as refused:
        for pointer, code, detail in refused.faults:
            complain(f"  {pointer}: {code} {detail}")
        complain(f"The proof found {refused.total} faults; nothing was kept.")
        return 1
    _tell(drafted, f"{len(drafting.codes)} classes × {len(ask.map.paths)} lowest areas")
    return 0


def _tell(drafted: Drafted, ground: str) -> None:
    edition = drafted.edition
    made = f"{drafted.rows} rows, {drafted.departments_made} new departments"
    say(f"{made}; edition {edition.number} is {edition.status}")
    if edition.status == "published":
        say(f"proven: each of {ground} has exactly one handler")
    else:
        say("a list is in force already, so a second person proves this draft and publishes it")


def _level(wanted: Level, city: City) -> Level:
    if wanted not in city.levels:
        raise BadOption(f"the map of {city.name} has no level {wanted}; it has {', '.join(city.levels)}")
    return wanted


async def _drafting(asked: argparse.Namespace, city: City, now: datetime) -> Drafting:
    owner = next((one for one in await holders(Role.DISPATCHER, now) if one.login == asked.rest), None)
    if owner is None:
        raise BadOption(f"--rest: no dispatcher has the login {asked.rest!r}")
    codes = tuple(one.incident_class.code for one in await published_classes())
    return Drafting(codes, PoolHandler("unlearned", owner.id), midnight(asked.valid_from, city.zone))


def _reading(asked: argparse.Namespace, codes: tuple[str, ...], city: City) -> PastReading:
    if asked.minimum < 1:
        raise BadOption("--minimum is 1 or more")
    until = day(asked.until) if asked.until else None
    columns = PastColumns(
        asked.type, asked.handler, coordinates(asked), times(asked, city.zone), until, asked.separator
    )
    file = CsvFile(asked.file, columns.names, asked.encoding, asked.delimiter)
    return PastReading(file, columns, frozenset(codes))


def _watched(reading: PastReading, bar: Progress) -> Iterator[PastWork]:
    task = bar.add_task("reading", total=reading.file.size)
    for work in reading.work():
        bar.update(task, completed=reading.file.read)
        yield work


def _counted(suggestions: tuple[Suggestion, ...]) -> str:
    local = sum(one.place is not None for one in suggestions)
    return f"{len(suggestions) - local} classes, {local} exceptions by place"
