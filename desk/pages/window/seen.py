"""Everything the window shows beside what is typed: one look for all its panels, whole page or part of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from desk.asked_licences import Asking, recorded
from desk.licence_store import licence_store
from desk.materials import HAD
from desk.new_case import Where
from desk.pages.fault_words import sentence
from desk.pages.forms import Form
from desk.pages.telling.decisions import decided_now
from desk.pages.telling.derivations import ToldLimit, told_limit
from desk.pages.telling.explanations import Explanation, explained
from desk.pages.translations import gettext as _
from desk.pages.window.answers import Question, asked_answers
from desk.pages.window.form import chosen_matter, new_case, place_of
from desk.pages.window.matter import MaterialLineShown, Matter, asked_now, material_lines, published_matter
from desk.pages.window.papers import NOTHING, PHOTOS, Attached, attached_to, ticked
from desk.pages.window.people import KnownPerson, PastCase, known_person
from desk.pages.window.persons import AGENT, SUBJECT, acts_for_another, person
from desk.pages.window.whereabouts import Called, Whereabouts, handler_names, whereabouts
from desk.previewing import NOWHERE, Moment, Preview, preview, preview_place
from desk.problem_answers import kind_of
from desk.remembered_licences import remembering
from desk.waiting_papers import Paper
from dispatch.places import Nearby
from dispatch.rules.states import CaseKind
from dispatch.terms import terms_of
from grid.city import City
from grid.errors import BadPosition, PlaceNotFound
from reach import Reach
from registry.errors import VersionNotFound


@dataclass(frozen=True, slots=True)
class Seen:
    """What the panels show; whatever has not been said yet leaves its part empty.

    `duplicates` are open cases of the same person about the same matter, `similar` open incidents close by.
    """

    matter: Matter | None = None
    questions: tuple[Question, ...] = ()
    materials: tuple[MaterialLineShown, ...] = ()
    attached: Attached = NOTHING
    known: KnownPerson | None = None
    agent: KnownPerson | None = None
    preview: Preview = field(default_factory=Preview)
    where: Whereabouts | None = None
    handlers: tuple[Called, ...] = ()
    why: Explanation | None = None
    limits: tuple[ToldLimit, ...] = ()
    duplicates: tuple[PastCase, ...] = ()
    similar: tuple[Nearby, ...] = ()
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def photos(self) -> tuple[Paper, ...]:
        """The photos of an incident."""
        return self.attached.of(PHOTOS)

    @property
    def ready_materials(self) -> int:
        """How many of the materials nobody has to wait for."""
        return sum(line.status in HAD for line in self.materials)


async def look(form: Form, reach: Reach, city: City, now: datetime) -> Seen:
    """All that can be said of a form as it stands (`now` UTC), by the rules registration follows."""
    attached = await attached_to(reach, form) if chosen_matter(form) is not None else NOTHING
    form = ticked(form, attached)
    seen = Seen(
        attached=attached,
        known=await known_person(reach, person(form, SUBJECT), now),
        agent=await known_person(reach, person(form, AGENT), now) if acts_for_another(form) else None,
    )
    seen = await _with_matter(seen, form, now)
    seen = await _with_preview(seen, form, reach, Moment(city, now))
    return await _in_words(seen, city)


async def _with_matter(seen: Seen, form: Form, now: datetime) -> Seen:
    chosen = chosen_matter(form)
    if chosen is None:
        return seen
    try:
        return replace(seen, matter=await published_matter(chosen, now))
    except VersionNotFound:
        return replace(seen, faults={"matter": (_("没有这个事项或案件类别。"),)})


async def _with_preview(seen: Seen, form: Form, reach: Reach, moment: Moment) -> Seen:
    where, faults = place_of(form), seen.faults
    try:
        return replace(seen, preview=await _previewed(seen.matter, where, form, reach, moment))
    except (PlaceNotFound, BadPosition) as error:
        # The place is wrong; everything else can be said all the same.
        said = {**faults, "place": (sentence(kind_of(error)),)}
        found = await _previewed(seen.matter, NOWHERE, form, reach, moment)
        return replace(seen, preview=found, faults=said)


async def _previewed(
    matter: Matter | None, where: Where, form: Form, reach: Reach, moment: Moment
) -> Preview:
    if matter is None:
        return await preview_place(where, moment)
    new = replace(new_case(form, matter.chosen, matter.fields, reach), where=where)
    if matter.item is not None:
        new = replace(new, answers=asked_answers(matter.item, new.answers))
    asking = Asking(reach, form["key"], new.matter)
    store = recorded(remembering(licence_store()), asking)
    terms = await terms_of(new.kind, matter.version_id, new.matter)
    return await preview(new, reach, moment, store, terms)


async def _in_words(seen: Seen, city: City) -> Seen:
    found, matter = seen.preview, seen.matter
    taken = found.taken
    if matter is not None and matter.item is not None:
        seen = replace(
            seen,
            questions=asked_now(matter, found.answers),
            materials=material_lines(matter, found.answers, found, seen.attached),
        )
    if found.location is not None:
        seen = replace(seen, where=await whereabouts(found.location, found.worker))
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


def _duplicates(seen: Seen) -> tuple[PastCase, ...]:
    if seen.known is None or seen.matter is None or seen.matter.chosen.kind is not CaseKind.APPLICATION:
        return ()
    return tuple(case for case in seen.known.cases if case.open and case.matter == seen.matter.chosen.code)
