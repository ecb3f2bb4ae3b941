"""The options several imports share: which columns hold what, in which system and form."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.imports.columns import BadOption, Coordinates, day
from desk.imports.csv_files import DELIMITERS
from desk.imports.times import ISO, Times
from desk.rules.local_times import local_midnight
from grid.errors import UnknownCrs
from grid.rules.coordinates import crs_named


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file itself, its encoding, and where findings go."""
    parser.add_argument("file", type=Path, help="a CSV file with a header")
    parser.add_argument("--encoding", default="utf-8", help="of the file; never guessed (utf-8)")
    parser.add_argument("--delimiter", default=",", type=_delimiter, help="of the fields: , ; | or tab (,)")
    parser.add_argument("--report", type=Path, help="write every finding here, row by row, as CSV")


def add_columns(parser: argparse.ArgumentParser, columns: Sequence[tuple[str, str]]) -> None:
    """One required option for each of the columns (name, what it holds)."""
    for name, help_text in columns:
        parser.add_argument(f"--{name}", required=True, metavar="COLUMN", help=help_text)


def add_place_and_time(parser: argparse.ArgumentParser) -> None:
    """Columns of longitude, latitude and local time, with the system and the form they are in."""
    add_columns(parser, (("lon", "longitude"), ("lat", "latitude"), ("time", "local time of the report")))
    parser.add_argument("--crs", required=True, help="of the coordinates: WGS84, CGCS2000, GCJ02, BD09")
    form = "of the times, as strptime has it, or iso; a time without an offset is local to the city"
    parser.add_argument("--time-format", default="%Y-%m-%dT%H:%M:%S", help=form.replace("%", "%%"))
    parser.add_argument(
        "--closed", metavar="COLUMN", default="", help="time or day of closing, to be checked"
    )
    parser.add_argument("--closed-format", default=ISO, help="of these (iso)")


def coordinates(asked: argparse.Namespace) -> Coordinates:
    """Where the coordinates stand; raises BadOption for a system we cannot read."""
    try:
        return Coordinates(asked.lon, asked.lat, crs_named(asked.crs))
    except UnknownCrs as error:
        raise BadOption(f"--crs: {error}") from error


def times(asked: argparse.Namespace, zone: ZoneInfo) -> Times:
    """Where the times stand, in which form, and what zone those without an offset are local to."""
    return Times(asked.time, asked.time_format, zone, asked.closed, asked.closed_format)


def _delimiter(text: str) -> str:
    found = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if found not in DELIMITERS:
        raise argparse.ArgumentTypeError("fields are separated by , ; | or tab")
    return found


def midnight(text: str, zone: ZoneInfo) -> datetime:
    """The beginning of a local day, given as an option, in UTC; raises BadOption."""
    return local_midnight(day(text), zone)
