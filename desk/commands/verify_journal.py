"""The command verify-journal: recomputes every chain of cases and of the audit, names what is broken."""

import argparse
import sys

from chain import Break
from dispatch.journal import broken_cases
from registry.audit_proof import verify_audit


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("verify-journal", help="prove that no entry was changed, lost or added")
    parser.set_defaults(run=_run)


async def _run(_asked: argparse.Namespace) -> int:
    broken = 0
    async for case in broken_cases():
        broken += 1
        _say(f"case {case.case_id}: {_words(case.breaks)}")
    for stream in await verify_audit():
        broken += 1
        _say(f"audit stream {stream.stream}: {_words(stream.breaks)}")
    _say(f"{broken} chains do not hold" if broken else "every chain holds")
    return 1 if broken else 0


def _words(breaks: tuple[Break, ...]) -> str:
    return ", ".join(f"{found.fault} at entry {found.seq}" for found in breaks)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
