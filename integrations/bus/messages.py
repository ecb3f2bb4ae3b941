"""Words a journal entry as a CloudEvent: the same entry always the same bytes, and nothing personal in it."""

from collections.abc import Mapping, Sequence

from canonical import canonical
from dispatch.rules.entry_kinds import EntryKind, is_public
from dispatch.told import EntryToTell

EVENT_TYPE = "application/cloudevents+json"
BATCH_TYPE = "application/cloudevents-batch+json"
TYPE_PREFIX = "cn.griddesk.case."
# An entry that is nobody's business outside is still counted, so a receiver can prove that none is missing.
INSIDE = "inside"
# Told is only what stands here: codes, states, times and numbers of things. Ids of people, actors, files and
# sealed texts do not, and neither does a field invented later until somebody has thought about it.
_TOLD = frozenset(
    {
        "state",
        "version",
        "card",
        "codes",
        "reason",
        "amount",
        "procedure",
        "expected_days",
        "deciding_body",
        "department_id",
        "suggested_department",
        "mode",
        "document_kind",
        "class_code",
        "situation",
        "agrees",
        "satisfied",
        "until",
        "due",
        "stars",
        "clock",
        "due_at",
        "notice",
        "relation",
        "escalated",
    }
)
_TOLD_VALUES = frozenset(
    {
        "kind",
        "matter",
        "matter_version",
        "area_path",
        "edition_id",
        "channel",
        "urgent",
        "from_public",
        "materials_complete",
        "result_code",
        "received_at",
        "accepted_at",
        "decided_at",
        "settled_at",
        "closed_at",
    }
)


def cloud_event(entry: EntryToTell) -> bytes:
    """The entry as a CloudEvent 1.0 in JSON, in its one canonical spelling.

    `id` is `case number/seq` and unique with `source`; `subject` is the case number and `sequence` its seq,
    ten digits wide. Raises ValueError for an entry of a kind nobody has declared.
    """
    kind = EntryKind(entry.kind)
    told = is_public(kind)
    data: dict[str, object] = {"case_no": entry.case_no, "seq": entry.seq}
    if told:
        data |= {"kind": kind.value, "channel": entry.channel, "recorded_at": entry.recorded_at}
        data |= published(entry.data)
    return canonical(
        {
            "specversion": "1.0",
            "id": f"{entry.case_no}/{entry.seq}",
            "source": f"urn:griddesk:{entry.city}",
            "type": TYPE_PREFIX + (kind.value if told else INSIDE),
            "subject": entry.case_no,
            "sequence": f"{entry.seq:010}",
            "time": entry.at,
            "datacontenttype": "application/json",
            "data": data,
        }
    )


def published(data: Mapping[str, object]) -> dict[str, object]:
    """What of an entry's data may be told: named fields only, and of the values set only named ones."""
    told = {name: value for name, value in data.items() if name in _TOLD}
    sets = data.get("sets")
    if isinstance(sets, Mapping):
        values = {str(name): value for name, value in sets.items() if name in _TOLD_VALUES}
        if values:
            told["sets"] = values
    return told


def batch(events: Sequence[bytes]) -> bytes:
    """Several events as one body of the JSON batch format, in the order given."""
    return b"[" + b",".join(events) + b"]"
