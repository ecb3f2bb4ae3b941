"""Where the service points are and when they are open, the nearest first where somebody says where he is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from litestar import Response, get, post

from desk.pages import names
from desk.pages.formats import clock_time, day
from desk.pages.forms import Form, read_form
from desk.pages.maps import MapPoint, map_view
from desk.pages.rendering import page
from desk.pages.residents import places
from desk.pages.residents.places import Choice
from desk.pages.translations import gettext as _
from desk.pages.wording import named
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest
from desk.rules.opening_hours import Opening, WeekLine, opening, week
from dispatch.calendar_store import current_calendar
from dispatch.present import present
from dispatch.rules.calendar import Calendar
from grid.rules.coordinates import Position, distance
from registry.service_points import ServicePoint, service_points

_SHOWN_NEAR = 5  # points the map shows at once where somebody says where he is


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A service point as the list shows it; `away` is in metres, None where nobody said from where."""

    point: ServicePoint
    number: int
    open: bool
    state: str
    week: tuple[str, ...]
    windows: tuple[str, ...]
    away: float | None


@dataclass(frozen=True, slots=True)
class UnusualDay:
    """A holiday, or a weekend that is worked for one; `ahead` days from today, `name` in Chinese."""

    ahead: int
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class From:
    """From where distances are counted: what it is called, and what else the words could mean."""

    position: Position | None
    called: str
    choices: tuple[Choice, ...] = ()


@get("/points")
async def points(request: DeskRequest) -> Response[str]:
    """Every service point: level, address, windows, phone, hours."""
    return await _page(request, From(None, ""), "")


@post("/points", status_code=200, request_max_body_size=LARGEST_PUBLIC_BODY)
async def points_near(request: DeskRequest) -> Response[str]:
    """The same by distance from a place; where somebody is or lives is sent apart from the address."""
    form = await read_form(request)
    return await _page(request, await _from(request, form), form["near"][: places.LONGEST])


async def _page(request: DeskRequest, start: From, near: str) -> Response[str]:
    now, city = await present(), await names.city()
    calendar = await current_calendar(city.calendar_code)
    shown = _in_order(await service_points(), start.position, calendar, now)
    view = await map_view(now, points=[_on_map(one) for one in shown])
    if start.position is not None:
        view = replace(view, extent=_around(start.position, shown[:_SHOWN_NEAR]))
    unusual = _unusual(calendar, now)
    told = {"start": start, "points": shown, "unusual": unusual, "map": view}
    return await page(request, "resident/points.html", near=near, told=told)


async def _from(request: DeskRequest, form: Form) -> From:
    at, near, key = places.point(form["lon"], form["lat"]), form["near"], form["place"]
    if at is not None:
        return From(at, places.here())
    if key:
        await places.count_look(request)
        if (one := await places.chosen(key)) is not None:
            return From(one.position, places.said(one))
    found = await places.choices(request, near)
    # What is called just so, or is the only one of its kind, is meant; anything else is asked for.
    sure = [one for one in found if one.name == near] or found
    if len(sure) == 1 and (one := await places.chosen(sure[0].key)) is not None:
        return From(one.position, places.said(one))
    return From(None, "", tuple(found))


def _in_order(
    found: list[ServicePoint], start: Position | None, calendar: Calendar, now: datetime
) -> list[ShownPoint]:
    away = {one.id: distance(start, Position(one.lon, one.lat)) if start else None for one in found}
    ordered = sorted(found, key=lambda one: away[one.id] or 0.0)
    return [_shown(one, number, away[one.id], (calendar, now)) for number, one in enumerate(ordered, 1)]


def _shown(point: ServicePoint, number: int, away: float | None, at: tuple[Calendar, datetime]) -> ShownPoint:
    calendar, now = at
    stands = opening(point.hours, calendar, now)
    lines = tuple(_line(one) for one in week(point.hours))
    state = _state(stands, calendar, now)
    return ShownPoint(point, number, stands.open, state, lines, tuple(_windows(point)), away)


def _windows(point: ServicePoint) -> Iterator[str]:
    """The windows by what they are for, with the numbers that stand over them."""
    named: dict[str, list[str]] = {}
    for window in point.windows:
        called = names.in_language((window.name, window.name_en or window.name))
        named.setdefault(called, []).append(window.number)
    for called, numbers in named.items():
        yield _("%(window)s（%(numbers)s 号）") % {"window": called, "numbers": _("、").join(numbers)}


def _state(stands: Opening, calendar: Calendar, now: datetime) -> str:
    if stands.closes is not None:
        return _("现在开放，%(time)s 关门") % {"time": clock_time(stands.closes, calendar.zone)}
    if stands.opens is None:
        return _("没有公布开放时间，请先打电话")
    time = clock_time(stands.opens, calendar.zone)
    ahead = (stands.opens.date() - now.astimezone(calendar.zone).date()).days
    if ahead == 0:
        return _("现在不开放，今天 %(time)s 开门") % {"time": time}
    if ahead == 1:
        return _("现在不开放，明天 %(time)s 开门") % {"time": time}
    opens = {"day": day(stands.opens, calendar.zone), "time": time}
    return _("现在不开放，%(day)s %(time)s 开门") % opens


def _line(line: WeekLine) -> str:
    days = named(line.first, "short_weekday")
    if line.last != line.first:
        days = _("%(first)s至%(last)s") % {"first": days, "last": named(line.last, "short_weekday")}
    # A line may break between two stretches and not within one.
    hours = _("、").join(f"{opens}\u2060–\u2060{closes}" for opens, closes in line.parts)
    return f"{days} {hours}"


def _unusual(calendar: Calendar, now: datetime) -> UnusualDay | None:
    """The first of today and the two days after it that is not as its weekday."""
    today = now.astimezone(calendar.zone).date()
    for ahead in range(3):
        reason = calendar.reason(today + timedelta(days=ahead))
        if reason.name is not None:
            return UnusualDay(ahead, reason.working, reason.name)
    return None


def _around(start: Position, shown: list[ShownPoint]) -> str:
    """The box of a place and the points nearest to it, as the map is told it."""
    lons = [start.lon, *(one.point.lon for one in shown)]
    lats = [start.lat, *(one.point.lat for one in shown)]
    return f"{min(lons):.6f} {min(lats):.6f} {max(lons):.6f} {max(lats):.6f}"


def _on_map(one: ShownPoint) -> MapPoint:
    point = one.point
    called = names.in_language((point.name, point.name_en or point.name))
    return MapPoint(point.lon, point.lat, called, f"#point-{one.number}", one.state, str(one.number))


ROUTES = (points, points_near)
