"""Says of a case still being typed what its registration would say, by the same rules, and keeps nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from desk.intake import ask_first
from desk.materials import NOTHING_NEEDED, Checklist, brought_as, listed
from desk.new_case import Due, NewCase, Where
from desk.opening import SIMILAR_WITHIN, Taken, acts_at_once
from desk.surveying import Prepared, placing, survey
from dispatch.places import Nearby, similar_at
from dispatch.routing import down_to, worker_at
from dispatch.rules.asked import Asked
from dispatch.rules.foreseeing import foreseen
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.states import CaseKind
from dispatch.scene import scene
from dispatch.terms import Terms
from grid.city import City
from grid.location import Location
from grid.rules.levels import Level
from integrations.licences.store import LicenceStore
from reach import SYSTEM, Reach, Role
from registry.rules.form_fields import Answer
from registry.rules.forms import answer_faults
from registry.rules.item_definition import Item
from together import ask

NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Moment:
    """The city a case is typed in, and when (`now` is UTC)."""

    city: City
    now: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What is known of a case so far; each part is None or empty until enough has been said for it.

    `worker` is the staff id of whoever is on duty in the grid; `answers` are those nothing is wrong with.
    `taken` is the case as it would be opened, and `state` and `dues` what its registration would answer.
    """

    location: Location | None = None
    worker: int | None = None
    terms: Terms | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    checklist: Checklist = NOTHING_NEEDED
    sources_down: tuple[str, ...] = ()
    taken: Taken | None = None
    state: str = ""
    dues: tuple[Due, ...] = ()
    similar: tuple[Nearby, ...] = ()


async def preview_place(where: Where, moment: Moment) -> Preview:
    """Where a place belongs and who is on duty there; raises what is wrong with the place."""
    if where == NOWHERE:
        return Preview()
    location = await ask(placing(where, None, moment.city))
    return Preview(location, await _on_duty(location, moment.city, moment.now))


async def preview(
    new: NewCase, reach: Reach, moment: Moment, store: LicenceStore | None = None, terms: Terms | None = None
) -> Preview:
    """What registering this case now would say; a place is not needed, answers may be missing.

    `terms` are those in force, if they are at hand. Asks outside systems as intake does, so it must not run
    in a transaction. Raises what is wrong with the place or the matter, and ActRefused for somebody who may
    not take it in.
    """
    city, now = moment.city, moment.now
    asked = await ask_first(new, city, now, store, terms)
    terms, down = asked.terms, asked.new.gathered.down
    answers = _valid(terms.item, new.answers)
    asked = replace(asked, new=replace(asked.new, answers=answers))
    checklist = _listed_so_far(terms, asked.new)
    if new.where == NOWHERE:
        return Preview(terms=terms, answers=answers, checklist=checklist, sources_down=down)
    found, _ = await scene(placing(new.where, terms, city), city, asked.at)
    taken = await survey(asked, reach, city, (found, _listed_so_far))
    state, dues = foresee(taken)
    location = taken.routed.location
    return Preview(
        location=await _own_place(asked, location, city),
        worker=await _on_duty(location, city, now),
        terms=terms,
        answers=answers,
        checklist=checklist,
        sources_down=down,
        taken=taken,
        state=state,
        dues=dues,
        similar=await _similar(taken),
    )


def foresee(taken: Taken) -> tuple[str, tuple[Due, ...]]:
    """The state a case will be in at the end of its intake, and the limits that will run."""
    house = [
        Asked(act, SYSTEM.actor, frozenset({Role.SYSTEM}), taken.at, facts)
        for act, facts in acts_at_once(taken)
    ]
    facts, clocks = foreseen(taken.facts, [taken.asked, *house], taken.terms.limits, taken.calendar)
    running = [clock for clock in clocks if clock.state is not ClockState.STOPPED]
    return facts.state.value, tuple(Due(clock, clock.derivation(taken.calendar)) for clock in running)


async def _own_place(asked: Prepared, decides: Location, city: City) -> Location:
    """Where the place itself lies, for a matter the whole city decides wherever it was given."""
    if decides.lowest.level is not Level.CITY or asked.new.where.area_code == city.code:
        return decides
    return (await preview_place(asked.new.where, Moment(city, asked.at))).location or decides


async def _on_duty(location: Location, city: City, now: datetime) -> int | None:
    grid = location.area_at(Level.GRID)
    if grid is None:
        return None
    found = await worker_at(down_to(location.path, city, Level.GRID), now)
    return None if found is None or found.worker is None else int(found.worker.removeprefix("staff:"))


def _listed_so_far(terms: Terms, new: NewCase) -> Checklist:
    """The list for the answers there are; what is wrong with them is told at registration."""
    if terms.item is None:
        return NOTHING_NEEDED
    known = {material.code for material in terms.item.materials}
    brought = {one.code: brought_as(one.code, one.files) for one in new.materials if one.code in known}
    return listed(terms.item, new.answers, {**brought, **new.gathered.fetched}, new.gathered.down)


def _valid(item: Item | None, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers nothing is wrong with: half a number decides nothing yet."""
    if item is None:
        return answers
    wrong = {pointer.removeprefix("/") for pointer, _, _ in answer_faults(item, answers)}
    return {code: answer for code, answer in answers.items() if code not in wrong}


async def _similar(taken: Taken) -> tuple[Nearby, ...]:
    position = taken.routed.location.position
    if taken.new.kind is not CaseKind.INCIDENT or position is None or taken.routed.to_person:
        return ()
    return await similar_at(taken.reach, (position.lon, position.lat), taken.terms.class_code, SIMILAR_WITHIN)
