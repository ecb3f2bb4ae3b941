"""One task with everything its page on the phone shows, fetched through the reach of who looks."""

from dataclasses import dataclass, replace

from desk.pages import names
from desk.pages.act_buttons import Buttons, buttons
from desk.pages.act_offers import Standing
from desk.pages.act_view import ActView
from desk.pages.case_parts import (
    ShownFile,
    ShownTask,
    files_in,
    shown_files,
    shown_tasks,
)
from desk.pages.case_view import limits_of
from desk.pages.maps import MapPoint, MapView, map_view
from desk.pages.telling.derivations import ToldLimit
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.pages.telling.steps import Step, steps_of
from desk.revealing import KeptText, Revealed, kept_texts
from desk.rules.lamps import Limit
from desk.rules.state_words import Words, state_words
from dispatch.captures import KeptCapture, captures_of
from dispatch.case_store import Case
from dispatch.field_work import walked_by
from dispatch.places import Place, place_of
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.next_step import next_step
from dispatch.rules.states import Act
from dispatch.rules.task_states import STILL_TO_DO, TaskKind, TaskState
from grid.addresses import Near, nearest_addresses
from registry.data_keys import case_owner
from registry.file_owners import media_types
from registry.rules.purposes import Purpose

_AROUND = 0.004  # degrees around the point of a case, some 400 metres


@dataclass(frozen=True, slots=True)
class TaskView:
    """A case as the phone shows it; `next` is the act that comes next for who looks."""

    case: Case
    state: Words
    lamp: ShownLamp
    matter: str
    place: str
    subject: str
    point: Place | None
    near: Near | None
    chart: MapView | None
    next: Act | None
    buttons: Buttons
    limits: tuple[ToldLimit, ...]
    tasks: tuple[ShownTask, ...]
    files: tuple[ShownFile, ...]
    captures: dict[int, KeptCapture]
    steps: tuple[Step, ...]
    texts: tuple[KeptText, ...]
    revealed: Revealed
    form: ActView | None
    purposes: tuple[Purpose, ...] = tuple(Purpose)


async def task_view(
    standing: Standing, form: ActView | None = None, revealed: Revealed | None = None
) -> TaskView:
    """The page of a task, with a form opened over it and with what has been revealed for a purpose."""
    known, reach, now = standing.known, standing.reach, standing.now
    case, zone = known.case, (await names.city()).zone
    opened, files = revealed or Revealed(), files_in(known.entries)
    point = await place_of(reach, case.id)
    at = None if point is None else (point.lon, point.lat)
    mine = [
        task for task in known.tasks if task.worker == reach.actor and TaskState(task.state) in STILL_TO_DO
    ]
    limit = Limit(mine[0].due_at, mine[0].opened_at) if mine else _limit(case)
    matter = (await names.matters(case.kind, [case.matter])).get(case.matter, "")
    return TaskView(
        case=case,
        state=state_words(case.kind, case.state),
        lamp=shown_lamp(limit, now, zone),
        matter=matter,
        place=(await names.whereabouts([case.area_path], 3))[case.area_path],
        subject=standing.subjects.get(case.subject_id or 0, ""),
        point=point,
        near=None if at is None else (await nearest_addresses([at])).get(at),
        chart=None if point is None else await _chart(standing, point, matter),
        next=_next(standing),
        buttons=buttons(reach, known),
        limits=await limits_of(known, stopped=False),
        tasks=await shown_tasks(known, now),
        files=shown_files(files, await media_types(case_owner(case.id), list(files)) if files else {}),
        captures={kept.seq: kept for kept in await captures_of(case) if kept.seq is not None},
        steps=await steps_of(case, known.entries, reach, opened.texts),
        texts=tuple(kept_texts(known.entries)),
        revealed=opened,
        form=form,
    )


def _limit(case: Case) -> Limit:
    return Limit(case.due_at, case.opened_at, ended_at=case.closed_at)


def _next(standing: Standing) -> Act | None:
    known, actor = standing.known, standing.reach.actor
    for task in known.tasks:
        if TaskState(task.state) not in STILL_TO_DO or task.department_id is not None:
            continue
        if task.worker not in (actor, None):
            continue
        arrived = any(
            entry.kind == EntryKind.ARRIVED and entry.actor == actor and entry.at >= task.opened_at
            for entry in known.entries
        )
        step = next_step(TaskKind(task.kind), TaskState(task.state), known.facts.state, arrived=arrived)
        if step is not None:
            return step
    return None


async def _chart(standing: Standing, point: Place, matter: str) -> MapView:
    """A map of what lies around the point of the case."""
    shown = await map_view(standing.now, walked_by(standing.reach), (MapPoint(point.lon, point.lat, matter),))
    box = (point.lon - _AROUND, point.lat - _AROUND, point.lon + _AROUND, point.lat + _AROUND)
    return replace(shown, extent=" ".join(f"{degrees:.6f}" for degrees in box))
