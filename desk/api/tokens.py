"""Tokens for machines: made, listed and revoked by the security administrator."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

import database
from desk import tokens
from desk.guards import has_duty
from desk.requests import DeskRequest
from dispatch.rules.permissions import Duty
from registry import audit

_LARGEST = 2**63 - 1


class TokenBody(Struct, forbid_unknown_fields=True):
    """A token to be made: for a service, which acts in its own name."""

    service: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    days: Annotated[int, Meta(ge=1, le=366)]


class NewTokenAnswer(Struct):
    """The token; its secret is told this once only."""

    id: int
    token: str
    ends_at: datetime


class TokenAnswer(Struct):
    """A token as administrators see it."""

    id: int
    service: str
    made_by: int
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


@post("/tokens", guards=[has_duty(Duty.GRANT_ROLES)], tags=["session"], summary="Make a token")
async def make_token(request: DeskRequest, data: JSONBody[TokenBody]) -> NewTokenAnswer:
    """Makes a token, by which a service sees and acts on the cases it brought; it makes nobody a person."""
    # The real time, as for every check of a token.
    now = datetime.now(UTC)
    new = tokens.NewToken(data.service, int(request.reach.who), now + timedelta(days=data.days))
    async with database.transaction():
        token_id, secret = await tokens.make_token(new, now)
        said = {"id": token_id, "service": data.service, "ends": new.ends_at}
        await audit.append(request.reach, audit.SECURITY, audit.Fact("token_made", now, said))
    return NewTokenAnswer(token_id, secret, new.ends_at)


@get("/tokens", guards=[has_duty(Duty.GRANT_ROLES)], tags=["session"], summary="All tokens")
async def list_tokens() -> list[TokenAnswer]:
    """Every token ever made, without its secret."""
    return [
        TokenAnswer(**{name: getattr(row, name) for name in TokenAnswer.__struct_fields__})
        for row in await tokens.all_tokens()
    ]


@post(
    "/tokens/{token_id:int}/revoke",
    status_code=204,
    guards=[has_duty(Duty.GRANT_ROLES)],
    tags=["session"],
    summary="End a token",
)
async def revoke_token(
    request: DeskRequest, token_id: Annotated[int, PathParameter(ge=1, le=_LARGEST)]
) -> None:
    """Ends a token at once."""
    now = datetime.now(UTC)
    async with database.transaction():
        if not await tokens.revoke_token(token_id, now):
            raise NotFoundException
        await audit.append(request.reach, audit.SECURITY, audit.Fact("token_revoked", now, {"id": token_id}))


ROUTES = (make_token, list_tokens, revoke_token)
