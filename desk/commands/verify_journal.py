"""The command verify-journal: recomputes every chain, holds all to their anchors, names what is broken."""

import argparse
from collections.abc import Sequence

from chain import Break
from desk.anchor_watch import the_folder
from desk.anchor_words import remedy, sentence
from desk.imports.console import say
from dispatch import anchor_proof
from dispatch.anchor_proof import Broken
from dispatch.journal import broken_cases
from registry.audit_proof import verify_audit
from registry.errors import AnchorError, KeyFileProblem
from registry.rules.anchor_deeds import Doubt

_SHOWN = 200


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("verify-journal", help="prove that no entry was changed, lost or added")
    parser.set_defaults(run=_run)


async def _run(_asked: argparse.Namespace) -> int:
    broken = 0
    async for case in broken_cases():
        broken += 1
        say(f"case {case.case_id}: {_words(case.breaks)}")
    for stream in await verify_audit():
        broken += 1
        say(f"audit stream {stream.stream}: {_words(stream.breaks)}")
    doubted = await _anchors()
    say(f"{broken} chains do not hold" if broken else "every chain holds")
    return 1 if broken or doubted else 0


async def _anchors() -> bool:
    """Says what the anchors say; whether something is wrong."""
    try:
        proof = await anchor_proof.prove(the_folder())
    except (AnchorError, KeyFileProblem) as error:
        say(f"the anchors cannot be asked: {error}")
        return True
    _tell_doubts(proof.doubts)
    for broken in proof.restarts:
        say(_told(broken))
    if not proof.anchors:
        say("there are no anchors yet: only a worker, or bin/desk anchor, makes them")
    elif not proof.doubts:
        say(f"{proof.anchors} anchors agree with the database")
    return bool(proof.doubts)


def _tell_doubts(doubts: Sequence[Doubt]) -> None:
    for doubt in doubts[:_SHOWN]:
        say(sentence(doubt))
    if len(doubts) > _SHOWN:
        say(f"… and {len(doubts) - _SHOWN} more")
    for said in dict.fromkeys(remedy(doubt) for doubt in doubts):
        say(f"  → {said}")


def _told(broken: Broken) -> str:
    lost = broken.restart.given_up
    gone = broken.restart.missing
    said = f"anchor {broken.number} ({broken.at:%Y-%m-%d %H:%M} UTC) went on after a restore"
    said += f": {sum(one.known - one.left for one in lost)} entries of {len(lost)} chains were given up"
    said += f", anchors {gone[0]} to {gone[1]} are gone" if gone else ""
    return f"{said}; reason: {broken.restart.reason}"


def _words(breaks: tuple[Break, ...]) -> str:
    return ", ".join(f"{found.fault} at entry {found.seq}" for found in breaks)
