"""The client of the intake tells a case taken from one known, a refusal, and a desk that is away."""

from dataclasses import dataclass, field

import httpx
import pytest

from desk.imports.intake_client import IntakeClient
from desk.imports.replaying import Answer, Outcome, ReplayStopped


@dataclass(frozen=True)
class Made:
    line: int = 7
    reference: str = "r-1"
    body: dict[str, object] = field(default_factory=lambda: {"class_code": "0102"})


@dataclass
class Desk:
    """Answers each request with the next of its answers, the last one for ever."""

    answers: list[httpx.Response | Exception]
    asked: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def handed_in(*answers: httpx.Response | Exception) -> tuple[Answer, Desk]:
    desk = Desk(list(answers))
    async with httpx.AsyncClient(transport=httpx.MockTransport(desk), base_url="http://desk.test") as http:
        return await IntakeClient(http, pauses=(0.0, 0.0)).hand_in(Made()), desk


def a_problem(status: int, code: str, detail: str = "", **more: object) -> httpx.Response:
    body = {"type": f"/problems/{code}", "title": code, "status": status, "detail": detail, **more}
    return httpx.Response(status, json=body)


async def test_the_reference_of_a_row_is_its_idempotency_key() -> None:
    answer, desk = await handed_in(httpx.Response(201, json={}))

    assert answer == Answer(Outcome.TAKEN)
    assert desk.asked[0].headers["idempotency-key"] == "r-1"


@pytest.mark.parametrize(
    "known",
    [
        httpx.Response(201, json={}, headers={"idempotency-replayed": "true"}),
        a_problem(409, "duplicate-reference"),
    ],
)
async def test_a_row_the_desk_has_already_is_known(known: httpx.Response) -> None:
    assert (await handed_in(known))[0] == Answer(Outcome.KNOWN)


async def test_a_refusal_says_where_and_why() -> None:
    fault = {"pointer": "/class_code", "code": "unknown", "detail": "there is no such class"}

    answer, _ = await handed_in(a_problem(422, "invalid-input", errors=[fault]))

    assert answer.outcome is Outcome.REFUSED
    assert answer.finding is not None
    assert (answer.finding.line, answer.finding.column, answer.finding.code) == (
        7,
        "/class_code",
        "invalid-input",
    )
    assert answer.finding.detail == "there is no such class"


async def test_a_row_with_several_faults_is_refused_with_each_at_its_place() -> None:
    faults = [
        {"pointer": "/class_code", "code": "unknown", "detail": "there is no such class"},
        {"pointer": "/place/point", "code": "outside", "detail": "8 m outside"},
    ]

    answer, _ = await handed_in(a_problem(422, "invalid-input", errors=faults))

    assert answer.finding is not None
    assert answer.finding.column == "the row"
    assert answer.finding.detail == "/class_code there is no such class; /place/point 8 m outside"


@pytest.mark.parametrize(
    "away",
    [httpx.ConnectError("refused"), a_problem(503, "database-away"), httpx.Response(502, text="<html>")],
)
async def test_a_desk_that_is_away_for_a_moment_is_asked_again(away: httpx.Response | Exception) -> None:
    answer, desk = await handed_in(away, away, httpx.Response(201, json={}))

    assert (answer.outcome, len(desk.asked)) == (Outcome.TAKEN, 3)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx.ConnectError("refused"), "line 7: the desk cannot be reached"),
        (a_problem(503, "busy", "too many acts"), "answers 503: too many acts"),
        (
            a_problem(401, "not-signed-in", "the token is unknown"),
            "refuses every report: the token is unknown",
        ),
        (httpx.Response(404, text="not here"), "refuses every report: status 404"),
    ],
)
async def test_a_desk_that_stays_away_or_lets_nobody_in_stops_the_replay(
    answer: httpx.Response | Exception, reason: str
) -> None:
    with pytest.raises(ReplayStopped, match=reason):
        await handed_in(answer)
