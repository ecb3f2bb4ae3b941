"""Asks for materials within the law, all at once and only from the item; takes in what is brought."""

from dataclasses import replace
from datetime import datetime

import database
from desk.answers_given import answers_of
from desk.input_errors import FieldError, InvalidInput
from desk.materials import DOWN, HAD, MISSING, brought_as, keep_materials, materials_of
from desk.new_case import MaterialLine
from dispatch import cases
from dispatch.acting import act_with_defaults
from dispatch.case_store import case_by_id
from dispatch.cases import Acted, ActRequest, Known
from dispatch.errors import ActRefused, SupplementAskedAlready
from dispatch.rules.application_facts import Materials
from dispatch.rules.states import Act
from grid.city import City
from reach import SYSTEM, Reach, Role
from registry.data_keys import case_owner
from registry.rules.materials import Demand, Exceptions, unlawful_demands
from registry.vault import seal_all

# 补交 after acceptance asks for single papers; a notice before it has to name everything (行政许可法 §32).
_AT_ONCE = frozenset({Act.NOTIFY_SUPPLEMENT, Act.FAIL_PRE_REVIEW})
_WHY = {
    Demand.NOT_IN_ITEM: "the published item does not ask for it",
    Demand.NOT_NEEDED: "this situation does not need it",
    Demand.SHARED: "it can be had on line; cite the rule that allows asking all the same",
    Demand.ALREADY_GIVEN: "it was given; name it as defective if it is not in proper form",
    Demand.LEFT_OUT: "it is missing too, and everything is asked for at once",
}


async def ask(request: ActRequest, reach: Reach, city: City, now: datetime) -> Acted:
    """Does an act that asks the applicant for materials: before acceptance all at once, later for some.

    Raises InvalidInput with everything that is asked for too much or too little, and what `cases.act` raises;
    a second notice for the same facts stays on record.
    """
    try:
        async with database.transaction():
            known = await cases.know(reach, request.case_id, for_act=True)
            facts = request.facts
            if isinstance(facts, Materials) and _may(known, request, reach):
                await _check_lawful(known, request.act, facts, (reach, now))
            acted = await act_with_defaults(request, reach, city, now)
            if isinstance(facts, Materials):
                await _keep_asked(known, facts, reach, now)
            return acted
    except SupplementAskedAlready as refused:
        # The transaction that failed took the record with it.
        await cases.record_refused_notice(request, reach, refused, now)
        raise


def _may(known: Known, request: ActRequest, reach: Reach) -> bool:
    """Whether the act could be done at all; if not, its own refusal says more than any fault of the list."""
    current = request.version in (None, known.case.version)
    return current and request.act in cases.allowed_acts(reach, known)


async def _check_lawful(known: Known, act: Act, asked: Materials, via: tuple[Reach, datetime]) -> None:
    item = known.terms.item
    if item is None:
        return
    lines = await materials_of(known.case.id)
    had = {code for code, line in lines.items() if line.status in HAD}
    faults = [
        FieldError("/defective", "not_given", f"{code} was not given, or is not asked for")
        for code in sorted(asked.defective - (had & asked.codes))
    ]
    if asked.defective and not asked.text.strip():
        faults.append(FieldError("/text", "required", "says what is wrong with what was given"))
    given = (had - asked.defective) | (_waited_for(known) - asked.codes)
    demands = unlawful_demands(
        item, await answers_of(known.case, *via), given, sorted(asked.codes), _exceptions(asked, lines)
    )
    faults += [
        FieldError("/codes", demand.value.lower(), f"{code}: {_WHY[demand]}")
        for code, demand in demands
        if act in _AT_ONCE or demand is not Demand.LEFT_OUT
    ]
    if faults:
        raise InvalidInput(*faults)


def _waited_for(known: Known) -> frozenset[str]:
    past = known.facts.past
    waiting = (one.asked for one in past.rounds if one.answered_at is None)
    return past.later_open.union(*waiting)


