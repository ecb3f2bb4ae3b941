"""The command reconcile: compares what a subscriber of the bus was told with what its own record holds."""

import argparse
from urllib.parse import urljoin

from desk.bus_reconciliation import differences
from desk.commands.importing import told
from desk.imports.columns import BadOption
from desk.imports.console import complain, say
from dispatch import subscribers
from integrations.bus.reconciliation import Differs
from integrations.bus.sending import new_client
from integrations.errors import RecordUnavailable

_SHOWN = 50
_REMEDIES = {
    Differs.MISSING: "replay it from entry 1 at the bus desk",
    Differs.SURPLUS: "under way just now, or our database was set back: look again, then ask the subscriber",
    Differs.CHANGED: "the subscriber changed what it was told, or we did: run verify-journal",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("reconcile", help="compare what a subscriber was told with its own record")
    parser.add_argument("subscriber", nargs="?", default="city", help="its code (city)")
    parser.add_argument("--record", help="where its counts are asked (record/counts beside its address)")
    parser.set_defaults(run=_run)


@told
async def _run(asked: argparse.Namespace) -> int:
    known = await subscribers.get(asked.subscriber)
    if known is None:
        raise BadOption(f"the bus has no subscriber {asked.subscriber!r}")
    record = asked.record or urljoin(known.url, "record/counts")
    try:
        async with new_client() as client:
            found = await differences(client, known.code, known.profile, record)
    except RecordUnavailable as error:
        complain(f"{known.code}'s record cannot be asked ({error}); nothing is known.")
        return 1
    for one in found[:_SHOWN]:
        say(f"  {one.case_no}: {one.differs} (told {one.ours.count}, recorded {one.theirs.count})")
    for differs in sorted({one.differs for one in found}):
        say(f"  {differs}: {_REMEDIES[differs]}")
    say(f"{len(found)} cases differ" if found else f"{known.code} holds all it was told, and nothing else")
    return 1 if found else 0
