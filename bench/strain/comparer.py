"""Compares a dump of the journals with the record of a city's bus, entry for entry.

`python -m bench.strain.comparer DUMP RECORD` does it alone. It reads a file and asks over HTTP; of the desk
it knows nothing but what the city was promised.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.strain.agreement import message_of
from bench.strain.comparing import Finding, Message, compare, digest

_PAGE = 1000
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found, and how much it went through."""

    entries: int
    messages: int
    findings: tuple[Finding, ...]

    @property
    def words(self) -> str:
        """The verdict in a sentence."""
        went = f"{self.entries} entries in the journals, {self.messages} messages in the record"
        if not self.findings:
            return f"{went}: the same, entry for entry"
        counts = Counter(one.fault for one in self.findings)
        return f"{went}: " + ", ".join(f"{count} {fault}" for fault, count in sorted(counts.items()))


def compared(dump: Path, record: str, cases: frozenset[str] | None = None) -> Compared:
    """Compares a dump with the record at an address; of some cases or of all.

    Raises httpx.HTTPError where the record cannot be asked, ValueError where the dump is none.
    """
    wanted = [one for one in journals(dump) if cases is None or one.case in cases]
    recorded = [one for one in messages(record) if cases is None or one.case in cases]
    return Compared(len(wanted), len(recorded), tuple(compare(wanted, recorded)))


def journals(dump: Path) -> Iterator[Message]:
    """What the city should have been told, by a dump of the journals."""
    with dump.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            yield Message(entry["case_no"], entry["seq"], digest(message_of(entry)))


def messages(record: str) -> Iterator[Message]:
    """What the city was told, in the order of arrival."""
    after = 0
    with httpx.Client(trust_env=False, timeout=60) as client:
        while True:
            answer = client.get(record, params={"after": after, "limit": _PAGE}).raise_for_status()
            page = answer.json()["messages"]
            for one in page:
                yield Message(one["subject"], one["sequence"], digest(one["event"]))
            if len(page) < _PAGE:
                return
            after = page[-1]["arrival"]


def main(arguments: Sequence[str]) -> int:
    """Compares and says what is wrong; returns the status for the shell, 1 where anything is."""
    parser = argparse.ArgumentParser(prog="python -m bench.strain.comparer")
    parser.add_argument("dump", type=Path, help="made by `bin/desk dump-journals`")
    parser.add_argument("record", help="the record's address, e.g. http://127.0.0.1:8001/record")
    asked = parser.parse_args(arguments)
    found = compared(asked.dump, asked.record)
    for one in found.findings[:_SHOWN]:
        sys.stdout.write(f"  {one.case}: entry {one.seq} {one.fault}\n")
    if len(found.findings) > _SHOWN:
        sys.stdout.write(f"  … and {len(found.findings) - _SHOWN} more\n")
    sys.stdout.write(f"{found.words}\n")
    return 1 if found.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
