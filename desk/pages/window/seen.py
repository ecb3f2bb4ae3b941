"""Everything the window shows beside what is typed: one look for all its panels, whole page or part of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from desk.licence_store import licence_store
from desk.new_case import Where
from desk.pages import names
from desk.pages.fault_words import sentence
from desk.pages.forms import Form
from desk.pages.telling.decisions import decided_now
from desk.pages.telling.derivations import ToldLimit, told_limit
from desk.pages.telling.explanations import Explanation, explained
from desk.pages.translations import gettext as _
from desk.pages.window.answers import Question, asked_answers
from desk.pages.window.form import AGENT, SUBJECT, acts_for_another, chosen_matter, new_case, person, place_of
from desk.pages.window.matter import MaterialLineShown, Matter, asked_now, material_lines, published_matter
from desk.pages.window.people import KnownPerson, PastCase, known_person
from desk.previewing import NOWHERE, Preview, preview, preview_place
from desk.problem_answers import kind_of
from desk.remembered_licences import remembering
from dispatch.places import Nearby
from dispatch.rules.shared_facts import Handler
from dispatch.rules.states import CaseKind
from grid.city import City
from grid.errors import BadPosition, PlaceNotFound
from grid.location import Location
from grid.rules.levels import Level
from reach import Reach
from registry.errors import VersionNotFound


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a case belongs, in words: the areas from the district down to the grid, the cell, and by whom."""

    areas: str
    grid: str
    cell: str
    worker: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the panels show; whatever has not been said yet leaves its part empty.

    `duplicates` are open cases of the same person about the same matter, `similar` open incidents close by.
    """

    matter: Matter | None = None
    questions: tuple[Question, ...] = ()
    materials: tuple[MaterialLineShown, ...] = ()
    known: KnownPerson | None = None
    agent: KnownPerson | None = None
    preview: Preview = field(default_factory=Preview)
    where: Whereabouts | None = None
    handlers: tuple[str, ...] = ()
    why: Explanation | None = None
    limits: tuple[ToldLimit, ...] = ()
    duplicates: tuple[PastCase, ...] = ()
    similar: tuple[Nearby, ...] = ()
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def ready_materials(self) -> int:
        """How many of the materials nobody has to wait for."""
        return sum(line.status in ("given", "fetched") for line in self.materials)


async def look(form: Form, reach: Reach, city: City, now: datetime) -> Seen:
    """All that can be said of a form as it stands (`now` UTC), by the rules registration follows."""
    seen = Seen(
        known=await known_person(reach, person(form, SUBJECT), now),
        agent=await known_person(reach, person(form, AGENT), now) if acts_for_another(form) else None,
    )
    seen = await _with_matter(seen, form)
    seen = await _with_preview(seen, form, reach, (city, now))
    return await _in_words(seen, city)


async def _with_matter(seen: Seen, form: Form) -> Seen:
    chosen = chosen_matter(form)
    if chosen is None:
        return seen
    try:
        return replace(seen, matter=await published_matter(chosen))
    except VersionNotFound:
        return replace(seen, faults={"matter": (_("没有这个事项或案件类别。"),)})


async def _with_preview(seen: Seen, form: Form, reach: Reach, at: tuple[City, datetime]) -> Seen:
    where, faults = place_of(form), seen.faults
    try:
        return replace(seen, preview=await _previewed(seen.matter, where, form, reach, at))
    except (PlaceNotFound, BadPosition) as error:
        # The place is wrong; everything else can be said all the same.
        said = {**faults, "place": (sentence(kind_of(error)),)}
        found = await _previewed(seen.matter, NOWHERE, form, reach, at)
        return replace(seen, preview=found, faults=said)


async def _previewed(
    matter: Matter | None, where: Where, form: Form, reach: Reach, at: tuple[City, datetime]
) -> Preview:
    if matter is None:
        return await preview_place(where, *at)
    new = replace(new_case(form, matter.chosen, matter.fields, reach), where=where)
    if matter.item is not None:
        new = replace(new, answers=asked_answers(matter.item, new.answers))
    return await preview(new, reach, *at, remembering(licence_store()))


async def _in_words(seen: Seen, city: City) -> Seen:
    found, matter = seen.preview, seen.matter
    taken = found.taken
    if matter is not None and matter.item is not None:
        seen = replace(
            seen,
            questions=asked_now(matter, found.answers),
            materials=material_lines(matter, found.answers, found),
        )
    if found.location is not None:
        seen = replace(seen, where=await _whereabouts(found.location, found.worker))
    if taken is None:
        return replace(seen, duplicates=_duplicates(seen))
    assignment = taken.assignment
    handlers = (assignment.lead, *assignment.others) if assignment and assignment.lead else ()
    return replace(
        seen,
        handlers=await handler_names(handlers),
        why=(await explained([decided_now(taken.routed)]))[0],
        limits=tuple(told_limit(due.clock, due.derivation, city.zone) for due in found.dues),
        duplicates=_duplicates(seen),
        similar=found.similar,
    )


async def _whereabouts(location: Location, worker: int | None) -> Whereabouts:
    called = {
        area.level: names.in_language((area.name, area.name_en or area.name)) for area in location.chain
    }
    wide = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    on_duty = await names.staff([worker]) if worker is not None else {}
    return Whereabouts(
        " · ".join(called[level] for level in wide if level in called) or called[Level.CITY],
        called.get(Level.GRID, ""),
        location.lowest.code if location.lowest.level is Level.CELL else "",
        on_duty.get(worker or 0, ""),
    )


async def handler_names(handlers: Sequence[Handler]) -> tuple[str, ...]:
    """Names of departments and people who get the work, in order."""
    bodies = await names.departments([one.department_id for one in handlers if one.department_id is not None])
    workers = [int(one.worker.removeprefix("staff:")) for one in handlers if one.worker is not None]
    people = await names.staff(workers)
    called = (
        bodies.get(one.department_id or 0)
        or people.get(int((one.worker or "staff:0").removeprefix("staff:")))
        for one in handlers
    )
    return tuple(name for name in called if name)


def _duplicates(seen: Seen) -> tuple[PastCase, ...]:
    if seen.known is None or seen.matter is None or seen.matter.chosen.kind is not CaseKind.APPLICATION:
        return ()
    return tuple(case for case in seen.known.cases if case.open and case.matter == seen.matter.chosen.code)
