"""The pages of signing in and out, the account's own page, and what one has chosen to see."""

from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from litestar.response import Redirect

from desk import login
from desk.api.session import session_cookie
from desk.attempts import TooManyAttempts
from desk.authentication import COOKIE
from desk.errors import LoginRefused, NotSignedIn
from desk.guards import signed_in
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, read_form
from desk.pages.language import LANGUAGE_COOKIE, LANGUAGES, SIZE_COOKIE, SIZES
from desk.pages.rendering import page
from desk.pages.viewing import home_of
from desk.problem_answers import kind_of
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest
from desk.sessions import Session
from dispatch.present import present
from registry.staff import reach_of
from settings import settings

_YEAR = 365 * 24 * 3600
_Next = Annotated[str, QueryParameter(name="next", required=False, max_length=500)]


def own_address(asked: str) -> str:
    """An address of this desk to go on to; the empty text for anything that leads elsewhere."""
    return (
        asked if asked.startswith("/") and not asked.startswith(("//", "/\\")) and "\n" not in asked else ""
    )


@get("/login")
async def login_page(request: DeskRequest, go_on: _Next = "") -> Response[str]:
    """The form of signing in; a demo says which accounts there are."""
    return await _login_form(request, Form(), own_address(go_on))


@post("/login", status_code=200, request_max_body_size=LARGEST_PUBLIC_BODY)
async def sign_in(request: DeskRequest) -> Response[str] | Redirect:
    """Signs in and goes on to where one wanted to go, or to where one's day begins."""
    form = await read_form(request)
    attempt = login.Attempt(
        form["login"][:64],
        form["password"][:256],
        request.source,
        form["code"] or None,
        request.cookies.get(COOKIE),
    )
    try:
        session = await login.sign_in(attempt)
    except (LoginRefused, TooManyAttempts) as error:
        problem = kind_of(error)
        form = form.with_errors({"": (sentence(problem),)})
        return await _login_form(request, form, own_address(form["next"]), problem.status)
    home = own_address(form["next"]) or home_of(await reach_of(session.staff_id, await present()))
    return Redirect(
        "/account" if session.must_change else home, status_code=303, cookies=[session_cookie(session)]
    )


async def _login_form(request: DeskRequest, form: Form, go_on: str, status: int = 200) -> Response[str]:
    return await page(
        request, "account/login.html", status=status, form=form, go_on=go_on, demo=settings.demo
    )


@post("/logout", status_code=303, guards=[signed_in])
async def sign_out(request: DeskRequest) -> Redirect:
    """Ends the session; the browser forgets what it kept for this person."""
    await login.sign_out(request.reach, _session(request))
    gone = Cookie(key=COOKIE, value="", max_age=0)
    # What a page kept in the browser must not meet the next person at this counter.
    return Redirect(
        "/login", status_code=303, cookies=[gone], headers={"Clear-Site-Data": '"cache", "storage"'}
    )


@post("/session/stay", status_code=204, guards=[signed_in])
async def stay(request: DeskRequest) -> None:
    """Somebody is still there: being asked is enough for the session to go on."""


@get("/preferences")
async def prefer(
    lang: Annotated[str, QueryParameter(required=False, max_length=8)] = "",
    size: Annotated[str | None, QueryParameter(required=False, max_length=8)] = None,
    go_on: _Next = "",
) -> Redirect:
    """Keeps the language or size chosen in a cookie and goes back; links, so that it works everywhere."""
    cookies = []
    if lang in LANGUAGES:
        cookies.append(_kept(LANGUAGE_COOKIE, lang))
    if size is not None and size in SIZES:
        cookies.append(_kept(SIZE_COOKIE, size))
    return Redirect(own_address(go_on) or "/", status_code=303, cookies=cookies)


def _kept(name: str, value: str) -> Cookie:
    return Cookie(key=name, value=value, max_age=_YEAR, samesite="lax", secure=settings.secure_cookies)


def _session(request: DeskRequest) -> Session:
    if request.auth is None or request.auth.session is None:
        raise NotSignedIn("this is done in a session, not with a token")
    return request.auth.session


ROUTES = (login_page, sign_in, sign_out, stay, prefer)
