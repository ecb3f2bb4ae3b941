"""Sends one row to the desk's intake by HTTP, trying again while the desk is away or busy."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import httpx
import msgspec

from desk.imports.errors import Finding
from desk.imports.replaying import Answer, Outcome, ReplayStopped

PATH = "/api/v1/incidents"
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds; a desk that is away for longer needs a person
_MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
_OF_THE_ROW = "nobody-answers"  # a 503 that another place or time would not have met


class Report(Protocol):
    """One row made ready: its line in the file, its reference, and the JSON the intake takes."""

    @property
    def line(self) -> int: ...
    @property
    def reference(self) -> str: ...
    @property
    def body(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class IntakeClient:
    """A desk at an address, as one service sees it; `http` carries the address and the token."""

    http: httpx.AsyncClient
    pauses: tuple[float, ...] = _PAUSES

    async def hand_in(self, report: Report) -> Answer:
        """What the desk made of a report; the same one twice is one case.

        Raises ReplayStopped for a desk that stays away, fails, or does not let us in.
        """
        for pause in (*self.pauses, None):
            said = await self._once(report)
            if isinstance(said, Answer):
                return said
            if pause is None:
                raise ReplayStopped(f"line {report.line}: {said}; stopped there")
            await asyncio.sleep(pause)
        raise AssertionError("the last attempt answers or raises")

    async def _once(self, report: Report) -> Answer | str:
        """An answer, or what stands in the way of one."""
        headers = {"Idempotency-Key": report.reference}
        try:
            answer = await self.http.post(PATH, json=dict(report.body), headers=headers)
        except httpx.TransportError as error:
            return f"the desk cannot be reached ({type(error).__name__})"
        if answer.is_success:
            known = answer.headers.get("idempotency-replayed") == "true"
            return Answer(Outcome.KNOWN if known else Outcome.TAKEN)
        problem = _problem(answer)
        if answer.status_code in (401, 403, 404, 405):
            raise ReplayStopped(f"the desk refuses every report: {_sentence(problem, answer)}")
        if answer.status_code in _MAY_PASS and problem.code != _OF_THE_ROW:
            return f"the desk answers {answer.status_code}: {_sentence(problem, answer)}"
        if problem.code == "duplicate-reference":
            return Answer(Outcome.KNOWN)
        return Answer(Outcome.REFUSED, _finding(report, problem, answer))


class _Fault(msgspec.Struct):
    pointer: str = ""
    code: str = ""
    detail: str = ""


class _Problem(msgspec.Struct):
    """The members of an RFC 9457 problem that are told here."""

    type: str = ""
    title: str = ""
    detail: str = ""
    errors: list[_Fault] = []

    @property
    def code(self) -> str:
        return self.type.rsplit("/", 1)[-1]


def _problem(answer: httpx.Response) -> _Problem:
    try:
        return msgspec.json.decode(answer.content, type=_Problem)
    except msgspec.DecodeError:
        return _Problem()


def _sentence(problem: _Problem, answer: httpx.Response) -> str:
    if len(problem.errors) == 1:
        # The finding names the place already.
        return problem.errors[0].detail
    faults = "; ".join(f"{fault.pointer} {fault.detail}" for fault in problem.errors)
    return faults or problem.detail or problem.title or f"status {answer.status_code} without a reason"


def _finding(report: Report, problem: _Problem, answer: httpx.Response) -> Finding:
    where = problem.errors[0].pointer if len(problem.errors) == 1 else "the row"
    return Finding(report.line, where, problem.code or str(answer.status_code), _sentence(problem, answer))
