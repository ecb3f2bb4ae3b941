"""The options several imports share: which columns hold what, in which system and form."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.imports.columns import BadOption, Coordinates, day
from desk.rules.local_times import local_midnight
from grid.errors import UnknownCrs
from grid.rules.coordinates import crs_named


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file itself, its encoding, and where findings go."""
    parser.add_argument("file", type=Path, help="a CSV file with a header")
    parser.add_argument("--encoding", default="utf-8", help="of the file; never guessed (utf-8)")
    parser.add_argument("--report", type=Path, help="write every finding here, row by row, as CSV")


def add_columns(parser: argparse.ArgumentParser, columns: Sequence[tuple[str, str]]) -> None:
    """One required option for each of the columns (name, what it holds)."""
    for name, help_text in columns:
        parser.add_argument(f"--{name}", required=True, metavar="COLUMN", help=help_text)


def add_place_and_time(parser: argparse.ArgumentParser) -> None:
    """Columns of longitude, latitude and local time, with the system and the form they are in."""
    add_columns(parser, (("lon", "longitude"), ("lat", "latitude"), ("time", "local time of the report")))
    parser.add_argument("--crs", required=True, help="of the coordinates: WGS84, CGCS2000, GCJ02, BD09")
    parser.add_argument("--time-format", default="%Y-%m-%dT%H:%M:%S", help="of the times, as strptime has it")


def coordinates(asked: argparse.Namespace) -> Coordinates:
    """Where the coordinates stand; raises BadOption for a system we cannot read."""
    try:
        return Coordinates(asked.lon, asked.lat, crs_named(asked.crs))
    except UnknownCrs as error:
        raise BadOption(f"--crs: {error}") from error


def midnight(text: str, zone: ZoneInfo) -> datetime:
    """The beginning of a local day, given as an option, in UTC; raises BadOption."""
    return local_midnight(day(text), zone)
