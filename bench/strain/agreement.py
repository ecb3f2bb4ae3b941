"""What the city was promised of a journal's entry, written down a second time, without a look at the desk."""

from collections.abc import Mapping

Json = Mapping[str, object]

# Entries of these kinds are only counted: their message says that there is one, and nothing else.
INSIDE = frozenset({
    "draft_saved", "refusal_proposed", "lapse_proposed", "arrived", "assigned", "commented", "supervised",
    "supervision_answered", "hand_over_asked", "hand_over_refused", "second_notice_refused", "clock_warned",
    "routed", "archived",
})  # fmt: skip
# Of an entry's data these are told, where they are there.
TOLD = frozenset({
    "state", "version", "card", "codes", "reason", "amount", "procedure", "expected_days", "deciding_body",
    "department_id", "suggested_department", "mode", "document_kind", "class_code", "situation", "agrees",
    "satisfied", "until", "due", "stars", "clock", "due_at", "notice", "relation", "escalated",
})  # fmt: skip
# And of the values an entry sets, under `sets`, these.
TOLD_VALUES = frozenset({
    "kind", "matter", "matter_version", "area_path", "edition_id", "channel", "urgent", "from_public",
    "materials_complete", "result_code", "received_at", "accepted_at", "decided_at", "settled_at",
    "closed_at",
})  # fmt: skip


def message_of(entry: Json) -> dict[str, object]:
    """The message about an entry, which is a line of the dump of the journals."""
    kind, case = entry["kind"], entry["case_no"]
    data: dict[str, object] = {"case_no": case, "seq": entry["seq"]}
    if kind not in INSIDE:
        data |= {"kind": kind, "channel": entry["channel"], "recorded_at": entry["recorded_at"]}
        data |= _told(entry["data"])
    return {
        "specversion": "1.0",
        "id": f"{case}/{entry['seq']}",
        "source": f"urn:griddesk:{entry['city']}",
        "type": f"cn.griddesk.case.{'inside' if kind in INSIDE else kind}",
        "subject": case,
        "sequence": f"{entry['seq']:010}",
        "time": entry["at"],
        "datacontenttype": "application/json",
        "data": data,
    }


def _told(data: object) -> dict[str, object]:
    if not isinstance(data, Mapping):
        return {}
    told = {name: value for name, value in data.items() if name in TOLD}
    sets = data.get("sets")
    if isinstance(sets, Mapping):
        values = {name: value for name, value in sets.items() if name in TOLD_VALUES}
        told |= {"sets": values} if values else {}
    return told
