"""The tasks of somebody who walks, as his phone shows them: where, by when, what next."""

from dataclasses import dataclass
from datetime import datetime

from desk.pages import names
from desk.pages.act_forms import FORMS
from desk.pages.maps import MapPoint
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.rules.lamps import Limit
from desk.rules.state_words import Words, state_words
from dispatch.field_work import FieldTask, field_tasks
from dispatch.rules.states import Act
from grid.addresses import Near, nearest_addresses
from reach import Reach
from registry.file_owners import pictures_of_cases


@dataclass(frozen=True, slots=True)
class Step:
    """The act that comes next; `at_once`: it asks nothing, so that one press does it."""

    act: Act
    path: str
    at_once: bool
    key: str


@dataclass(frozen=True, slots=True)
class Card:
    """One task in words; `mark` is its number in the list and on the map."""

    mark: str
    task: FieldTask
    matter: str
    place: str
    near: Near | None
    state: Words
    lamp: ShownLamp
    pictures: int
    step: Step | None

    @property
    def address(self) -> str:
        """Where the page of the task is."""
        return f"/m/tasks/{self.task.case_no}"


async def cards(reach: Reach, now: datetime) -> tuple[Card, ...]:
    """The open tasks by due time; `now` is UTC."""
    tasks = await field_tasks(reach)
    zone = (await names.city()).zone
    called = await names.matters_of((task.case_kind, task.matter) for task in tasks)
    where = await names.whereabouts({task.area_path for task in tasks})
    near = await nearest_addresses([point for task in tasks if (point := _point(task)) is not None])
    pictures = await pictures_of_cases([task.case_id for task in tasks])
    return tuple(
        Card(
            str(place),
            task,
            called.get(task.matter, ""),
            where[task.area_path],
            near.get(_point(task) or (0.0, 0.0)),
            state_words(task.case_kind, task.case_state),
            shown_lamp(Limit(task.due_at, task.opened_at), now, zone),
            pictures.get(task.case_id, 0),
            _step(task),
        )
        for place, task in enumerate(tasks, 1)
    )


def map_points(shown: tuple[Card, ...]) -> tuple[MapPoint, ...]:
    """The tasks that have a point, as the map shows them."""
    return tuple(
        MapPoint(point[0], point[1], card.matter, card.address, card.place, card.mark, card.lamp.level)
        for card in shown
        if (point := _point(card.task)) is not None
    )


def _point(task: FieldTask) -> tuple[float, float] | None:
    return None if task.lon is None or task.lat is None else (task.lon, task.lat)


def _step(task: FieldTask) -> Step | None:
    act = task.next_step
    if act is None:
        return None
    form = FORMS[act]
    # Whoever presses twice, or goes back to a page he has seen, does it once.
    key = f"{act.value}-{task.task_id}-{task.version}-{task.last_seq}"
    return Step(act, act.value.replace("_", "-"), not form.fields and not form.note, key)
