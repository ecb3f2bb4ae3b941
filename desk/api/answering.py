"""Runs what a request asks for once, and turns what comes of it into the answer."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

from desk.idempotency import Answer, RequestIdentity, checked_key, kept_answer, once
from desk.requests import DeskRequest
from registry.keys import keyed_index
from together import Query

Key = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        required=False,
        min_length=1,
        max_length=128,
        description="1 to 128 visible ASCII characters; the same request under the same key happens once",
    ),
]
JSON = "application/json"


async def identity_of(request: DeskRequest, key: str | None, actor: str | None = None) -> RequestIdentity:
    """The request as its sender names it; `actor` for those who are not signed in."""
    checked = checked_key(key)
    # Keyed, because a body that can be guessed could be tried against a bare digest.
    fingerprint = b"" if checked is None else keyed_index("request", (await request.fingerprint()).hex())
    return RequestIdentity(actor or request.reach.actor, checked, fingerprint)


async def answered_before(identity: RequestIdentity) -> Response[bytes] | None:
    """The answer given before to the same request; raises KeyUsedOtherwise."""
    kept = await kept_answer(identity)
    return None if kept is None else response(kept)


async def answered_once(
    identity: RequestIdentity,
    work: Callable[[], Awaitable[object]],
    status: int,
    beside: Query[None] | None = None,
) -> Response[bytes]:
    """The answer to a request whose `work` gives what is told, or an Answer where it went otherwise.

    What is asked `beside` goes with the first statement of the transaction `work` runs in.
    """

    async def use_case() -> Answer:
        told = await work()
        return told if isinstance(told, Answer) else Answer(status, msgspec.json.encode(told))

    return response(await once(identity, use_case, beside))


def response(answer: Answer) -> Response[bytes]:
    """An answer as HTTP tells it, and whether it was given before."""
    media_type = JSON if answer.status < 400 else "application/problem+json"
    headers = {"idempotency-replayed": "true"} if answer.replayed else {}
    return Response(answer.body, status_code=answer.status, media_type=media_type, headers=headers)
