"""Finds out who sends a request: by the session cookie, or by an API token in the header."""

import hmac
from datetime import UTC, datetime

from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from desk import sessions, tokens
from desk.errors import CsrfTokenMissing, NotSignedIn
from desk.guards import Connection, is_public
from desk.input_errors import FieldError, InvalidInput
from desk.requests import Login
from dispatch.present import present
from reach import Reach, ReachKind

COOKIE = "session"
CSRF_HEADER = "x-csrf-token"
# A page that looks for news by itself says so: a desk nobody sits at is signed out all the same.
UNATTENDED_HEADER = "x-unattended"
# Set on routes a page keeps asking by means that carry no header: a line of events, the tiles of a map.
UNATTENDED = "unattended"
# Set on the routes of pages, which look for the token themselves.
PAGE = "page"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = "bearer "


class Authentication(AbstractAuthenticationMiddleware):
    """Puts the Reach and the Login of the sender on the request; nobody is refused here but the pretender."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """Who it is, or nobody. Raises NotSignedIn for a token that does not hold, CsrfTokenMissing."""
        _refuse_nul(connection)
        header = connection.headers.get("authorization", "")
        if header:
            return await _by_token(header)
        secret = connection.cookies.get(COOKIE)
        if not secret:
            return AuthenticationResult(user=None, auth=None)
        return await _by_session(secret, connection)


def _refuse_nul(connection: Connection) -> None:
    """A NUL cannot stand in any text of the database, so it is refused before it gets there."""
    if b"%00" in connection.scope["query_string"] or "\x00" in connection.scope["path"]:
        raise InvalidInput(FieldError("?", "invalid", "an address cannot hold a NUL character"))


async def _by_token(header: str) -> AuthenticationResult:
    if not header.lower().startswith(_BEARER):
        raise NotSignedIn("send the token as: Authorization: Bearer gd_…")
    # The real time: a demo's clock must not bring back what is over, nor end what is not.
    token = await tokens.find_token(header[len(_BEARER) :].strip(), datetime.now(UTC))
    if token is None:
        raise NotSignedIn("the token is unknown, over or revoked")
    reach = Reach(ReachKind.SERVICE, token.service)
    return AuthenticationResult(user=reach, auth=Login(token_id=token.id))


async def _by_session(secret: str, connection: Connection) -> AuthenticationResult:
    attended = UNATTENDED_HEADER not in connection.headers and UNATTENDED not in connection.route_handler.opt
    found = await sessions.find_signed_in(secret, datetime.now(UTC), await present(), attended=attended)
    if found is None:
        return AuthenticationResult(user=None, auth=None)
    session, reach = found
    if connection.scope.get("method") not in SAFE and not _is_page(connection):
        sent = connection.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(sent.encode(), session.csrf_token.encode()):
            if is_public(connection):
                # Signing in again from a page that has lost its token is no act of the old session.
                return AuthenticationResult(user=None, auth=None)
            # Put down here: a refusal is recorded under the name of whose session it was.
            connection.scope["user"] = reach
            raise CsrfTokenMissing(f"send the session's token in the header {CSRF_HEADER}")
    return AuthenticationResult(user=reach, auth=Login(session=session))


def _is_page(connection: Connection) -> bool:
    """Whether the route is a page's, whose forms carry the token inside and are looked at there."""
    return bool(connection.route_handler.opt.get(PAGE))


async def signed_in_by(secret: str) -> Reach | None:
    """Whose session this is, as he may look now; None once it has ended. Keeps no session alive."""
    found = await sessions.find_signed_in(secret, datetime.now(UTC), await present(), attended=False)
    return None if found is None else found[1]
