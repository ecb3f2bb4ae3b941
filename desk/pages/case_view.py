"""Everything the page of a case shows, fetched through the reach of who looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.materials import materials_of
from desk.pages import names
from desk.pages.act_buttons import Buttons, buttons
from desk.pages.act_offers import Standing
from desk.pages.act_view import ActView
from desk.pages.case_parts import (
    ShownFile,
    ShownMaterial,
    ShownTask,
    ShownTie,
    files_in,
    shown_files,
    shown_materials,
    shown_tasks,
    shown_ties,
)
from desk.pages.case_place import ShownPlace, shown_place, there
from desk.pages.telling.captures import of_pictures, with_captures
from desk.pages.telling.decisions import decided_then
from desk.pages.telling.derivations import ToldLimit, told_limit
from desk.pages.telling.explanations import Explanation, explained
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.pages.telling.steps import Step, steps_of
from desk.revealing import KeptText, Revealed, kept_texts
from desk.rules.lamps import Limit
from desk.rules.state_words import Words, state_words
from dispatch.calendar_store import calendar_version
from dispatch.case_store import Case, case_by_no, routings_of
from dispatch.cases import Known, known_of
from dispatch.rules.entry_data import TieData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.journal import from_data
from dispatch.rules.kept_clock import Clock, ClockState
from dispatch.rules.states import CaseKind
from dispatch.tied_cases import tied_cases
from reach import Reach
from registry.data_keys import case_owner
from registry.dossiers import masked_names
from registry.file_owners import media_types
from registry.rules.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Facts:
    """What the head of the page says of a case, with names where the row has codes."""

    matter: str
    place: str
    responder: str
    taken_in_at: str
    subject: str
    agent: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its page shows it; `form` is the act somebody is about to do."""

    case: Case
    state: Words
    lamp: ShownLamp
    facts: Facts
    place: ShownPlace
    buttons: Buttons
    limits: tuple[ToldLimit, ...]
    past_limits: tuple[ToldLimit, ...]
    tasks: tuple[ShownTask, ...]
    materials: tuple[ShownMaterial, ...]
    files: tuple[ShownFile, ...]
    taken: Mapping[int, str]
    ties: tuple[ShownTie, ...]
    routes: tuple[Explanation, ...]
    steps: tuple[Step, ...]
    texts: tuple[KeptText, ...]
    revealed: Revealed
    form: ActView | None
    purposes: tuple[Purpose, ...] = tuple(Purpose)

    @property
    def pictures(self) -> bool:
        """Whether there is a picture that is shown for a purpose only."""
        shown = [paper.picture for one in self.materials for paper in one.papers]
        return self.case.kind is CaseKind.APPLICATION and any([*shown, *(one.picture for one in self.files)])


async def standing_over(reach: Reach, case_no: str, now: datetime) -> Standing:
    """A case and what is asked of it for its page and forms; raises NotVisible."""
    case = await case_by_no(reach, case_no)
    known = await known_of(case)
    application = case.kind is CaseKind.APPLICATION
    people = [one for one in (case.subject_id, case.agent_id) if one is not None]
    return Standing(
        known,
        reach,
        now,
        await materials_of(case.id) if application else {},
        await masked_names(reach, people) if people else {},
    )


async def case_view(
    standing: Standing, form: ActView | None = None, revealed: Revealed | None = None
) -> CaseView:
    """The page of a case, with a form opened over it and with what has been revealed for a purpose."""
    known, reach, now = standing.known, standing.reach, standing.now
    case = known.case
    zone = (await names.city()).zone
    opened = revealed or Revealed()
    at = await there(standing)
    steps = with_captures(await steps_of(case, known.entries, reach, opened.texts), at.kept, zone)
    facts = await _facts(standing)
    papers = {file for line in standing.lines.values() for file in line.files}
    files = {file: entry for file, entry in files_in(known.entries).items() if file not in papers}
    kinds = await media_types(case_owner(case.id), [*files, *papers]) if files or papers else {}
    return CaseView(
        case=case,
        state=state_words(case.kind, case.state),
        lamp=shown_lamp(Limit(case.due_at, case.opened_at, ended_at=case.closed_at), now, zone),
        facts=facts,
        place=await shown_place(standing, facts.matter, at, steps),
        buttons=buttons(reach, known),
        limits=await limits_of(known, stopped=False),
        past_limits=await limits_of(known, stopped=True),
        tasks=await shown_tasks(known, now),
        materials=shown_materials(known, standing.lines, kinds),
        files=shown_files(files, kinds),
        taken=of_pictures(at.kept, zone),
        ties=await shown_ties(await tied_cases(reach, case.id, _named(known))),
        routes=tuple(await explained(await decided_then(case.kind, await routings_of(case)))),
        steps=steps,
        texts=tuple(kept_texts(known.entries)),
        revealed=opened,
        form=form,
    )


async def _facts(standing: Standing) -> Facts:
    case = standing.known.case
    points = await names.service_points([case.service_point_id]) if case.service_point_id else {}
    return Facts(
        (await names.matters(case.kind, [case.matter])).get(case.matter, ""),
        (await names.whereabouts([case.area_path], 3))[case.area_path],
        (await names.staff([case.first_responder])).get(case.first_responder, ""),
        points.get(case.service_point_id or 0, ""),
        standing.subjects.get(case.subject_id or 0, ""),
        standing.subjects.get(case.agent_id or 0, ""),
    )


async def limits_of(known: Known, *, stopped: bool) -> tuple[ToldLimit, ...]:
    """The limits that run, or those that have stopped, the soonest first."""
    case = known.case
    zone = (await names.city()).zone
    calendar = await calendar_version(case.calendar_code, case.calendar_version)
    clocks = [clock for clock in known.clocks if (clock.state is ClockState.STOPPED) is stopped]
    return tuple(
        told_limit(clock, clock.derivation(calendar), zone) for clock in sorted(clocks, key=_soonest)
    )


def _soonest(clock: Clock) -> tuple[bool, float]:
    return clock.due_at is None, clock.due_at.timestamp() if clock.due_at else 0.0


def _named(known: Known) -> list[int]:
    """The cases this one names: where it came from, what it was tied to."""
    named = [] if known.case.origin_case is None else [known.case.origin_case]
    for entry in known.entries:
        data = from_data(EntryKind(entry.kind), entry.data)
        if isinstance(data, TieData):
            named.append(data.case_id)
    return named
