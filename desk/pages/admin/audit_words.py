"""A value of an entry of the audit chain in words: codes by their names, ids by whom they stand for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.pages import formats, wording
from desk.pages.fault_words import sentence
from desk.pages.translations import gettext as _
from desk.problems import BY_CODE
from grid.city import City

_TABLES = {"role": ("role",), "rank": ("rank",), "purpose": ("purpose", "errand")}
_SHOWN_OF_INDEX = 12  # characters; the whole stands in the exact entry


def _reason(code: str) -> str:
    """Why something was refused; a code nobody has named yet is shown as it is."""
    return sentence(BY_CODE[code]) if code in BY_CODE else code


@dataclass(frozen=True, slots=True)
class Speaker:
    """The names of everything a page of entries mentions, and how their values are said."""

    people: Mapping[int, str]
    places: Mapping[str, str]
    items: Mapping[str, str]
    cases: Mapping[int, str]
    city: City

    def text(self, name: str, value: object) -> str:
        """A value of an entry in words; empty where it stands for nobody and nothing."""
        if name in _TABLES:
            return _coded(str(value), _TABLES[name])
        spoken: Callable[[str], str] | None = {
            "staff": self._person,
            "made_by": self._person,
            "refusal": _reason,
            "case": self._case,
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

    def _case(self, case_id: str) -> str:
        return self.cases.get(int(case_id), case_id) if case_id.isdecimal() else case_id

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
