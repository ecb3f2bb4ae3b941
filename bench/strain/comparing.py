"""Says, case by case and entry for entry, where a record of messages is not what the journals say."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """How an entry's message can be wrong."""

    LOST = "lost"  # no message tells of the entry
    DOUBLED = "doubled"  # it stands in the record more than once
    SWAPPED = "swapped"  # it arrived after a later one of its case
    ALTERED = "altered"  # it says something else than the entry
    FOREIGN = "foreign"  # there is no such entry


@dataclass(frozen=True, slots=True)
class Message:
    """A message by its place in its case and a digest of all it says."""

    case: str
    seq: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One message that is not as it should be."""

    case: str
    seq: int
    fault: Fault


def digest(message: Mapping[str, object]) -> bytes:
    """A digest of all a message says, whichever way it is spelled."""
    spelled = json.dumps(message, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).digest()


def compare(wanted: Iterable[Message], recorded: Iterable[Message]) -> list[Finding]:
    """Everything wrong with a record, which comes in the order of arrival, by case and entry."""
    arrived: dict[str, list[Message]] = defaultdict(list)
    for message in recorded:
        arrived[message.case].append(message)
    journals: dict[str, dict[int, bytes]] = defaultdict(dict)
    for message in wanted:
        journals[message.case][message.seq] = message.digest
    found = [
        Finding(case, seq, fault)
        for case in journals.keys() | arrived.keys()
        for seq, fault in _of_case(journals.get(case, {}), arrived.get(case, []))
    ]
    return sorted(found, key=lambda one: (one.case, one.seq, one.fault))


def _of_case(journal: Mapping[int, bytes], arrived: Sequence[Message]) -> Iterator[tuple[int, Fault]]:
    seen: set[int] = set()
    latest = 0
    for message in arrived:
        if message.seq in seen:
            yield message.seq, Fault.DOUBLED
        elif message.seq < latest:
            yield message.seq, Fault.SWAPPED
        if message.seq not in journal:
            yield message.seq, Fault.FOREIGN
        elif journal[message.seq] != message.digest:
            yield message.seq, Fault.ALTERED
        seen.add(message.seq)
        latest = max(latest, message.seq)
    for seq in journal.keys() - seen:
        yield seq, Fault.LOST
