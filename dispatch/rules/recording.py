"""Turns an act that was allowed into the contents of its journal entry; texts come back sealed."""

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum

import msgspec

from dispatch.errors import FactMissing
from dispatch.rules.application_facts import Refusal, Special
from dispatch.rules.asked import ActFacts, Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.change import NOTHING_SET, Change, TaskVerb
from dispatch.rules.entry_data import EntryData, SealedText
from dispatch.rules.entry_kinds import KIND_OF, EntryKind
from dispatch.rules.incident_facts import Return
from dispatch.rules.journal import DATA_OF
from dispatch.rules.task_states import TaskKind

# Fields that hold what somebody wrote, or a name or number of the outside world: sealed, never journalled.
_TEXTS = ("text", "reason", "reasons", "remedies", "right_body", "cause", "body", "number", "parcel")
# Of the tasks an act changes, the one it is about.
_TELLING = (TaskVerb.SIGN, TaskVerb.CLOSE, TaskVerb.RETURN, TaskVerb.REOPEN, TaskVerb.ASSIGN)


def kind_of(change: Change) -> EntryKind:
    """The kind of the entry that tells of the change."""
    return KIND_OF[change.act]


def texts_of(asked: Asked) -> dict[str, str]:
    """The texts of an act that have to be sealed before it is written down, by field."""
    found = {name: getattr(asked.facts, name, None) for name in _TEXTS}
    return {
        name: text
        for name, text in found.items()
        if isinstance(text, str) and not isinstance(text, Enum) and text.strip()
    }


def entry_data(case: CaseFacts, asked: Asked, change: Change, sealed: Mapping[str, SealedText]) -> EntryData:
    """The contents of the entry for `change`; `sealed` has an entry for each of `texts_of(asked)`.

    Raises FactMissing for a text that was not sealed.
    """
    unsealed = texts_of(asked).keys() - sealed.keys()
    if unsealed:
        raise FactMissing(min(unsealed), "is not sealed")
    told = _base(asked, change, sealed) | _told(case, asked.facts)
    struct = DATA_OF[kind_of(change)]
    known = {name: value for name, value in told.items() if name in struct.__struct_fields__}
    return msgspec.convert(known, struct, from_attributes=True)


def _base(asked: Asked, change: Change, sealed: Mapping[str, SealedText]) -> dict[str, object]:
    base: dict[str, object] = {"state": change.state.value, "version": change.version}
    if change.sets != NOTHING_SET:
        base["sets"] = change.sets
    if sealed:
        base["texts"] = dict(sealed)
    if change.card is not None:
        base["card"] = change.card.value
    if change.escalated:
        base["escalated"] = True
    touched = [one.task_id for one in change.tasks if one.task_id is not None and one.verb in _TELLING]
    if touched or asked.task_id is not None:
        base["task_id"] = touched[0] if touched else asked.task_id
    return base


def _told(case: CaseFacts, facts: ActFacts | None) -> dict[str, object]:
    """What the facts of the act say in codes, ids and numbers."""
    if facts is None:
        return {}
    told = {one.name: _plain(getattr(facts, one.name)) for one in fields(facts) if one.name not in _TEXTS}
    match facts:
        case Return():
            task = case.open_tasks(TaskKind.HANDLE)[0]
            given_back = {
                "returned_task": task.id,
                "department_id": task.department_id,
                "worker": task.worker,
            }
            return told | given_back | {"reason": facts.reason.value}
        case Refusal():
            return told | {"reason": facts.reason.value}
        case Special():
            return told | {"procedure": facts.kind.value}
        case _:
            return told


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    return value
