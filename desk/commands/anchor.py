"""The command anchor: makes an anchor now, or goes on after a restore and says in it why."""

import argparse
from datetime import UTC, datetime

from desk.anchor_watch import the_folder
from desk.imports.console import complain, say
from dispatch import accepting_restores, anchoring
from reach import SYSTEM
from registry.errors import AnchorError, AnchorsDisagree, KeyFileProblem, NothingToAccept
from registry.rules.anchors import Anchor

_LONGEST = 500
_WAY_ON = "If a backup was put in place on purpose: bin/desk anchor --accept-restore REASON"


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("anchor", help="sign and put away how far every journal has come")
    going_on = "go on after a restore; the reason stays visible"
    parser.add_argument("--accept-restore", metavar="REASON", type=_reason, help=going_on)
    parser.set_defaults(run=_run)


def _reason(text: str) -> str:
    if not 3 <= len(text.strip()) <= _LONGEST:
        raise argparse.ArgumentTypeError(f"give the reason in 3 to {_LONGEST} characters")
    return text.strip()


async def _run(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    try:
        folder = the_folder()
        if asked.accept_restore is None:
            made = await anchoring.make(folder, now)
        else:
            made = await accepting_restores.accept_restore(SYSTEM, folder, asked.accept_restore, now)
    except AnchorsDisagree as error:
        complain(f"{error}; no anchor was made.\n{_WAY_ON}")
        return 1
    except NothingToAccept as error:
        complain(f"{error}; nothing was done.")
        return 1
    except (AnchorError, KeyFileProblem) as error:
        complain(f"{error}; no anchor was made.")
        return 1
    say(_told(made))
    return 0


def _told(made: Anchor) -> str:
    totals = made.totals
    said = f"Anchor {made.number}: {totals.entries} entries of {totals.cases} cases"
    said += f" and {totals.records} of {totals.streams} audit streams are anchored"
    if made.restart is not None:
        lost = sum(one.known - one.left for one in made.restart.given_up)
        said += f"; {lost} entries of {len(made.restart.given_up)} chains are given up"
    return said + ("." if made.complete else "; more wait for the next one.")
