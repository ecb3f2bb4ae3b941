"""What the published version of an item or incident class lets be done with a case, and in what time."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from dispatch.errors import UnknownMatter, UnknownSituation
from dispatch.rules.calendar import Calendar
from dispatch.rules.case_facts import MatterFacts
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.clock_keeping import Limits
from dispatch.rules.states import CaseKind
from registry.catalogue import CatalogueKind, Version, published_among
from registry.departments import department_by_code
from registry.errors import BadItemCode, CaseNumbersUsedUp, VersionNotFound
from registry.incident_classes import ClassVersion, class_of, class_version
from registry.items import ItemVersion, item_of, item_version
from registry.rules.allowances import Allowance, Unit
from registry.rules.incident_definition import situation_code
from registry.rules.item_codes import UseLevel, case_number, task_code
from registry.rules.item_definition import CaseKind as Promise
from registry.rules.item_definition import Item
from together import Query, ask

# What cities set for steps no item or class speaks of; E2 gives 1 to 2 working hours for signing.
USUAL: Limits = {
    ClockKind.SIGN: Allowance(2, Unit.WORKING_HOUR),
    ClockKind.VERIFY: Allowance(4, Unit.WORKING_HOUR),
    ClockKind.FILE: Allowance(2, Unit.WORKING_HOUR),
    ClockKind.DISPATCH: Allowance(2, Unit.WORKING_HOUR),
    ClockKind.CHECK: Allowance(Decimal("1.5"), Unit.WORKING_HOUR),
}
SIGN_FOR_APPLICATION = Allowance(1, Unit.WORKING_DAY)
# A version never changes once it is published, and only published ones are kept by cases.
_KEPT = 1000
_LEVELS = {
    "CITY": UseLevel.CITY,
    "DISTRICT": UseLevel.COUNTY,
    "STREET": UseLevel.STREET,
    "COMMUNITY": UseLevel.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one version: what rules ask of the matter, and the limits its clocks get.

    `item` is None for an incident.
    """

    version_id: int
    code: str
    facts: MatterFacts
    limits: Limits
    item: Item | None = None
    urgent: bool = False
    verify_first: bool = False
    class_code: str = ""
    situation: str = ""

    def facts_by(self, calendar: Calendar) -> MatterFacts:
        """What rules ask of the matter; a delegation holds to the end of its last local day."""
        if self.item is None or self.item.delegation is None:
            return self.facts
        ends = calendar.start_of(self.item.delegation.valid_until + timedelta(days=1))
        return replace(self.facts, delegated_until=ends)

    def case_number(self, body_code: str, day: date, serial: int) -> str | None:
        """The 43 characters of an application's number at the body that decides it (GB/T 39554.1).

        None where the item's or the body's code is not of the national form.
        """
        if self.item is None:
            return None
        try:
            task = task_code(body_code, _LEVELS[self.item.deciding_level], self.item.code)
            return case_number(task, day, serial).number
        except (BadItemCode, CaseNumbersUsedUp):
            return None


_known: dict[tuple[CaseKind, int, str], Terms] = {}


async def terms_in_force(kind: CaseKind, code: str, at: datetime) -> Terms:
    """The terms published for a matter at an instant (UTC); raises UnknownMatter, UnknownSituation.

    `code` is an item's, or an incident class's with or without a situation (0102, 0102-1).
    """
    return await terms_by(kind, code, await ask(version_in_force(kind, code, at)))


def version_in_force(kind: CaseKind, code: str, at: datetime) -> Query[Version | None]:
    """The version of the catalogue that was published for a matter at an instant (UTC), for `terms_by`."""
    if kind is CaseKind.APPLICATION:
        return published_among(CatalogueKind.ITEM, [code], at)
    # Codes of a city's own may hold hyphens, so the whole code comes before the one without a situation.
    return published_among(CatalogueKind.INCIDENT_CLASS, [code, code.rpartition("-")[0]], at)


async def terms_by(kind: CaseKind, code: str, found: Version | None) -> Terms:
    """The terms of a published version, found by a code; raises UnknownMatter, UnknownSituation."""
    if found is None:
        raise UnknownMatter(code)
    known = _known.get((kind, found.id, code))
    if known is not None:
        return known
    return _keep(
        kind,
        code,
        await _of_item(item_of(found)) if kind is CaseKind.APPLICATION else _of_class(class_of(found), code),
    )


def number_prefix(kind: CaseKind, code: str) -> str:
    """What serial numbers are counted by: those of each item by itself, of all incidents together."""
    return "incident" if kind is CaseKind.INCIDENT else f"item {code}"


async def terms_of(kind: CaseKind, version_id: int, code: str) -> Terms:
    """The terms of the version a case keeps, with its code; raises UnknownMatter."""
    known = _known.get((kind, version_id, code))
    if known is not None:
        return known
    try:
        if kind is CaseKind.APPLICATION:
            return _keep(kind, code, await _of_item(await item_version(version_id)))
        return _keep(kind, code, _of_class(await class_version(version_id), code))
    except VersionNotFound as error:
        raise UnknownMatter(code) from error


def _keep(kind: CaseKind, code: str, terms: Terms) -> Terms:
    while len(_known) >= _KEPT:
        del _known[next(iter(_known))]
    _known[kind, terms.version_id, code] = terms
    return terms


def _of_class(version: ClassVersion, code: str) -> Terms:
    incident = version.incident_class
    chosen = code.removeprefix(f"{incident.code}-") if code != incident.code else None
    try:
        situation = incident.situation(chosen)
    except KeyError as error:
        raise UnknownSituation(code) from error
    limits = {**USUAL, ClockKind.HANDLING: situation.limit}
    if incident.check is not None:
        limits[ClockKind.CHECK] = incident.check
    return Terms(
        version.version_id,
        situation_code(incident.code, situation.code) if chosen else incident.code,
        MatterFacts(),
        limits,
        urgent=incident.urgent,
        verify_first=incident.needs_verification,
        class_code=incident.code,
        situation=situation.code,
    )


async def _of_item(version: ItemVersion) -> Terms:
    item = version.item
    facts = MatterFacts(
        instant=item.kind is Promise.INSTANT,
        joint=item.limits.joint,
        listed=frozenset(material.code for material in item.materials),
        delegated_to=await _delegated_to(item),
        certificate=item.certificate is not None,
        later_stops_clock=item.later_submission_pauses,
        extension_cap=int(item.limits.extension.amount) if item.limits.extension else 0,
    )
    return Terms(version.version_id, item.code, facts, _limits_of_item(item), item)


async def _delegated_to(item: Item) -> int | None:
    """The body (department id) in whose name the window decides by a written delegation."""
    if item.delegation is None:
        return None
    return (await department_by_code(item.delegation.deciding_body)).id


def _limits_of_item(item: Item) -> Limits:
    return {
        **USUAL,
        ClockKind.SIGN: SIGN_FOR_APPLICATION,
        ClockKind.HANDLING: item.limits.promised,
        ClockKind.ACCEPTANCE: item.limits.acceptance,
        ClockKind.SUPPLEMENT: item.supplement,
        ClockKind.DECISION: item.limits.statutory,
        ClockKind.PROMISED: item.limits.promised,
        ClockKind.DELIVERY: item.limits.delivery,
    }
