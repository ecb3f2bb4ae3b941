"""What a worker sees of himself: his posts, the open cases he answers for, and how the pages look."""

from dataclasses import dataclass

from litestar import Response, get

from desk.guards import any_role
from desk.pages import names
from desk.pages.rendering import page
from desk.pages.viewing import place_of
from desk.requests import DeskRequest
from desk.rules.role_words import ROLE_WORDS
from desk.rules.state_words import Words, state_words
from dispatch.case_lists import Listed, Wanted, cases_in
from dispatch.field_work import WALKING
from dispatch.rules.states import CaseKind
from reach import Reach

_MOST = 50


@dataclass(frozen=True, slots=True)
class Own:
    """An open case somebody is first responder of, in words."""

    case_no: str
    matter: str
    place: str
    state: Words


@get("/m/me", guards=[any_role(WALKING)])
async def about_me(request: DeskRequest) -> Response[str]:
    """Posts and places, what was reported and is still open, language and size, signing out."""
    reach = request.reach
    posts = [(ROLE_WORDS[post.role], await place_of(post)) for post in reach.posts]
    return await page(request, "field/me.html", posts=posts, own=await _own(reach))


async def _own(reach: Reach) -> tuple[Own, ...]:
    listed = await cases_in(reach, Wanted(mine=reach.actor, still_open=True), None, _MOST)
    return await _in_words([one for one in listed if one.first_responder == reach.who])


async def _in_words(listed: list[Listed]) -> tuple[Own, ...]:
    called = await names.matters_of((one.kind, one.matter) for one in listed)
    where = await names.whereabouts({one.area_path for one in listed})
    return tuple(
        Own(
            one.case_no,
            called.get(one.matter, ""),
            where[one.area_path],
            state_words(CaseKind(one.kind), one.state),
        )
        for one in listed
    )


ROUTES = (about_me,)