def _exceptions(asked: Materials, lines: dict[str, MaterialLine]) -> Exceptions:
    """What lifts the ban for the codes asked for: it allows them, and obliges nobody to ask for others."""
    cited = {one.code: one.rule for one in asked.cited if one.code in asked.codes}
    down = {line.source for code, line in lines.items() if line.evidence == DOWN and code in asked.codes}
    return Exceptions(cited, down)


async def _keep_asked(known: Known, asked: Materials, reach: Reach, now: datetime) -> None:
    """The list of the case says what is wanted now, and by which rule a shared record is."""
    rules = [(one.code, one.rule) for one in asked.cited if one.code in asked.codes and one.rule.strip()]
    put = await seal_all(reach, case_owner(known.case.id), [("exception", rule) for _, rule in rules])
    sealed = {code: text.id for (code, _), text in zip(rules, put, strict=True)}
    before = await materials_of(known.case.id)
    lines = []
    for code in sorted(asked.codes):
        old = before.get(code, MaterialLine(code, MISSING, ""))
        lines.append(MaterialLine(code, MISSING, old.source, None, old.evidence, sealed.get(code)))
    await keep_materials(known.case.id, lines, now)


async def bring(request: ActRequest, reach: Reach, city: City, now: datetime) -> Acted:
    """Does an act that brings what was asked for; what was noted before counts with it.

    What is complete is accepted that day: at once where a clerk receives it and it is known who handles it,
    otherwise by the acceptance that follows. Raises what `cases.act` raises.
    """
    async with database.transaction():
        known = await cases.know(reach, request.case_id, for_act=True)
        if isinstance(request.facts, Materials):
            request = replace(request, facts=await _with_noted(known, request.facts))
        acted = await act_with_defaults(request, reach, city, now)
        await keep_brought(acted.case.id, request.facts, now)
        if request.act is not Act.SUPPLEMENT:
            return acted
        return await _accepted_that_day(acted, known, (reach, request.channel), city, now)


async def _with_noted(known: Known, brought: Materials) -> Materials:
    lines = await materials_of(known.case.id)
    noted = {code for code in _waited_for(known) if code in lines and lines[code].status in HAD}
    return replace(brought, codes=brought.codes | noted)


async def keep_brought(case_id: int, brought: object, now: datetime) -> None:
    """Writes down what was brought, over what the list of the case said of it."""
    if not isinstance(brought, Materials):
        return
    before = await materials_of(case_id)
    files: dict[str, tuple[int, ...]] = {}
    for one in brought.files:
        # A further page of what is here already takes the place of none.
        files.setdefault(one.code, _here(before.get(one.code)))
        files[one.code] = (*files[one.code], one.file_id)
    lines = [
        brought_as(code, tuple(dict.fromkeys(files.get(code, ()))))
        for code in sorted(brought.codes)
        if code in files or code not in before or before[code].status not in HAD
    ]
    await keep_materials(case_id, lines, now)


def _here(line: MaterialLine | None) -> tuple[int, ...]:
    """The files of a material the desk has; what was asked for anew counts as not there."""
    return line.files if line is not None and line.status in HAD else ()


async def _accepted_that_day(
    acted: Acted, known: Known, via: tuple[Reach, str], city: City, now: datetime
) -> Acted:
    reach, channel = via
    if Role.CLERK not in cases.standpoint_over(reach, known).roles:
        return acted
    act = Act.ACCEPT_INSTANT if known.facts.matter.instant else Act.ACCEPT
    request = ActRequest(acted.case.id, act, acted.case.version, channel=channel)
    try:
        accepted = await act_with_defaults(request, reach, city, now)
    except ActRefused:
        # Nobody is known to handle it yet: the acceptance that follows keeps this date.
        return replace(acted, case=await case_by_id(SYSTEM, acted.case.id))
    return replace(acted, case=accepted.case)
