"""The pages of staff: who works here, with what posts; the system administrator adds accounts."""

from dataclasses import dataclass

from litestar import Response, get, post

from desk import staffing
from desk.guards import any_role, has_duty
from desk.input_errors import InvalidInput
from desk.pages import names
from desk.pages.admin.posts import ToldPost, told_posts
from desk.pages.forms import Form, at_fields, read_form, whole_number
from desk.pages.links import Link
from desk.pages.rendering import page
from desk.pages.translations import gettext as _
from desk.requests import DeskRequest
from dispatch.present import present
from dispatch.rules.permissions import DUTIES, Duty
from grid.area_parts import areas_with_parts
from reach import NOT_POSTS, Role
from registry.accounts import Account, WantedAccounts, accounts, posts_of
from registry.departments import open_departments

LISTS_STAFF = any_role(DUTIES[Duty.MANAGE_ACCOUNTS] | DUTIES[Duty.GRANT_ROLES])
MANAGES = has_duty(Duty.MANAGE_ACCOUNTS)
ROLES = tuple(role for role in Role if role not in NOT_POSTS)
_ROWS = 40
_LONGEST = 200
_NOTHING = Form()


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list besides a name, as the address says it."""

    role: str = ""
    area: str = ""
    department: str = ""
    gone: str = ""
    after: str = ""

    def wanted(self, words: str) -> WantedAccounts:
        """The same as the store is asked, with part of a name; what means nothing narrows nothing."""
        return WantedAccounts(
            words,
            Role(self.role) if self.role in ROLES else None,
            self.area or None,
            whole_number(self.department),
            active=self.gone != "yes",
        )

    @property
    def link(self) -> Link:
        """The address of this list."""
        said = tuple((one, value) for one in self.__slots__ if (value := getattr(self, one)))
        return Link("/admin/staff", said)


@dataclass(frozen=True, slots=True)
class _Row:
    account: Account
    posts: tuple[ToldPost, ...]


@get("/admin/staff", guards=[LISTS_STAFF])
async def staff(request: DeskRequest) -> Response[str]:
    """Who works here, by login; filters and page stand in the address."""
    asked = request.query_params
    filters = Filters(*(asked.get(name, "")[:_LONGEST] for name in Filters.__slots__))
    return await _listed(request, filters, _NOTHING)


@post("/admin/staff/search", status_code=200, guards=[LISTS_STAFF])
async def search(request: DeskRequest) -> Response[str]:
    """Who has this in his name or login, within the same filters; names stay out of addresses."""
    form = await read_form(request)
    return await _listed(request, Filters(*(form[name][:_LONGEST] for name in Filters.__slots__)), form)


@post("/admin/staff", status_code=200, guards=[MANAGES])
async def engage(request: DeskRequest) -> Response[str]:
    """Adds an account and shows its first password, this once; faults come back at their fields."""
    form = await read_form(request)
    try:
        made = await staffing.engage(request.reach, form["login"], form["name"])
    except InvalidInput as error:
        return await _listed(request, Filters(), form.with_errors(at_fields(error, {})), 422)
    told = _("人员已新增。")
    return await page(request, "admin/password.html", made=made, name=form["name"], engaged=True, done=told)


async def _listed(request: DeskRequest, filters: Filters, form: Form, status: int = 200) -> Response[str]:
    found = await accounts(filters.wanted(form["q"][:_LONGEST]), filters.after, _ROWS + 1, await present())
    shown = found[:_ROWS]
    return await page(
        request,
        "admin/staff.html",
        status=status,
        rows=await _rows(shown),
        form=form,
        filters=filters,
        link=filters.link,
        next=shown[-1].login if len(found) > _ROWS else "",
        roles=ROLES,
        areas=await areas_with_parts([f"{(await names.city()).code}/", filters.area.strip("/")]),
        bodies=await open_departments(),
        may_engage=bool(MANAGES.roles & request.reach.roles),
    )


async def _rows(found: list[Account]) -> list[_Row]:
    now = await present()
    posts = await posts_of([one.id for one in found], now)
    told = await told_posts(posts, now)
    owner = {held.id: held.staff_id for held in posts}
    return [_Row(one, tuple(post for post in told if owner[post.id] == one.id)) for one in found]


ROUTES = (staff, search, engage)
