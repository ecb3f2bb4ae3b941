"""The command city: `city new` sets up the city this database serves, from a definition file."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from desk.commands.importing import told
from desk.imports.city_definition import read_definition
from desk.imports.city_making import make_city
from desk.imports.console import say, steps_shown
from reach import SYSTEM


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("city", help="set up the city this database serves")
    inner = parser.add_subparsers(metavar="what", required=True)
    new = inner.add_parser("new", help="make the city a definition file describes (TOML)")
    new.add_argument("definition", type=Path, help="code, name, time_zone, metric_srid, calendar, levels …")
    new.set_defaults(run=_new)


@told
async def _new(asked: argparse.Namespace) -> int:
    definition = read_definition(asked.definition)
    with steps_shown() as watch:
        made = await make_city(SYSTEM, definition, datetime.now(UTC), watch)
    levels = " > ".join(definition.levels)
    if not made:
        say(f"{definition.name} ({definition.code}) is set up already, just so.")
        return 0
    say(f"{definition.name} ({definition.code}), {definition.time_zone}, EPSG:{definition.metric_srid}")
    say(f"levels {levels}; {len(definition.default_points)} default points; {len(definition.staff)} staff")
    return 0
