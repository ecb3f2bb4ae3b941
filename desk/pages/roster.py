"""The roster's pages: the grids of an area with who is on duty now and next, and giving a duty."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from desk.guards import any_role
from desk.input_errors import InvalidInput
from desk.pages import names
from desk.pages.admin.posts import Standing, ToldDuty, names_of_grids, told_duties
from desk.pages.forms import Form, at_fields, read_form, whole_number
from desk.pages.links import Link
from desk.pages.rendering import page
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from desk.requests import DeskRequest
from desk.rostering import KEEPERS, NewShift, can_go, keeps, put_on_duty, take_off_duty
from desk.rules.local_times import to_utc
from dispatch.duty_lists import GridRoster, lowest_level, rosters, staffing, unstaffed
from dispatch.present import present
from dispatch.roster import Duty, roster_of
from dispatch.rules.assignment import Rank
from grid.area_parts import areas_with_parts
from grid.locate import locate_area
from grid.rules.levels import codes_in
from reach import Reach

_KEEPS = any_role(KEEPERS)
_ROWS, _UNSTAFFED = 40, 20
_PAST_SHOWN = 20
_LONGEST = 200
_DONE = {"given": N_("值班已安排。"), "ended": N_("值班已结束。")}


@dataclass(frozen=True, slots=True)
class _Row:
    """One grid in words; `answers` is whoever would be asked now, of the grid or of an area around it."""

    code: str
    name: str
    running: tuple[ToldDuty, ...]
    coming: tuple[ToldDuty, ...]
    answers: str


@get("/roster", guards=[_KEEPS])
async def roster(request: DeskRequest) -> Response[str]:
    """Grids without anybody first, then all of the chosen area; area and page stand in the address."""
    reach, now, city = request.reach, await present(), await names.city()
    held = _watched(reach, f"{city.code}/")
    area = request.query_params.get("area", "")[:_LONGEST] or held[0]
    after = request.query_params.get("after", "")[:_LONGEST]
    if not keeps(reach, area) or not area.endswith("/"):
        raise NotFoundException
    level = lowest_level(city)
    found = await rosters(level, area, now, after, _ROWS + 1)
    alone = await unstaffed(level, area, now, _UNSTAFFED)
    rows = await _rows([*alone, *found[:_ROWS]], now)
    return await page(
        request,
        "supervisor/roster.html",
        numbers=await staffing(level, area, now),
        alone=rows[: len(alone)],
        rows=rows[len(alone) :],
        link=Link("/roster", (("area", area),)),
        after=after,
        next=found[_ROWS - 1].path if len(found) > _ROWS else "",
        area=area,
        parts=await areas_with_parts([*held, *_chain(area, held)]),
    )


@get("/roster/{code:str}", guards=[_KEEPS])
async def area_roster(request: DeskRequest, code: FromPath[str]) -> Response[str]:
    """The roster of one grid or area: who is on duty, who was, and the form that gives a duty."""
    return await _area_page(request, await _kept(request.reach, code), Form())


@post("/roster/{code:str}", status_code=303, guards=[_KEEPS])
async def give(request: DeskRequest, code: FromPath[str]) -> Response[str] | Redirect:
    """Gives a duty; faults come back at their fields, what was typed stays."""
    path = await _kept(request.reach, code)
    form, zone = await read_form(request), (await names.city()).zone
    times = {name: _instant(form[name], zone) for name in ("first", "last") if form[name]}
    wrong = (_("请填写日期和时间，例如 2026-11-21 08:00。"),)
    errors: dict[str, tuple[str, ...]] = {name: wrong for name, at in times.items() if at is None}
    if not errors:
        new = NewShift(path, whole_number(form["staff"]), form["rank"], times.get("first"), times.get("last"))
        try:
            await put_on_duty(request.reach, new, await present())
        except InvalidInput as error:
            errors = at_fields(error, {})
    if errors:
        return await _area_page(request, path, form.with_errors(errors), 422)
    return Redirect(f"/roster/{code}?done=given", status_code=303)


@post("/roster/duties/{duty_id:int}/end", status_code=303, guards=[_KEEPS])
async def end(request: DeskRequest, duty_id: FromPath[int]) -> Redirect:
    """Ends a duty now, or takes one back that has not begun."""
    ended = await take_off_duty(request.reach, duty_id, await present())
    return Redirect(f"/roster/{codes_in(ended.area_path)[-1]}?done=ended", status_code=303)


def _watched(reach: Reach, city: str) -> list[str]:
    """The areas whose rosters somebody keeps, the widest first; one of them at least."""
    held = {post.area_path or city for post in reach.posts if post.role in KEEPERS}
    return sorted(held, key=lambda path: (path.count("/"), path))


def _chain(area: str, held: list[str]) -> list[str]:
    """The areas from those held down to the chosen one, each of which can be chosen again."""
    ends = [place + 1 for place, letter in enumerate(area) if letter == "/"]
    return [area[:end] for end in ends if any(area[:end].startswith(one) for one in held)]


async def _kept(reach: Reach, code: str) -> str:
    """The path of an area whose roster the reach keeps; raises NotFoundException, UnknownArea."""
    path = (await locate_area(code)).chain[-1].path
    if not keeps(reach, path):
        raise NotFoundException
    return path


def _instant(typed: str, zone: ZoneInfo) -> datetime | None:
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        return None
    # The ends of the calendar cannot be told in every zone, and nobody is on duty then.
    return to_utc(local, zone).utc if local.tzinfo is None and 1 < local.year < 9999 else None


async def _rows(found: list[GridRoster], now: datetime) -> list[_Row]:
    told = {one.id: one for one in await told_duties([d for row in found for d in _both(row)], now)}
    grids = await names_of_grids({one.path for one in found})
    people = await names.staff({one.answers.staff_id for one in found if one.answers})
    return [
        _Row(
            codes_in(one.path)[-1],
            grids[one.path],
            tuple(told[duty.id] for duty in one.running),
            tuple(told[duty.id] for duty in one.coming),
            people.get(one.answers.staff_id, "") if one.answers else "",
        )
        for one in found
    ]


def _both(row: GridRoster) -> tuple[Duty, ...]:
    return (*row.running, *row.coming)


async def _area_page(request: DeskRequest, path: str, form: Form, status: int = 200) -> Response[str]:
    now = await present()
    told = await told_duties(await roster_of(path), now)
    over = [one for one in told if one.standing is Standing.OVER]
    return await page(
        request,
        "supervisor/area_roster.html",
        status=status,
        code=codes_in(path)[-1],
        path=path,
        name=(await names_of_grids([path]))[path],
        duties=[one for one in told if one.standing is not Standing.OVER],
        past=over[::-1][:_PAST_SHOWN],
        form=form,
        people=await can_go(path, now),
        ranks=tuple(Rank),
        done=_(_DONE[done]) if (done := request.query_params.get("done", "")) in _DONE else "",
    )


ROUTES = (roster, area_roster, give, end)
