"""What is wrong between anchors and database, in sentences for whoever runs the desk, and what to do."""

from registry.rules.anchor_deeds import Deed, Done, Doubt, Fault
from registry.rules.anchors import case_id, is_case

_FAULTS = {
    Fault.MISSING: "it is not in the folder of anchors, and the database knows it",
    Fault.NOT_OURS: "its file cannot be believed",
    Fault.NOT_FOLLOWING: "it does not follow the anchor before it",
    Fault.UNLIKE: "the database knows another one of this number",
    Fault.SET_BACK: "the database was set back to an older state",
    Fault.NOTES: "the database notes something else as anchored",
}
_DEEDS = {
    Deed.EDITED: "entry {seq} was edited",
    Deed.REMOVED: "{entries} entries were removed at {seq}",
    Deed.INSERTED: "{entries} entries were inserted at {seq}",
    Deed.REORDERED: "{entries} entries from {seq} on were put in another order",
    Deed.CUT: "the tail from entry {seq} on was cut off",
    Deed.GONE: "all of it was deleted",
    Deed.REWRITTEN: "the history from entry {seq} on is another one",
    Deed.PLANTED: "entry {seq} claims to be older than the anchor, which does not know it",
}
_ASK_COPY = "put the missing files back from the folder's copy"
_REMEDIES = {
    Fault.DEED: "keep the database as it is, compare it with a backup, and find out who owned it since",
    Fault.MISSING: f"{_ASK_COPY}, or say why they are gone: bin/desk anchor --accept-restore REASON",
    Fault.NOT_OURS: "put the file back from the folder's copy; if the machine failed while it was written, "
    "and the database does not know the anchor, remove it",
    Fault.NOT_FOLLOWING: "put the folder back from its copy",
    Fault.UNLIKE: "put the folder back from its copy; if that does not help, the database's list was changed",
    Fault.SET_BACK: "if a backup was put in place on purpose: bin/desk anchor --accept-restore REASON; "
    "if not, keep everything as it is and find out who did it",
    Fault.NOTES: "somebody changed the database's own notes: compare it with a backup",
}


def sentence(doubt: Doubt) -> str:
    """What is wrong, with which anchor and chain."""
    if doubt.fault is Fault.DEED and doubt.done is not None:
        return f"{_chain(doubt.chain)}: {_deed(doubt.done)} (anchor {doubt.anchor})"
    which = f"anchor {doubt.anchor}" if doubt.fault is not Fault.MISSING or not doubt.detail else "anchors"
    said = [f"{which}: {_FAULTS[doubt.fault]}", _chain(doubt.chain) if doubt.chain else "", doubt.detail]
    return "; ".join(part for part in said if part)


def remedy(doubt: Doubt) -> str:
    """What to do about it."""
    return _REMEDIES[doubt.fault]


def _deed(done: Done) -> str:
    return f"{done.deed}: " + _DEEDS[done.deed].format(seq=done.seq, entries=done.entries)


def _chain(name: str) -> str:
    return f"case {case_id(name)}" if is_case(name) else f"audit stream {name}"
