"""The page of one member of staff: posts and duties; account for one administrator, posts for another."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from desk import staffing
from desk.appointing import NewPost, give_post, take_post
from desk.errors import AccountNotForYou
from desk.first_passwords import FirstPassword
from desk.guards import has_duty
from desk.input_errors import InvalidInput
from desk.pages import names
from desk.pages.admin.posts import Standing, told_duties, told_posts
from desk.pages.admin.staff import LISTS_STAFF, MANAGES, ROLES
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, at_fields, read_form
from desk.pages.rendering import page
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from desk.problem_answers import kind_of
from desk.refused_acts import record_refusal
from desk.requests import DeskRequest
from desk.rules.post_places import PlaceKind, place_kind
from desk.sessions import FIRST_PASSWORD_HOLDS
from dispatch.present import present
from dispatch.roster import duties_of
from dispatch.rules.permissions import Duty
from grid.area_parts import areas_with_parts
from reach import Role
from registry.accounts import account, posts_of
from registry.departments import open_departments
from registry.service_points import service_points

_GRANTS = has_duty(Duty.GRANT_ROLES)
_DUTIES_SHOWN = timedelta(days=30)
_DONE = {
    "dismissed": N_("账号已停用，登录和值班已全部结束。"),
    "renamed": N_("姓名已更改。"),
    "factor": N_("两步验证已取消，登录已全部退出。"),
    "appointed": N_("岗位已任命。"),
    "ended": N_("岗位已结束。"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One place a post can be held at: what the form sends, and what it is called."""

    value: str
    name: str


@get("/admin/staff/{staff_id:int}", guards=[LISTS_STAFF])
async def person(request: DeskRequest, staff_id: FromPath[int]) -> Response[str]:
    """Who it is; the role to appoint to and the part of the city stand in the address."""
    asked = request.query_params
    typed = {name: (asked[name][:200],) for name in ("role", "within") if name in asked}
    return await _page(request, staff_id, Form(typed))


@post("/admin/staff/{staff_id:int}/dismiss", status_code=303, guards=[MANAGES])
async def dismiss(request: DeskRequest, staff_id: FromPath[int]) -> Response[str] | Redirect:
    """Makes the account inactive; posts stay as they were written, and mean nothing any more."""
    try:
        await staffing.let_go(request.reach, staff_id)
    except AccountNotForYou as error:
        return await _refused(request, staff_id, error)
    return Redirect(f"/admin/staff/{staff_id}?done=dismissed", status_code=303)


@post("/admin/staff/{staff_id:int}/name", status_code=303, guards=[MANAGES])
async def rename(request: DeskRequest, staff_id: FromPath[int]) -> Response[str] | Redirect:
    """Gives the account another name; the login stays."""
    form = await read_form(request)
    try:
        await staffing.rename(request.reach, staff_id, form["name"])
    except InvalidInput as error:
        return await _page(request, staff_id, form.with_errors(at_fields(error, {})), 422)
    except AccountNotForYou as error:
        return await _refused(request, staff_id, error)
    return Redirect(f"/admin/staff/{staff_id}?done=renamed", status_code=303)


@post("/admin/staff/{staff_id:int}/revive", status_code=200, guards=[MANAGES])
async def revive(request: DeskRequest, staff_id: FromPath[int]) -> Response[str]:
    """Makes a dismissed account active again, without a post, and shows its first password, this once."""
    try:
        made = await staffing.take_back(request.reach, staff_id)
    except AccountNotForYou as error:
        return await _refused(request, staff_id, error)
    return await _password(request, made, True, _("账号已恢复，岗位要由安全管理员重新任命。"))


@post("/admin/staff/{staff_id:int}/password", status_code=200, guards=[MANAGES])
async def reset_password(request: DeskRequest, staff_id: FromPath[int]) -> Response[str]:
    """Shows a new password, this once; it opens nothing but the choice of another."""
    try:
        made = await staffing.reset_password(request.reach, staff_id)
    except AccountNotForYou as error:
        return await _refused(request, staff_id, error)
    return await _password(request, made, False, _("密码已重置，该账号的登录已全部退出。"))


@post("/admin/staff/{staff_id:int}/second-factor", status_code=303, guards=[MANAGES])
async def remove_second_factor(request: DeskRequest, staff_id: FromPath[int]) -> Response[str] | Redirect:
    """Takes a lost second factor away."""
    try:
        await staffing.remove_second_factor(request.reach, staff_id)
    except AccountNotForYou as error:
        return await _refused(request, staff_id, error)
    return Redirect(f"/admin/staff/{staff_id}?done=factor", status_code=303)


