"""The clock of a demo over HTTP: read and set, so that days can be tried in seconds."""

from datetime import datetime
from typing import Annotated

from litestar import get, put
from litestar.exceptions import NotFoundException
from litestar.params import JSONBody
from msgspec import Meta, Struct

from desk.guards import has_duty, signed_in
from desk.input_errors import FieldError, InvalidInput
from dispatch.present import present, set_present
from dispatch.rules.permissions import Duty
from settings import settings

_FIRST, _LAST = 2023, 2036


class ClockBody(Struct, forbid_unknown_fields=True):
    """The time the demo shall have."""

    now: Annotated[datetime, Meta(tz=True)]


class DemoClockAnswer(Struct):
    """The time the demo has (UTC)."""

    now: datetime


def _only_in_demos() -> None:
    if not settings.demo:
        raise NotFoundException


@get("/demo/clock", guards=[signed_in], tags=["operation"], summary="What time it is in the demo")
async def demo_clock() -> DemoClockAnswer:
    """The time at which acts happen; there is no such address but in a demo."""
    _only_in_demos()
    return DemoClockAnswer(await present())


@put("/demo/clock", guards=[has_duty(Duty.RUN_SYSTEM)], tags=["operation"], summary="Set the demo's time")
async def set_demo_clock(data: JSONBody[ClockBody]) -> DemoClockAnswer:
    """Moves the time of web, pump and sweeps alike; there is no such address but in a demo."""
    _only_in_demos()
    if not _FIRST <= data.now.year <= _LAST:
        raise InvalidInput(FieldError("/now", "out_of_range", f"lies outside {_FIRST} to {_LAST}"))
    await set_present(data.now)
    return DemoClockAnswer(await present())


ROUTES = (demo_clock, set_demo_clock)
