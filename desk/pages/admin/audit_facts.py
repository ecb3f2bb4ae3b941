"""What an entry of the audit chain says, in words: people, posts, places and times instead of their ids."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.pages import formats, names, wording
from desk.pages.admin.posts import names_of_grids
from desk.pages.telling.actors import actor_names
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from dispatch.rules.states import CaseKind
from grid.city import City
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
}
_TABLES = {"role": ("role",), "rank": ("rank",), "purpose": ("purpose", "errand")}
_SHOWN_OF_INDEX = 12  # characters; the whole stands in the exact entry


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
    said = _Speaker(people, places, await names.matters(CaseKind.APPLICATION, items), city)
    return [
        ToldEntry(
            entry.seq,
            entry.at,
            entry.recorded_at,
            _kind(entry.kind),
            actors[entry.actor],
            tuple(said.facts(entry)),
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


@dataclass(frozen=True, slots=True)
class _Speaker:
    people: Mapping[int, str]
    places: Mapping[str, str]
    items: Mapping[str, str]
    city: City

    def facts(self, entry: AuditEntry) -> list[ToldFact]:
        data = dict(entry.data)
        if entry.kind in _OF_STAFF:
            data["staff"] = data.pop("id", None)
        return [
            ToldFact(_(label), text)
            for name, label in _LABELS.items()
            if data.get(name) is not None and (text := self._text(name, data[name]))
        ]

    def _text(self, name: str, value: object) -> str:
        if name in _TABLES:
            return _coded(str(value), _TABLES[name])
        spoken: Callable[[str], str] | None = {
            "staff": self._person,
            "made_by": self._person,
            "item": lambda code: self.items.get(code, code),
            "holder": lambda index: index[:_SHOWN_OF_INDEX],
            "area": lambda path: self.places.get(path, ""),
            "area_path": lambda path: self.places.get(path, ""),
            "valid_from": self._when,
            "valid_to": self._when,
            "ends": self._when,
        }.get(name)
        return spoken(str(value)) if spoken else str(value)

    def _person(self, staff_id: str) -> str:
        return self.people.get(int(staff_id), "") if staff_id.isdecimal() else ""

    def _when(self, at: str) -> str:
        try:
            return formats.when(datetime.fromisoformat(at), self.city.zone)
        except ValueError:
            return at


def _coded(said: str, tables: tuple[str, ...]) -> str:
    """What a code is called; a purpose may name the case it is for (`decision:12`), and keeps its number."""
    code, colon, number = said.partition(":")
    table = next((one for one in tables if code in wording.TABLES[one]), None)
    if table is None:
        return said
    called = wording.named(code, table)
    return _("%(what)s（办件内部编号 %(number)s）") % {"what": called, "number": number} if colon else called