@post("/admin/staff/{staff_id:int}/posts", status_code=303, guards=[_GRANTS])
async def appoint(request: DeskRequest, staff_id: FromPath[int]) -> Response[str] | Redirect:
    """Gives a post; faults come back at their fields, what was chosen stays."""
    form = await read_form(request)
    wrong = (_("请填写日期，例如 2026-11-21。"),)
    errors: dict[str, tuple[str, ...]] = {}
    errors |= {name: wrong for name in ("first", "last") if _no_day(form[name])}
    if not errors:
        new = NewPost(staff_id, form["role"], form["place"], _day(form["first"]), _day(form["last"]))
        try:
            await give_post(request.reach, new, await names.city(), await present())
        except InvalidInput as error:
            errors = at_fields(error, {})
    if errors:
        return await _page(request, staff_id, form.with_errors(errors), 422)
    return Redirect(f"/admin/staff/{staff_id}?done=appointed", status_code=303)


@post("/admin/staff/{staff_id:int}/posts/{post_id:int}/end", status_code=303, guards=[_GRANTS])
async def end_post(
    request: DeskRequest, staff_id: FromPath[int], post_id: FromPath[int]
) -> Response[str] | Redirect:
    """Ends a post now, or takes an appointment back that has not begun."""
    try:
        await take_post(request.reach, staff_id, post_id, await present())
    except AccountNotForYou as error:
        return await _refused(request, staff_id, error)
    return Redirect(f"/admin/staff/{staff_id}?done=ended", status_code=303)


async def _password(request: DeskRequest, made: FirstPassword, engaged: bool, done: str) -> Response[str]:
    name = (await account(made.staff_id)).name
    return await page(request, "admin/password.html", made=made, name=name, engaged=engaged, done=done)


def _day(typed: str) -> date | None:
    return date.fromisoformat(typed) if typed else None


def _no_day(typed: str) -> bool:
    try:
        _day(typed)
    except ValueError:
        return True
    return False


async def _refused(request: DeskRequest, staff_id: int, error: AccountNotForYou) -> Response[str]:
    await record_refusal(error, request.scope)
    problem = kind_of(error)
    return await _page(request, staff_id, Form(errors={"": (sentence(problem),)}), problem.status)


async def _page(request: DeskRequest, staff_id: int, form: Form, status: int = 200) -> Response[str]:
    known, now = await account(staff_id), await present()
    grants = bool(_GRANTS.roles & request.reach.roles)
    kind = place_kind(Role(form["role"])) if grants and form["role"] in ROLES else None
    posts = await told_posts(await posts_of([staff_id]), now)
    return await page(
        request,
        "admin/person.html",
        status=status,
        known=known,
        held=[one for one in posts if one.standing is not Standing.OVER],
        past=[one for one in posts if one.standing is Standing.OVER],
        duties=await told_duties(await duties_of(staff_id, now - _DUTIES_SHOWN), now),
        form=form,
        own=request.reach.actor == f"staff:{staff_id}",
        grants=grants,
        manages=bool(MANAGES.roles & request.reach.roles),
        roles=ROLES,
        kind=kind,
        places=await _places(kind, form["within"]) if kind else [],
        areas=await areas_with_parts(await _around(form["within"])) if grants else [],
        today=now.astimezone((await names.city()).zone).date().isoformat(),
        over=known.must_change and _since(known.password_set) >= FIRST_PASSWORD_HOLDS,
        done=_(_DONE[done]) if (done := request.query_params.get("done", "")) in _DONE else "",
    )


def _since(at: datetime | None) -> timedelta:
    """How long ago something was, by the real clock, as passwords grow old even in a demo."""
    return timedelta() if at is None else datetime.now(UTC) - at


async def _around(within: str) -> list[str]:
    """The city and the chosen part: what they are made of is to choose from."""
    return [f"{(await names.city()).code}/", within.strip("/")]


async def _places(kind: PlaceKind, within: str) -> list[Choice]:
    """Where a post of this kind can be held in a part of the city."""
    spoken = names.in_language
    match kind:
        case PlaceKind.AREA:
            areas = await areas_with_parts([within.strip("/") or (await _around(""))[0]])
            return [Choice(one.path, spoken((one.name, one.name_en or one.name))) for one in areas]
        case PlaceKind.DEPARTMENT:
            bodies = [one for one in await open_departments() if one.area_path.startswith(within)]
            return [Choice(str(one.id), spoken((one.name, one.name_en or one.name))) for one in bodies]
        case PlaceKind.SERVICE_POINT:
            points = [one for one in await service_points() if one.area_path.startswith(within)]
            return [Choice(str(one.id), spoken((one.name, one.name_en or one.name))) for one in points]


ROUTES = (person, dismiss, rename, revive, reset_password, remove_second_factor, appoint, end_post)
