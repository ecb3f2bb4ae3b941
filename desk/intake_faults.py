"""Everything that is wrong with a new case, looked for at once as soon as one thing is."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime

from desk.input_errors import FieldError, InvalidInput, told_at
from desk.intake_people import check_files, subject_known
from desk.materials import checklist
from desk.new_case import NewCase
from desk.surveying import placing
from dispatch.case_store import case_by_id
from dispatch.errors import NotVisible, UnknownMatter
from dispatch.rules.states import CaseKind
from dispatch.terms import terms_in_force
from grid.city import City
from grid.errors import PlaceNotFound, PointOutsideCity, UnknownAddress, UnknownArea
from reach import Reach
from registry.service_points import service_points
from together import ask

# What an intake says when something is wrong with the case itself.
_WRONG = (InvalidInput, UnknownMatter, PlaceNotFound)


@dataclass(frozen=True, slots=True)
class Read:
    """A new case as far as it could be read, and what showed to be wrong before anything was looked up.

    Where the place could not be read, `new.where` is empty.
    """

    new: NewCase
    faults: tuple[FieldError, ...] = ()

    def sound(self, pointer: str) -> bool:
        """Whether nothing is known to be wrong at a pointer or below it."""
        return not any(f"{fault.pointer}/".startswith(f"{pointer}/") for fault in self.faults)


@asynccontextmanager
async def every_fault_told(read: Read, reach: Reach, city: City, now: datetime) -> AsyncIterator[None]:
    """Runs an intake of what was read; raises InvalidInput with everything that is wrong with it, if
    anything is: matter, place, people, answers, materials and whatever else it names. `now` is UTC.

    What is in order pays for no second look. Must not stand in a transaction: a failed one answers nothing.
    """
    try:
        if read.faults:
            raise InvalidInput(*read.faults)
        _check_time(read.new, now)
        await _check_origin(read.new, reach)
        await _check_window(read.new, reach)
        yield
    except _WRONG as first:
        raise await _whole(first, read, reach, (city, now)) from first


class _Found:
    """Errors and what caused them, each place and code once."""

    def __init__(self, faults: Iterable[FieldError]) -> None:
        self._errors = {(fault.pointer, fault.code): fault for fault in faults}
        self._causes: list[Exception] = []

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Notes what is wrong inside, and goes on after it."""
        try:
            yield
        except InvalidInput as error:
            self.note(error)

    def note(self, error: InvalidInput) -> None:
        new = {(fault.pointer, fault.code): fault for fault in error.errors}
        self._causes += error.causes if new.keys() - self._errors.keys() else ()
        self._errors |= new

    def all(self) -> InvalidInput:
        return InvalidInput(*self._errors.values(), causes=tuple(self._causes))

    def __bool__(self) -> bool:
        return bool(self._errors)


async def _whole(first: Exception, read: Read, reach: Reach, at: tuple[City, datetime]) -> Exception:
    """All that is wrong, what failed first among it; that alone where nothing is found to be wrong by now."""
    new, found, (city, now) = read.new, _Found(read.faults), at
    with found.kept():
        _check_time(new, now)
    with found.kept():
        await _check_origin(new, reach)
    with found.kept():
        await _check_window(new, reach)
    terms = None
    pointer = "/item" if new.kind is CaseKind.APPLICATION else "/class_code"
    with found.kept(), told_at(pointer, "unknown_matter", UnknownMatter):
        terms = await terms_in_force(new.kind, new.matter, now)
    if read.sound("/place"):
        with found.kept(), _told_of_place():
            await ask(placing(new.where, terms, city))
    if terms is not None:
        with found.kept():
            checklist(terms, new)
    await _look_at_people(read, reach, found)
    if isinstance(first, InvalidInput):
        found.note(first)
    return found.all() if found else first


async def _look_at_people(read: Read, reach: Reach, found: _Found) -> None:
    new, subject_id = read.new, None
    if read.sound("/subject"):
        with found.kept():
            subject_id = await subject_known(new.subject, reach, "/subject")
    if read.sound("/agent"):
        with found.kept():
            await subject_known(new.agent, reach, "/agent")
    if subject_id is not None:
        with found.kept():
            await check_files(new, subject_id)


@contextmanager
def _told_of_place() -> Iterator[None]:
    outside = told_at("/place/point", "outside_the_city", PointOutsideCity)
    unknown = told_at("/place/address_id", "not_found", UnknownAddress)
    with outside, unknown, told_at("/place/area_code", "not_found", UnknownArea):
        yield


def _check_time(new: NewCase, now: datetime) -> None:
    """Nothing is reported later than now."""
    if new.reported_at is not None and new.reported_at > now:
        raise InvalidInput(FieldError("/reported_at", "in_future", "lies in the future"))


async def _check_origin(new: NewCase, reach: Reach) -> None:
    """An earlier case it names is in reach."""
    if new.origin_case is None:
        return
    try:
        await case_by_id(reach, new.origin_case)
    except NotVisible as error:
        raise InvalidInput(FieldError("/origin_case", "not_found", "is no case in reach")) from error


async def _check_window(new: NewCase, reach: Reach) -> None:
    """The service point exists, and the window is one of its; where somebody's post is, there is one."""
    if new.window_id is None and new.service_point_id in reach.service_points:
        return
    if new.service_point_id is None:
        if new.window_id is not None:
            raise InvalidInput(FieldError("/window_id", "invalid", "a window belongs to a service point"))
        return
    found = await service_points([new.service_point_id])
    if not found:
        raise InvalidInput(FieldError("/service_point_id", "not_found", "there is no such service point"))
    if new.window_id is not None and new.window_id not in {window.id for window in found[0].windows}:
        raise InvalidInput(FieldError("/window_id", "not_found", "is no window of this service point"))
