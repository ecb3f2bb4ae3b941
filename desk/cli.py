"""The command line of those who run the desk: `bin/desk <command>`, one module per command."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

import asyncpg

import database
from desk.commands import (
    anchor,
    city,
    dump_journals,
    erase,
    import_calendar,
    import_classes,
    import_map,
    learn_responsibilities,
    password,
    reconcile,
    replay,
    token,
    verify_journal,
)

# A new command: write desk/commands/<name>.py with `add_to(commands)` and name it here.
_GROUPS = (
    anchor,
    city,
    dump_journals,
    erase,
    import_calendar,
    import_map,
    import_classes,
    learn_responsibilities,
    password,
    reconcile,
    replay,
    token,
    verify_journal,
)


def command_line() -> argparse.ArgumentParser:
    """All the commands there are; what they parse carries `run`, the command itself."""
    parser = argparse.ArgumentParser(prog="bin/desk", description="Runs and mends the desk.")
    commands = parser.add_subparsers(metavar="command", required=True)
    for group in _GROUPS:
        group.add_to(commands)
    # bin/desk runs these two itself: they must work where the rest cannot be loaded.
    commands.add_parser("doctor", help="say what is wrong with this installation and what to do")
    commands.add_parser("migrate", help="bring the database to the present structure")
    return parser


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns its status for the shell."""
    asked = command_line().parse_args(arguments)
    try:
        return asyncio.run(_run_connected(asked))
    except KeyboardInterrupt:
        # What was begun in a transaction has been taken back with it.
        sys.stderr.write("Stopped; what was not finished has been taken back.\n")
        return 130


async def _run_connected(asked: argparse.Namespace) -> int:
    try:
        await database.open_pool(4)
    except (OSError, asyncpg.PostgresError) as error:
        sys.stderr.write(f"The database does not let us in ({error}); `bin/desk doctor` says what to do.\n")
        return 1
    try:
        status: int = await asked.run(asked)
    finally:
        await database.close_pool()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
