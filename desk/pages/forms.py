"""Reads the forms of pages: the token that shows our own page sent it, the fields, and their errors."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from litestar.datastructures import UploadFile

from desk.authentication import CSRF_HEADER, SAFE
from desk.errors import CsrfTokenMissing
from desk.guards import Connection, is_public
from desk.input_errors import FieldError, InvalidInput
from desk.pages.fault_words import said
from desk.pages.language import look_of
from desk.pages.translations import speak
from desk.requests import DeskRequest

CSRF_FIELD = "csrf_token"
_KEY_BYTES = 24
_DIGITS = 18  # of the longest number that is one in every column of the database


async def prepare(request: DeskRequest) -> None:
    """Stands before every page: speaks the reader's language, and lets only our own forms change anything.

    Raises CsrfTokenMissing. Whoever is not signed in has no token; the browser says where a form is from.
    """
    speak(look_of(request).language)
    if request.method in SAFE:
        return
    session = request.auth.session if request.auth else None
    if session is None or is_public(cast(Connection, request)):
        # Signing in again from a page that has lost its token is no act of the old session.
        if not _from_here(request):
            raise CsrfTokenMissing("the form was sent by a page of somebody else")
        return
    sent = request.headers.get(CSRF_HEADER) or str((await request.form()).get(CSRF_FIELD, ""))
    if not hmac.compare_digest(sent.encode(), session.csrf_token.encode()):
        raise CsrfTokenMissing("the form does not carry the token of this session")


def _from_here(request: DeskRequest) -> bool:
    """Whether a page of this desk sent the form, as far as the browser says (Fetch Metadata, else Origin)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody typed, kept as typed, and what is wrong with it by the name of the field."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[UploadFile, ...]] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The text of a field without surrounding blanks; empty where it was not sent."""
        return next(iter(self.values.get(name, ())), "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may be sent more than once."""
        return self.values.get(name, ())

    def error(self, name: str) -> str:
        """What is wrong with a field, in one line."""
        return " ".join(self.errors.get(name, ()))

    def with_errors(self, errors: Mapping[str, tuple[str, ...]]) -> "Form":
        """The same form with what is wrong; what was typed stays."""
        return Form(self.values, self.files, errors)


def new_key() -> str:
    """What one form is known by, however often it is sent: a key no other form carries."""
    return secrets.token_urlsafe(_KEY_BYTES)


def key_of(form: Form, kind: str) -> str | None:
    """The idempotency key of a form of this kind, by the key its page gave it; None for what no page gave."""
    key = form["key"]
    sound = 16 <= len(key) <= 64 and key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return f"{kind}-{key}" if sound else None


def whole_number(text: str) -> int | None:
    """The number that a text of digits says; None for anything else, and for more than the database holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


async def read_form(request: DeskRequest) -> Form:
    """The form that was sent; raises MalformedBody."""
    sent = await request.form()
    values: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            # A browser sends a file without a name for a field left empty.
            if value.filename:
                files.setdefault(name, []).append(value)
        else:
            # A NUL cannot stand in any text of the database, and nobody types one.
            values.setdefault(name, []).append(str(value).replace("\x00", ""))
    return Form(
        {name: tuple(given) for name, given in values.items()},
        {name: tuple(given) for name, given in files.items()},
    )


def at_fields(
    faults: list[FieldError] | InvalidInput, names: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Errors at pointers as errors at fields; `names` maps a pointer to a field, others keep their last step.

    The words are those of `desk.pages.fault_words`.
    """
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults.errors if isinstance(faults, InvalidInput) else faults:
        name = names.get(fault.pointer) or fault.pointer.strip("/").replace("/", ".")
        # Two faults may be told in the same words.
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), said(fault))))
    return found
