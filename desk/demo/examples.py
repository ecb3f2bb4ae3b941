"""Puts the example cases into the demo, each once: taken in and driven on the same road as real ones."""

import io
from datetime import datetime, time, timedelta

from PIL import Image, ImageDraw

import database
from desk import intake
from desk.demo.example_cases import EXAMPLES, WHO_HAS_THE_TASK, Example, Scene, Step
from desk.new_case import GivenMaterial, NewCase, Registered, Where
from dispatch import cases
from dispatch.acting import act_with_defaults
from dispatch.case_store import case_by_id, tasks_of
from dispatch.cases import ActRequest
from dispatch.rules.states import CaseKind
from grid.city import City, load_city
from grid.rules.coordinates import Position
from reach import SYSTEM, Reach
from registry.credentials import credential_of
from registry.data_keys import case_owner
from registry.demo.people import demo_persons
from registry.demo.places import DIVISIONS
from registry.demo.points import demo_service_points, point_code
from registry.errors import StaffNotFound
from registry.files import store_file
from registry.staff import reach_of
from registry.uploads import Upload

# The source under which examples stand, so that everybody sees what they are.
SOURCE = "example"
_KNOWN = "SELECT external_ref FROM dispatch.cases WHERE external_source = $1"
_BEGIN = time(9, 10)  # local time at which an example is brought
_STEP = timedelta(minutes=20)
_SATURDAY = 5


async def load_examples(now: datetime) -> int:
    """Takes in the examples that are not there yet; returns how many. Must not run in a transaction."""
    known = {row["external_ref"] for row in await database.fetch(_KNOWN, SOURCE)}
    city = await load_city()
    missing = [example for example in EXAMPLES if example.name not in known]
    for example in missing:
        await _load(example, city, _brought_at(example, city, now))
    return len(missing)


def _brought_at(example: Example, city: City, now: datetime) -> datetime:
    """In the morning of a weekday, so many days before now; UTC."""
    day = now.astimezone(city.zone).date() - timedelta(days=example.days)
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, _BEGIN, city.zone).astimezone(now.tzinfo)


async def _load(example: Example, city: City, at: datetime) -> None:
    reach = await _reach_of(example.who, at)
    prepared = await intake.prepare(_new_case(example, reach), city, at)
    async with database.transaction():
        taken = await intake.register_prepared(prepared, reach, city)
        scene = await _scene(taken, reach, city)
        for number, step in enumerate(example.steps, 1):
            await _do(step, taken.case_id, scene, city, at + number * _STEP)


def _new_case(example: Example, reach: Reach) -> NewCase:
    application = example.kind is CaseKind.APPLICATION
    return NewCase(
        example.kind,
        example.matter,
        example.channel,
        Where(area_code=DIVISIONS[example.place].code) if application else _at(example.place),
        subject=None if example.subject is None else demo_persons()[example.subject],
        texts={"description": example.said},
        answers=example.answers,
        materials=tuple(GivenMaterial(code) for code in example.brings),
        service_point_id=next(iter(reach.service_points), None),
        external=(SOURCE, example.name),
    )


def _at(place: str) -> Where:
    """Where the service point of a division stands."""
    points = {point.code: point for point in demo_service_points()}
    point = points[point_code(place)]
    return Where(Position(point.lon, point.lat))


async def _reach_of(login: str, at: datetime) -> Reach:
    credential = await credential_of(login)
    if credential is None:
        raise StaffNotFound(f"the demo has no account {login}")
    return await reach_of(credential.staff_id, at)


async def _scene(taken: Registered, reach: Reach, city: City) -> Scene:
    known = await cases.know(SYSTEM, taken.case_id)
    upload = Upload("example.png", "image/png", _picture())
    photo = await store_file(reach, case_owner(taken.case_id), upload, city.zone)
    return Scene(photo.id, known.terms.facts.delegated_to)


def _picture() -> bytes:
    """A plain picture that says that it is none."""
    picture = Image.new("RGB", (320, 240), (226, 232, 236))
    ImageDraw.Draw(picture).text((110, 112), "example photo", fill=(90, 100, 110))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


async def _do(step: Step, case_id: int, scene: Scene, city: City, at: datetime) -> None:
    reach = await _who(step, case_id, at)
    version = (await case_by_id(SYSTEM, case_id)).version
    await act_with_defaults(ActRequest(case_id, step.act, version, step.facts(scene)), reach, city, at)


async def _who(step: Step, case_id: int, at: datetime) -> Reach:
    if step.who != WHO_HAS_THE_TASK:
        return await _reach_of(step.who, at)
    tasks = await tasks_of(await case_by_id(SYSTEM, case_id))
    worker = next(task.worker for task in tasks if task.ended_at is None and task.worker is not None)
    return await reach_of(int(worker.removeprefix("staff:")), at)
