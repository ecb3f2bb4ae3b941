"""Tokens for machines: made by the security administrator, good for one thing, and revocable."""

import httpx
import pytest

import database
from reach import Post, Role
from tests.pages.people import Visitors, an_account


async def _security(visitors: Visitors) -> httpx.AsyncClient:
    account = await an_account("security", Post(Role.SECURITY_ADMIN))
    return await visitors.signed_in("security", account.id)


def _with(visitors: Visitors, token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def test_a_token_is_told_once_and_stored_as_a_digest_only(visitors: Visitors) -> None:
    security = await _security(visitors)

    made = await security.post("/api/v1/tokens", json={"service": "hotline", "days": 30})

    token = made.json()["token"]
    me = await visitors.stranger().get("/api/v1/me", headers=_with(visitors, token))
    assert me.json()["actor"] == "service:hotline"
    listed = await security.get("/api/v1/tokens")
    assert token not in listed.text
    stored = await database.fetch_value("SELECT secret_hash FROM desk.api_tokens")
    assert token.encode() not in stored


async def test_a_revoked_token_is_dead_at_once(visitors: Visitors) -> None:
    security = await _security(visitors)
    made = (await security.post("/api/v1/tokens", json={"service": "hotline", "days": 30})).json()

    ended = await security.post(f"/api/v1/tokens/{made['id']}/revoke")

    me = await visitors.stranger().get("/api/v1/me", headers=_with(visitors, made["token"]))
    assert (ended.status_code, me.status_code) == (204, 401)
    assert (await security.post(f"/api/v1/tokens/{made['id']}/revoke")).status_code == 404


@pytest.mark.parametrize("header", ["Bearer gd_unknown", "Bearer ", "Basic YTpi", "gd_x"])
async def test_what_is_no_token_is_refused_even_where_all_may_look(visitors: Visitors, header: str) -> None:
    answer = await visitors.stranger().get("/health", headers={"authorization": header})

    assert answer.status_code == 401


async def test_no_token_makes_anybody_somebody_else(visitors: Visitors) -> None:
    other = await an_account("other", Post(Role.CLERK))
    security = await _security(visitors)

    answer = await security.post("/api/v1/tokens", json={"service": "sly", "days": 1, "staff_id": other.id})

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("/staff_id", "unknown_field")
    ]


async def test_a_token_needs_no_csrf_token(visitors: Visitors) -> None:
    service = await visitors.service("hotline")

    answer = await service.post("/api/v1/incidents", json={})

    assert answer.status_code == 422


async def test_who_made_and_ended_a_token_is_on_record(visitors: Visitors) -> None:
    security = await _security(visitors)
    made = (await security.post("/api/v1/tokens", json={"service": "hotline", "days": 30})).json()
    await security.post(f"/api/v1/tokens/{made['id']}/revoke")

    rows = await database.fetch("SELECT kind FROM registry.audit WHERE kind LIKE 'token%' ORDER BY seq")

    assert [row["kind"] for row in rows] == ["token_made", "token_revoked"]
