"""What an incident class is: when it is filed, how fast it is handled, when it is closed (GB/T 30428)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from registry.rules.allowances import Allowance

LONGEST_CODE = 100
Fault = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Situation:
    """One 情形 of a class with its own criteria and limit; a class has one or several."""

    code: str
    name: str
    name_en: str
    filing: str
    closing: str
    limit: Allowance


@dataclass(frozen=True, slots=True)
class IncidentClass:
    """A class as published (大类 two digits, 小类 two); a city may use names as codes.

    `needs_verification`: reports from the public are verified before filing, unless `urgent`. `check` is the
    limit of the check after handling. `department_kind` names the sector that usually answers.
    """

    code: str
    name: str
    name_en: str
    major: str
    major_en: str
    situations: tuple[Situation, ...]
    check: Allowance | None = None
    urgent: bool = False
    needs_verification: bool = True
    management_level: str = "DISTRICT"
    department_kind: str | None = None
    everyday_words: tuple[str, ...] = ()

    def situation(self, code: str | None) -> Situation:
        """The situation with this code, the first one for None; raises KeyError."""
        if code is None:
            return self.situations[0]
        return {situation.code: situation for situation in self.situations}[code]


def situation_code(class_code: str, situation: str) -> str:
    """A class and a situation in one code: 0102, 1 → 0102-1."""
    return f"{class_code}-{situation}"


def class_faults(incident_class: IncidentClass) -> tuple[Fault, ...]:
    """Every fault as (JSON pointer, code, detail); a class with none may be published."""
    return tuple(_faults(incident_class))


def _faults(incident_class: IncidentClass) -> Iterator[Fault]:
    if not incident_class.code.strip() or len(incident_class.code) > LONGEST_CODE:
        yield "/code", "BAD_CODE", f"1 to {LONGEST_CODE} characters"
    if not incident_class.name.strip() or not incident_class.name_en.strip():
        yield "/name", "BLANK", ""
    if not incident_class.situations:
        yield "/situations", "NONE", "a class has one situation at least"
    for code, count in Counter(situation.code for situation in incident_class.situations).items():
        if count > 1:
            yield "/situations", "REPEATED", code
    if incident_class.urgent and any(
        situation.limit.unit.counts_days for situation in incident_class.situations[:1]
    ):
        yield "/situations/0/limit", "URGENT_IN_DAYS", "the first limit of an urgent class counts hours"
