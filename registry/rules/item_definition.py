"""What an item is: who decides it, in what time, from which answers and materials (GB/T 39554.1-2020)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.allowances import Allowance
from registry.rules.form_fields import Condition, FormField
from registry.rules.law import ItemLimits


class CaseKind(StrEnum):
    """即办件, decided in the visit, or 承诺件, within a promised time."""

    INSTANT = "INSTANT"
    PROMISED = "PROMISED"


class PlaceRule(StrEnum):
    """What decides where an application belongs."""

    RESIDENCE = "RESIDENCE"
    HOUSEHOLD_REGISTRATION = "HOUSEHOLD_REGISTRATION"
    PREMISES = "PREMISES"
    MATTER = "MATTER"
    CITY = "CITY"


class Obtain(StrEnum):
    """How a material comes in: had on line (never asked for), brought by the applicant, or either."""

    SHARED = "SHARED"
    SUBMIT = "SUBMIT"
    EITHER = "EITHER"


class ServiceRole(StrEnum):
    """What a level does for an item: takes it in, files it on somebody's behalf, decides it."""

    ACCEPT = "ACCEPT"
    AGENT = "AGENT"
    DECIDE = "DECIDE"


@dataclass(frozen=True, slots=True)
class Material:
    """One paper or record; needed only when all of `when` hold. `licence_type` names the shared record."""

    code: str
    name: str
    name_en: str
    obtain: Obtain
    licence_type: str | None = None
    when: tuple[Condition, ...] = ()
    review_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """What CITY, DISTRICT, STREET or COMMUNITY may do for the item."""

    level: str
    roles: tuple[ServiceRole, ...]


@dataclass(frozen=True, slots=True)
class Delegation:
    """A written delegation by which a window decides instant items in the name of `deciding_body`."""

    document: str
    deciding_body: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a grant hands out."""

    type: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Item:
    """A matter people apply for, as published; cases keep the version they were taken in under.

    `code` is the base code (基本编码); with a body's credit code and level it makes the task code of 31.
    `department_kind` and `deciding_level` say which department of the place decides. `supplement` is the
    applicant's own limit to bring what is missing. `later_submission_pauses`: 补交 after acceptance stops
    the clock.
    """

    code: str
    name: str
    name_en: str
    department_kind: str
    deciding_level: str
    kind: CaseKind
    place: PlaceRule
    subjects: tuple[str, ...]
    limits: ItemLimits
    supplement: Allowance
    service_levels: tuple[ServiceLevel, ...]
    law: tuple[str, ...]
    everyday_words: tuple[str, ...] = ()
    form: tuple[FormField, ...] = ()
    materials: tuple[Material, ...] = ()
    delegation: Delegation | None = None
    certificate: Certificate | None = None
    later_submission_pauses: bool = False
    fee: bool = False
    about: str = ""
    about_en: str = ""

    @property
    def special_procedures(self) -> tuple[str, ...]:
        """Codes of what may interrupt the decision (hearing, appraisal …)."""
        return tuple(sorted(self.limits.excluded))

    def may(self, level: str, role: ServiceRole) -> bool:
        """Whether a level does this for the item."""
        return any(served.level == level and role in served.roles for served in self.service_levels)
