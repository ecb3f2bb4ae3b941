"""Lets a request be sent twice: claim of its key, effect and sealed answer are one transaction."""

import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import database
from desk.errors import KeyUsedOtherwise
from desk.input_errors import FieldError, InvalidInput
from desk.sealed_for_a_while import seal, unseal
from together import Query, Row, ask, ask_together

KEPT = timedelta(days=7)
_KEY = re.compile(r"[\x21-\x7e]{1,128}")

# A second request waits here until the first has committed or failed.
_CLAIM = """
INSERT INTO desk.answered_requests (actor, key, fingerprint, asked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (actor, key) DO NOTHING RETURNING true
"""
_FIND = "SELECT fingerprint, status, answer FROM desk.answered_requests WHERE actor = $1 AND key = $2"
_TOLD = """
SELECT status, answer FROM desk.answered_requests WHERE actor = $1 AND key = $2 AND asked_at >= $3
"""
_ANSWER = "UPDATE desk.answered_requests SET status = $3, answer = $4 WHERE actor = $1 AND key = $2"
_SWEEP = "DELETE FROM desk.answered_requests WHERE asked_at < $1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a use case answers: an HTTP status and a JSON text."""

    status: int
    body: bytes = field(repr=False)
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class RequestIdentity:
    """A request as its sender names it; `key` None means that he does not mind it happening twice."""

    actor: str
    key: str | None
    fingerprint: bytes


WITHOUT_KEY = RequestIdentity("", None, b"")
UseCase = Callable[[], Awaitable[Answer]]


def checked_key(key: str | None) -> str | None:
    """The key, if it is one; raises InvalidInput for more than 128 characters or other than visible ASCII."""
    if key is not None and not _KEY.fullmatch(key):
        raise InvalidInput(
            FieldError("header Idempotency-Key", "invalid", "is not 1 to 128 visible ASCII characters")
        )
    return key


async def kept_answer(identity: RequestIdentity) -> Answer | None:
    """The answer to the same request if it was given before; raises KeyUsedOtherwise.

    To be looked for before anything is done for a request, so that a repeat asks, takes and counts nothing.
    None does not mean that no rival is at work: only `once` decides that.
    """
    return None if identity.key is None else await ask(keeping_of(identity))


def keeping_of(identity: RequestIdentity) -> Query[Answer | None]:
    """The same, to be asked beside others; nothing is kept of a request without a key."""
    return Query(
        _FIND, (identity.actor, identity.key), lambda rows: _replayed(identity, rows[0]) if rows else None
    )


async def told_since(actor: str, key: str, since: datetime) -> Answer | None:
    """What this actor was answered under a key since an instant (UTC), for a page that shows it again."""
    row = await database.fetch_row(_TOLD, actor, key, since)
    if row is None or row["answer"] is None:
        return None
    opened = unseal(row["answer"], _place(RequestIdentity(actor, key, b"")))
    return Answer(row["status"], opened, replayed=True)


async def once(identity: RequestIdentity, use_case: UseCase, beside: Query[None] | None = None) -> Answer:
    """What the use case answers, run at most once for each key of an actor, in one transaction.

    What is asked `beside` goes with the first statement of the transaction. A failure leaves no trace, so the
    request can be sent again. Raises KeyUsedOtherwise for another request under the same key, and what the
    use case raises. Runs again what PostgreSQL could not serialise.
    """
    return await database.retry_serialization(lambda: _once(identity, use_case, beside))


async def _once(identity: RequestIdentity, use_case: UseCase, beside: Query[None] | None) -> Answer:
    async with database.transaction():
        if not await _claimed(identity, beside):
            return await _replay(identity)
        answer = await use_case()
        if identity.key is not None:
            # Sealed, because an answer may hold the password of a case.
            sealed = seal(answer.body, _place(identity))
            await database.execute(_ANSWER, identity.actor, identity.key, answer.status, sealed)
        return answer


async def _claimed(identity: RequestIdentity, beside: Query[None] | None) -> bool:
    """Whether this request is the first under its key; one without a key always is."""
    if identity.key is None:
        if beside is not None:
            await ask(beside)
        return True
    claim = Query(_CLAIM, (identity.actor, identity.key, identity.fingerprint, datetime.now(UTC)), bool)
    if beside is None:
        return await ask(claim)
    return (await ask_together(claim=claim, beside=beside)).of(claim)


async def _replay(identity: RequestIdentity) -> Answer:
    kept = await kept_answer(identity)
    if kept is None:
        raise KeyUsedOtherwise("this key was used for another request")
    return kept


def _replayed(identity: RequestIdentity, row: Row) -> Answer:
    fingerprint, status, answer = row
    if not hmac.compare_digest(fingerprint, identity.fingerprint):
        raise KeyUsedOtherwise("this key was used for another request")
    return Answer(status, unseal(answer, _place(identity)), replayed=True)


def _place(identity: RequestIdentity) -> str:
    return f"desk.answered_requests|answer|{identity.actor}|{identity.key}"


async def forget_old_answers(now: datetime) -> int:
    """Removes answers older than seven days; returns how many."""
    return await database.execute(_SWEEP, now - KEPT)
