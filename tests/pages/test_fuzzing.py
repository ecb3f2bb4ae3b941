"""Whatever is sent, the API answers as it is described: no failure of ours, no answer of another kind."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import database
from desk.app import litestar
from desk.openapi import described
from reach import Post
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors, an_account
from tests.pages.route_table import OPEN, STAFF, WORKING, served
from tests.world import DISTRICT

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def _without_credentials() -> dict[str, Any]:
    """The description as for somebody who is signed in: made-up credentials would only meet the door."""
    schema = described(litestar())
    schema["components"].pop("securitySchemes")
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation.pop("security")
    return schema


_ROLES = {one.name: one.roles for one in served() if one.name not in OPEN and not one.is_page}
_OPERATIONS = {
    found.label: found
    for found in (
        one.ok()
        for one in schemathesis.openapi.from_dict(_without_credentials()).get_all_operations()
        if isinstance(one, Ok)
    )
    # Signing out and new passwords would end the session the test works with.
    if found.path not in ("/api/v1/logout", "/api/v1/password")
}
_EXAMPLES = 16
# The routes of acts differ in their bodies only, and there are many.
_EXAMPLES_OF_AN_ACT = 5
Send = Callable[[requests.PreparedRequest], httpx.Response]


@pytest.mark.parametrize("label", sorted(_OPERATIONS))
async def test_an_operation_holds_what_its_description_says(visitors: Visitors, label: str) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    client = await _client(visitors, label)
    loop = asyncio.get_running_loop()

    async def pass_on(request: requests.PreparedRequest) -> httpx.Response:
        # Attempts are counted; here it is about the answers behind the count.
        await database.execute("DELETE FROM desk.attempts")
        body = request.body if isinstance(request.body, bytes | str) else b""
        headers = [(str(name), str(value)) for name, value in request.headers.items()]
        return await client.request(str(request.method), str(request.url), headers=headers, content=body)

    def send(request: requests.PreparedRequest) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(pass_on(request), loop).result()

    await asyncio.to_thread(_explored(label, drive.case_no, send))


async def _client(visitors: Visitors, label: str) -> httpx.AsyncClient:
    roles = _ROLES.get(label)
    if roles is None:
        return visitors.stranger()
    if not roles & STAFF:
        return await visitors.service("hotline")
    # Whoever may do most of it: many posts where they may be held together, one where they may not.
    wanted = sorted(roles & WORKING) or [min(roles)]
    account = await an_account("somebody", *(Post(role, DISTRICT) for role in wanted))
    return await visitors.signed_in("somebody", account.id)


def _explored(label: str, case_no: str, send: Send) -> Callable[[], None]:
    operation = _OPERATIONS[label]
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @seed(20261122)
    @settings(
        max_examples=_EXAMPLES_OF_AN_ACT if "/acts/" in label else _EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(modes), real=st.booleans())
    def explore(case: Any, real: bool) -> None:
        if real and "case_no" in (case.path_parameters or {}):
            case.path_parameters["case_no"] = case_no
        wanted = case.as_transport_kwargs(base_url="http://desk.test")
        wanted.pop("timeout", None)
        answer = send(requests.Request(**wanted).prepare())
        case.validate_response(answer, checks=_CHECKS)

    return explore
