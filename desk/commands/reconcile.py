"""The command reconcile: compares what a subscriber of the bus was told with its own record, and mends it."""

import argparse
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urljoin

from desk.bus_reconciliation import differences
from desk.bus_repairing import Line, Looked, Mended, look
from desk.commands.importing import told
from desk.imports.columns import BadOption
from desk.imports.console import complain, say
from desk.worker_process import secret_of
from dispatch import subscribers, waking
from integrations.bus.reconciliation import Difference
from integrations.bus.sending import new_client
from integrations.errors import RecordUnavailable, UnusableSecret
from reach import SYSTEM

_SHOWN = 50
_AT_ONCE = 10  # numbers of entries in a line
_REMEDIES = {
    Mended.TOLD_AGAIN: "--repair tells it again",
    Mended.UNDER_WAY: "look again in a minute",
    Mended.NOT_OURS: "our database was set back, or somebody else wrote there: run verify-journal, ask them",
    Mended.NOT_OFFERED: "the subscriber changed what it was told; ask them",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("reconcile", help="compare what a subscriber was told with its own record")
    parser.add_argument("subscriber", nargs="?", default="city", help="its code (city)")
    parser.add_argument("--record", help="where its counts are asked (record/counts beside its address)")
    parser.add_argument(
        "--repair", action="store_true", help="tell again what is missing or altered, from its first entry on"
    )
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
            looked = await _looked(Line(client, known, secret_of, record), found, mend=asked.repair)
    except (RecordUnavailable, UnusableSecret) as error:
        complain(f"{known.code}'s record cannot be asked ({error}); nothing more is known.")
        return 1
    finally:
        await waking.close()
    _tell(found, looked, mended=asked.repair)
    say(f"{len(found)} cases differ" if found else f"{known.code} holds all it was told, and nothing else")
    return 1 if found else 0


async def _looked(line: Line, found: Sequence[Difference], *, mend: bool) -> list[Looked]:
    """Entry for entry; where nothing shall be mended, as many as are shown."""
    wanted = found if mend else found[:_SHOWN]
    return [await look(SYSTEM, line, one.case_no, mend=mend) for one in wanted]


def _tell(found: Sequence[Difference], looked: Sequence[Looked], *, mended: bool) -> None:
    for difference, case in list(zip(found, looked, strict=False))[:_SHOWN]:
        say(f"  {case.case_no}: {_words(difference, case, mended)}")
    if len(found) > _SHOWN:
        say(f"  … and {len(found) - _SHOWN} more")
    for what, cases in Counter(one.mended for one in looked).items():
        if what in _REMEDIES and not (mended and what is Mended.TOLD_AGAIN):
            say(f"  → {cases}: {_REMEDIES[what]}")


def _words(difference: Difference, case: Looked, mended: bool) -> str:
    entries = case.entries
    parts = {"missing": entries.missing, "altered": entries.altered, "surplus": entries.surplus}
    named = [f"{name}: {_numbers(numbers)}" for name, numbers in parts.items() if numbers]
    counts = f"told {difference.ours.count}, recorded {difference.theirs.count}"
    said = [f"{', '.join(named) or difference.differs} ({counts})"]
    if mended or case.mended is not Mended.TOLD_AGAIN:
        said.append(f"{case.mended}")
    return "; ".join(said)


def _numbers(entries: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in entries[:_AT_ONCE])
    return f"{shown} …" if len(entries) > _AT_ONCE else shown
