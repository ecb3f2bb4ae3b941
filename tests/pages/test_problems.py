"""Whatever goes wrong is told as a problem with every fault at its place, and nothing from inside."""

import inspect
from types import ModuleType

import httpx
import pytest

import desk.errors
import dispatch.errors
import grid.errors
import integrations.errors
import registry.errors
from desk.edge import Edge, Scope
from desk.problems import BY_CODE, problem_of

# Raised to operators, in jobs or at set-up: no request meets them, and if one does it is our fault.
INSIDE = {
    "DeskError", "AccountNotForYou", "DispatchError", "GridError", "RegistryError",
    "MalformedResponsibility", "TimeError", "NaiveTime", "AllowanceRefused", "ExtensionInOtherUnit",
    "PauseEndsBeforeItBegins", "LimitTooLong", "OtherCalendar", "ClockMissing", "QueueError", "CannotBeDone",
    "BrokerFull", "DelayRefused", "FeedRestarted", "ResponsibilityError", "UnknownResponsibilityEdition",
    "ResponsibilitiesNotDraft", "ResponsibilitiesChanged", "SecondPersonNeeded", "NothingToProve",
    "UnknownDuty", "EditionNotDraft", "EditionNotSound", "MapNotNested", "KeyFileProblem", "SealBroken",
    "AuditMisuse", "DemoOnly", "NotYetBorn", "ImportFailed", "ShiftSuspected", "LayerElsewhere",
    "CrsNotStated",
    "RowsRefused", "ImportStopped", "LayerUnreadable", "LineInClear", "UnknownAsset", "AssetsNotMade",
    "IntegrationError", "BusError", "UnusableSecret", "NetworkInTransaction", "RecordUnavailable",
    "LicencesUnavailable", "AnchorError", "AnchorFolderUnusable", "AnchorMissing", "AnchorUnreadable",
    "AnchorNotSigned", "AnchorExists", "AnchorsDisagree", "DatabaseSetBack", "AnchorsMissing",
    "NothingToAccept",
}  # fmt: skip


def _errors_of(room: ModuleType) -> list[type[Exception]]:
    return [
        kind
        for _, kind in inspect.getmembers(room, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == room.__name__
    ]


@pytest.mark.parametrize(
    "room", [desk.errors, dispatch.errors, grid.errors, integrations.errors, registry.errors]
)
def test_every_error_a_caller_can_meet_is_a_kind_of_problem(room: ModuleType) -> None:
    unforeseen = {
        kind.__name__
        for kind in _errors_of(room)
        if kind.__name__ not in INSIDE and problem_of(kind.__new__(kind)) is None
    }

    assert unforeseen == set()


@pytest.mark.usefixtures("db")
async def test_a_request_that_is_broken_off_is_no_failure_of_ours(
    app: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    came: list[Scope] = [
        {"type": "http.request", "body": b"where=", "more_body": True},
        {"type": "http.disconnect"},
    ]
    answered: list[Scope] = []

    async def receive() -> Scope:
        return came.pop(0)

    async def send(message: Scope) -> None:
        answered.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")]
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/report", "raw_path": b"/report", "root_path": "", "query_string": b"", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    with caplog.at_level("INFO"):
        await app(scope, receive, send)

    assert answered[0]["status"] == 499
    assert [record.levelname for record in caplog.records if record.name == "griddesk.errors"] == []
    told = [vars(record)["status"] for record in caplog.records if record.name == "griddesk.access"]
    assert told == [499]


async def test_an_unknown_address_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/not-found"


async def test_a_wrong_method_says_which_are_right(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/api/v1/me")

    assert answer.status_code == 405
    assert answer.json()["type"] == "/problems/method-not-allowed"
    assert "GET" in answer.headers["allow"]


async def test_a_body_with_several_faults_is_answered_with_all_of_them(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/login", json={"login": "", "password": 7, "more": 1})

    assert answer.status_code == 422
    faults = {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}
    assert faults == {"/login": "length", "/password": "invalid", "/more": "unknown_field"}


async def test_a_missing_body_is_told_at_the_root(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/login", headers={"content-type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "", "code": "required", "detail": "a body is required"}]


@pytest.mark.parametrize("body", [b"{", b'{"login": "\xff", "password": "x"}', b"[" * 30_000, b"NaN"])
async def test_what_is_no_json_is_a_malformed_body(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/api/v1/login", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-body")


async def test_a_body_of_another_kind_is_not_taken(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/login", data={"login": "a", "password": "b"})

    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


async def test_a_body_over_a_megabyte_is_too_large(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/login", json={"login": "a", "password": "b" * 1_000_001})

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize("address", ["/api/v1/login", "/api/v1/reports", "/t/ABCDEFGHJKMN"])
async def test_who_is_not_signed_in_has_less_to_say(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.post(address, json={"login": "b" * 32_000})

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


async def test_an_answer_does_not_outgrow_its_question(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/login", json={f"f{number}": 1 for number in range(2_000)})

    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 101
    assert answer.json()["errors"][-1]["code"] == "and_more"


async def test_a_nul_character_is_refused_where_it_stands(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/login", json={"login": "a\x00b", "password": "x"})

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/login"]


async def test_a_nul_character_in_an_address_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/problems/a%00b")

    assert answer.status_code == 422


async def test_every_kind_of_problem_has_a_page(client: httpx.AsyncClient) -> None:
    missing = [code for code in BY_CODE if (await client.get(f"/problems/{code}")).status_code != 200]

    assert missing == []


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    for address in ("/nowhere", "/api/docs", "/api/v1/me"):
        headers = (await client.get(address)).headers

        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-request-id"]
