"""A request as our routes see it: strict JSON, who looks, from where, and the fingerprint of its contents."""

import contextlib
import hashlib
import itertools
import re
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec
from litestar import Request
from litestar.datastructures import FormMultiDict, State
from litestar.exceptions import HTTPException, InternalServerException

from desk.calendar_edge import outside_the_calendar
from desk.errors import BrokenOff, MalformedBody, NotSignedIn
from desk.input_errors import FieldError, InvalidInput, at_most, escape, every_error
from desk.sessions import Session
from desk.sources import is_loopback, passed_on, sender
from reach import Reach

LARGEST_PUBLIC_BODY = 32_000  # bytes; whoever is not signed in has no more to say
# Of a form without files. Some routes take large bodies for photos; as typed fields those would be millions.
LARGEST_TYPED = 256_000
_URL_ENCODED = "application/x-www-form-urlencoded"
_LONGEST_POINTER = 1_000  # characters; nobody needs the whole way to a fault a thousand levels down
_MARKS_OF_NUL = re.compile(rb"\\u0000|\x00")


@dataclass(frozen=True, slots=True)
class Login:
    """By what a caller is known: the session of a browser, or the id of an API token."""

    session: Session | None = None
    token_id: int | None = None


class DeskRequest(Request[Reach | None, Login | None, State]):
    """A request whose JSON body is decoded strictly into what its route takes."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes; raises BrokenOff where the rest does not."""
        try:
            async for part in super().stream():
                yield part
        except InternalServerException as error:
            # The framework tells it as a failure of the server, like reading a body twice.
            if "disconnected" not in error.detail:
                raise
            raise BrokenOff("the sender went away") from error

    async def json(self) -> object:
        """The body as the type the route declares.

        Raises InvalidInput with every fault, MalformedBody for what is no JSON, 415 for another media type.
        """
        declared = self.content_type[0]
        if declared != "application/json":
            raise HTTPException(status_code=415, detail=f"send application/json, not {declared or 'nothing'}")
        return decoded(await self.body(), self._wanted())

    async def form(self) -> FormMultiDict:
        """The parts of a form; raises MalformedBody for one that is not in UTF-8, and 413 for a book."""
        if self.content_type[0] == _URL_ENCODED and len(await self.body()) > LARGEST_TYPED:
            raise HTTPException(status_code=413, detail=f"a form has at most {LARGEST_TYPED} bytes")
        try:
            return await super().form()
        except UnicodeDecodeError as error:
            raise MalformedBody("the form is not in UTF-8") from error

    def _wanted(self) -> object:
        field = self.route_handler.parsed_data_field
        if field is None:
            raise TypeError(f"{self.route_handler} takes no body")
        return field.annotation

    @property
    def reach(self) -> Reach:
        """Whose eyes this request looks through; raises NotSignedIn for nobody's."""
        if self.user is None:
            raise NotSignedIn("this address needs somebody who is signed in")
        return self.user

    @property
    def session_secret(self) -> str:
        """The secret of the session the request came with; raises NotSignedIn for a token's and nobody's."""
        if self.auth is None or self.auth.session is None:
            raise NotSignedIn("this is done in a session, not with a token")
        return self.auth.session.secret

    @property
    def source(self) -> str:
        """The address the request came from."""
        return self.client.host if self.client else "unknown"

    @property
    def sender(self) -> str:
        """Under which name this source's attempts are counted."""
        return sender(self.source)

    @property
    def is_local(self) -> bool:
        """Whether it comes from this machine itself, and not through a proxy on it."""
        return is_loopback(self.source) and not passed_on(self.headers)

    async def fingerprint(self) -> bytes:
        """A digest of method, address and body, by which a repeated request is known."""
        digest = hashlib.sha256(f"{self.method} {self.url.path}?{self.url.query}\n".encode())
        digest.update(await self.body())
        return digest.digest()


def decoded(raw: bytes, wanted: object) -> object:
    """The value of a JSON text as `wanted`; raises MalformedBody, or InvalidInput with every fault."""
    suspicious = _MARKS_OF_NUL.search(raw) is not None
    if not suspicious:
        # The usual case costs one pass; whatever is wrong is looked for below.
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return _in_the_calendar(msgspec.json.decode(raw, type=wanted))
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedBody("the body is no JSON text in UTF-8") from error
    faults = at_most(itertools.chain(every_error(wanted, value), _with_nul(value) if suspicious else ()))
    if faults:
        raise InvalidInput(*faults)
    try:
        # The marks stood for themselves: a backslash before a u.
        return _in_the_calendar(msgspec.json.decode(raw, type=wanted))
    except msgspec.ValidationError as error:
        raise MalformedBody("a field stands twice in the body") from error


def _in_the_calendar(value: object) -> object:
    faults = at_most(outside_the_calendar(value))
    if faults:
        raise InvalidInput(*faults)
    return value


def _with_nul(whole: object) -> Iterator[FieldError]:
    """Texts with a NUL character, which no text in the database can hold."""
    # A list of what is still to be looked at: bodies may be nested deeper than our own calls may.
    waiting: list[tuple[object, str]] = [(whole, "")]
    while waiting:
        value, pointer = waiting.pop()
        if isinstance(value, str):
            if "\x00" in value:
                yield FieldError(pointer, "invalid", "a text cannot hold a NUL character")
            continue
        for name, one in _inside(value):
            at = f"{pointer}/{escape(name)}"[:_LONGEST_POINTER]
            if "\x00" in name:
                yield FieldError(at.replace("\x00", ""), "invalid", "a name cannot hold a NUL character")
            waiting.append((one, at))


def _inside(value: object) -> Iterable[tuple[str, object]]:
    """What stands in an object, and what in a list could hold a text."""
    if isinstance(value, dict):
        return value.items()
    elements = enumerate(value) if isinstance(value, list) else ()
    return [(str(index), one) for index, one in elements if isinstance(one, str | dict | list)]


def as_utc(at: datetime) -> str:
    """An instant as it stands in answers: UTC, ISO 8601."""
    return at.isoformat().replace("+00:00", "Z")
