"""The API of signing in: login, logout, who one is, and a new password."""

from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from msgspec import Meta, Struct

from desk import login
from desk.authentication import COOKIE
from desk.errors import NotSignedIn
from desk.guards import signed_in, staff_only
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest, as_utc
from desk.sessions import LONGEST, Session
from dispatch.present import present
from reach import Reach, ReachKind
from registry.staff import members, reach_of
from settings import settings


class LoginBody(Struct, forbid_unknown_fields=True):
    """What somebody signs in with; the code is needed where the account has a second factor (RFC 6238)."""

    login: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=1, max_length=256)]
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$")] | None = None


class PasswordBody(Struct, forbid_unknown_fields=True):
    """A change of one's own password."""

    present: Annotated[str, Meta(min_length=1, max_length=256)]
    new: Annotated[str, Meta(min_length=1, max_length=256)]


class PostAnswer(Struct, omit_defaults=True):
    """A role and where it is held."""

    role: str
    area_path: str | None = None
    department_id: int | None = None
    service_point_id: int | None = None


class MeAnswer(Struct, omit_defaults=True):
    """Who is looking; `csrf_token` goes into the header X-CSRF-Token of unsafe requests with the cookie."""

    actor: str
    name: str
    posts: list[PostAnswer]
    csrf_token: str | None = None
    ends_at: str | None = None
    must_change_password: bool = False


async def _me(reach: Reach, session: Session | None) -> MeAnswer:
    name = str(reach.who)
    if reach.kind is ReachKind.STAFF:
        name = (await members([int(reach.who)]))[int(reach.who)].display_name
    posts = [
        PostAnswer(one.role.value, one.area_path, one.department_id, one.service_point_id)
        for one in reach.posts
    ]
    if session is None:
        return MeAnswer(reach.actor, name, posts)
    return MeAnswer(
        reach.actor, name, posts, session.csrf_token, as_utc(session.ends_at), session.must_change
    )


def session_cookie(session: Session) -> Cookie:
    """What the browser keeps and sends; scripts cannot read it."""
    return Cookie(
        key=COOKIE,
        value=session.secret,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        max_age=int(LONGEST.total_seconds()),
    )


async def _signed_in(session: Session) -> Response[MeAnswer]:
    reach = await reach_of(session.staff_id, await present())
    return Response(await _me(reach, session), cookies=[session_cookie(session)])


@post(
    "/login",
    status_code=200,
    tags=["session"],
    summary="Sign in",
    request_max_body_size=LARGEST_PUBLIC_BODY,
)
async def log_in(request: DeskRequest, data: JSONBody[LoginBody]) -> Response[MeAnswer]:
    """Opens a session under a new secret; wrong logins, codes and unknown accounts get the same answer."""
    before = request.cookies.get(COOKIE)
    attempt = login.Attempt(data.login, data.password, request.source, data.code, before)
    return await _signed_in(await login.sign_in(attempt))


@post("/logout", status_code=204, tags=["session"], summary="Sign out", guards=[signed_in])
async def log_out(request: DeskRequest) -> Response[None]:
    """Ends the session; a token has none to end."""
    if request.auth is None or request.auth.session is None:
        raise NotSignedIn("a token is revoked, not signed out")
    await login.sign_out(request.reach, request.auth.session)
    response: Response[None] = Response(None, status_code=204)
    response.delete_cookie(COOKIE)
    return response


@get("/me", tags=["session"], summary="Who is looking", guards=[signed_in])
async def me(request: DeskRequest) -> MeAnswer:
    """Name, posts, and the token that unsafe requests of a session must carry."""
    return await _me(request.reach, request.auth.session if request.auth else None)


@post("/password", status_code=200, tags=["session"], summary="Change one's password", guards=[staff_only])
async def new_password(request: DeskRequest, data: JSONBody[PasswordBody]) -> Response[MeAnswer]:
    """Ends every session of the account and opens a new one."""
    if request.auth is None or request.auth.session is None:
        raise NotSignedIn("a password is changed in a session, not with a token")
    change = login.NewPassword(data.present, data.new)
    return await _signed_in(await login.change_password(request.reach, change, request.source))


ROUTES = (log_in, log_out, me, new_password)
