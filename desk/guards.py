"""Who may use a route at all: by act, by role, or anybody signed in; the case itself is looked at later."""

from collections.abc import Iterable
from dataclasses import dataclass

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from desk.errors import NotSignedIn, PasswordTooOld, RoleNeeded
from desk.requests import Login
from dispatch.rules.permissions import DUTIES, MAY, Duty
from dispatch.rules.side_moves import WORKING
from dispatch.rules.states import Act
from reach import NOT_POSTS, Reach, ReachKind, Role

Connection = ASGIConnection[BaseRouteHandler, Reach | None, Login | None, State]

# Addresses that answer everybody; whatever is not listed here has a guard, which a test makes sure of.
PUBLIC: frozenset[tuple[str, str]] = frozenset(
    {
        ("GET", "/health"),
        ("GET", "/ready"),
        ("GET", "/metrics"),
        ("GET", "/openapi.json"),
        ("GET", "/api/docs"),
        ("GET", "/static/{version}/{name}"),
        ("HEAD", "/static/{version}/{name}"),
        ("GET", "/problems/{code}"),
        ("GET", "/login"),
        ("POST", "/login"),
        ("GET", "/preferences"),
        ("GET", "/"),
        ("GET", "/points"),
        ("POST", "/points"),
        ("GET", "/guides"),
        ("GET", "/guides/{code}"),
        ("GET", "/report"),
        ("POST", "/report"),
        ("POST", "/report/places"),
        ("GET", "/progress"),
        ("POST", "/progress"),
        ("POST", "/t/{tracking_no}/details"),
        ("POST", "/t/{tracking_no}/rating"),
        ("POST", "/t/{tracking_no}/again"),
        ("GET", "/t/{tracking_no}"),
        ("POST", "/t/{tracking_no}"),
        ("GET", "/m/manifest.webmanifest"),
        ("GET", "/m/icons/{size}"),
        ("GET", "/tiles/areas/{edition}/{z}/{x}/{row}"),
        ("POST", "/api/v1/login"),
        ("POST", "/api/v1/reports"),
        ("POST", "/api/v1/report-photos"),
    }
)
# What is left to somebody whose password is too old.
WITH_AN_OLD_PASSWORD: frozenset[tuple[str, str]] = frozenset(
    {
        ("POST", "/api/v1/password"),
        ("POST", "/api/v1/logout"),
        ("GET", "/api/v1/me"),
        ("GET", "/account"),
        ("POST", "/account/password"),
        ("POST", "/logout"),
        ("POST", "/session/stay"),
    }
)
# Who works on cases, and the machines that bring and fetch their own; administrators look at none.
CASE_READERS = WORKING | {Role.MACHINE}


@dataclass(frozen=True, slots=True)
class HoldsAny:
    """Lets those pass who hold one of the roles somewhere."""

    roles: frozenset[Role]

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        reach = connection.user
        if reach is None:
            raise NotSignedIn("this address needs somebody who is signed in")
        if not reach.roles & self.roles:
            raise RoleNeeded([role.value for role in self.roles])


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Lets everybody pass who is signed in or has a token."""

    roles: frozenset[Role] = frozenset(Role)

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        if connection.user is None:
            raise NotSignedIn("this address needs somebody who is signed in")


@dataclass(frozen=True, slots=True)
class MembersOfStaff(HoldsAny):
    """Lets members of staff pass, those too who hold no post yet: an account is theirs from its first day."""

    roles: frozenset[Role] = frozenset(Role) - NOT_POSTS

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        if connection.user is None:
            raise NotSignedIn("this address needs somebody who is signed in")
        if connection.user.kind is not ReachKind.STAFF:
            raise RoleNeeded([role.value for role in self.roles])


def may(*acts: Act) -> HoldsAny:
    """Those one of whose roles may do one of the acts to some case; the house itself comes by no address."""
    return HoldsAny(frozenset[Role]().union(*(MAY[act] for act in acts)) - {Role.SYSTEM})


def any_role(roles: Iterable[Role]) -> HoldsAny:
    """Those who hold one of the roles."""
    return HoldsAny(frozenset(roles))


def has_duty(duty: Duty) -> HoldsAny:
    """Those who have the administrative duty."""
    return HoldsAny(DUTIES[duty])


def is_public(connection: Connection) -> bool:
    """Whether the route asked for answers everybody."""
    return _asked(connection) in PUBLIC


def _asked(connection: Connection) -> tuple[str, str]:
    return str(connection.scope.get("method")), str(connection.scope.get("path_template"))


async def known_or_public(connection: Connection, _: BaseRouteHandler) -> None:
    """Stands before every route: nobody unknown passes but where PUBLIC says so, nor an old password."""
    if is_public(connection):
        return
    if connection.user is None:
        raise NotSignedIn("this address needs somebody who is signed in")
    session = connection.auth.session if connection.auth else None
    if session is not None and session.must_change and _asked(connection) not in WITH_AN_OLD_PASSWORD:
        raise PasswordTooOld(
            "the password is too old or set by somebody else; POST /api/v1/password comes first"
        )


signed_in = SignedIn()
staff_only = MembersOfStaff()
case_readers = any_role(CASE_READERS)
