"""What an entry of the audit chain says, in words: people, posts, places and times instead of their ids."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.pages import names, wording
from desk.pages.admin.audit_words import Speaker
from desk.pages.admin.posts import names_of_grids
from desk.pages.telling.actors import actor_names
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from dispatch.case_numbers import numbers_of
from dispatch.rules.states import CaseKind
from grid.city import City
from reach import SYSTEM
from registry.audit import AuditEntry

# Whom an entry is about, where it is a member of staff.
_OF_STAFF = frozenset({"staff_engaged", "staff_renamed", "staff_dismissed", "staff_revived"})
_LABELS = {
    "staff": N_("人员"),
    "made_by": N_("签发人"),
    "role": N_("岗位"),
    "rank": N_("责任"),
    "area": N_("区域"),
    "area_path": N_("区域"),
    "valid_from": N_("开始时间"),
    "valid_to": N_("结束时间"),
    "ends": N_("结束时间"),
    "item": N_("事项"),
    "purpose": N_("用途"),
    "source": N_("来源地址"),
    "service": N_("接入系统"),
    "code": N_("编码"),
    "version": N_("版本"),
    "number": N_("编号"),
    "subject": N_("档案编号"),
    "holder": N_("证件索引"),
    "file": N_("文件编号"),
    "refusal": N_("拒绝原因"),
    "case": N_("办件"),
}


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One thing an entry says: its label and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry as it is shown; `exact` is what the chain holds, to the letter."""

    seq: int
    at: datetime
    recorded_at: datetime
    what: str
    who: str
    facts: tuple[ToldFact, ...]
    exact: str


async def told_entries(found: Sequence[AuditEntry], city: City) -> list[ToldEntry]:
    """Entries in words; one question for all people and one for all places."""
    people = await names.staff({int(str(one)) for entry in found for one in _staff(entry)})
    places = await names_of_grids({path for entry in found for path in _paths(entry)})
    actors = await actor_names({entry.actor for entry in found})
    items = {str(entry.data["item"]) for entry in found if "item" in entry.data}
    # An administrator of the chain sees no case; the number says which one, and nothing of it.
    cases = await numbers_of(SYSTEM, sorted({case for entry in found for case in _cases(entry)}))
    said = Speaker(people, places, await names.matters(CaseKind.APPLICATION, items), cases, city)
    return [
        ToldEntry(
            entry.seq,
            entry.at,
            entry.recorded_at,
            _kind(entry.kind),
            actors[entry.actor],
            tuple(_facts(entry, said)),
            json.dumps(entry.data, ensure_ascii=False, sort_keys=True),
        )
        for entry in found
    ]


def _kind(kind: str) -> str:
    """What was done; a kind nobody has named yet is shown as it is."""
    return wording.named(kind, "audit") if kind in wording.TABLES["audit"] else kind


def _staff(entry: AuditEntry) -> list[int]:
    about = ["id"] if entry.kind in _OF_STAFF else ["staff", "made_by"]
    return [value for name in about if isinstance(value := entry.data.get(name), int)]


def _paths(entry: AuditEntry) -> list[str]:
    return [value for name in ("area", "area_path") if isinstance(value := entry.data.get(name), str)]


def _cases(entry: AuditEntry) -> list[int]:
    return [value] if isinstance(value := entry.data.get("case"), int) else []


def _facts(entry: AuditEntry, said: Speaker) -> list[ToldFact]:
    data = dict(entry.data)
    if entry.kind in _OF_STAFF:
        data["staff"] = data.pop("id", None)
    return [
        ToldFact(_(label), text)
        for name, label in _LABELS.items()
        if data.get(name) is not None and (text := said.text(name, data[name]))
    ]
