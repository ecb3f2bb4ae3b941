"""Tells subscribers what happened to cases: takes a batch, words it, sends it, records what became of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx

import database
from dispatch import deliveries, subscribers, waking
from dispatch.deliveries import Batch, BatchTicket, Untold
from dispatch.leases import LEASE, kept
from dispatch.outcomes import Outcome, Refusal, record
from dispatch.subscribers import Subscriber
from integrations.bus.answers import Answer, Verdict
from integrations.bus.fitting import fit
from integrations.bus.messages import BATCH_TYPE, EVENT_TYPE, batch
from integrations.bus.sending import LONGEST, Line, post
from integrations.errors import UnusableSecret

BUDGET = 20.0  # seconds after which nothing further of a batch is begun, so that all cases have their turn
AT_MOST = timedelta(seconds=2 * (BUDGET + LONGEST))
_AT_ONCE = 8  # cases told in parallel, entry by entry
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worded:
    """The messages of a case in the order of its entries; `error` names what kept us from wording them."""

    case_id: int
    bodies: Sequence[bytes] = ()
    error: str | None = None


# By profile: the entries wanted, case by case, to their messages; the same entry always gives the same bytes.
Compose = Callable[[str, Sequence[Untold]], Awaitable[list[Worded]]]
SecretOf = Callable[[str], bytes]


@dataclass(slots=True)
class _Round:
    """One batch on its way: how far each case was told, and the answer that ended it early."""

    line: Line
    deadline: float
    starts: dict[int, int]
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    answered: bool = False
    broken: Answer | None = None

    def note(self, answer: Answer) -> None:
        if answer.verdict is Verdict.UNREACHED:
            self.broken = self.broken or answer
        else:
            self.answered = True

    def over(self) -> bool:
        return self.broken is not None or asyncio.get_running_loop().time() >= self.deadline


class Relay:
    """Relays batches of deliveries; holds the client whose connections stay open."""

    def __init__(self, client: httpx.AsyncClient, compose: Compose, secret_of: SecretOf) -> None:
        self._client, self._compose, self._secret_of = client, compose, secret_of

    async def deliver(self, ticket: BatchTicket) -> None:
        """Tells one batch; a late or doubled message does nothing.

        Claim, wording, sending and recording are apart: no transaction is open while the network is used.
        """
        held = await deliveries.take(ticket, LEASE)
        subscriber = await subscribers.get(ticket.subscriber)
        if held is None or subscriber is None:
            return
        seen = await subscribers.failures(subscriber.code)
        try:
            line = Line(subscriber.url, self._secret_of(subscriber.secret_name))
        except UnusableSecret as error:
            _LOG.error("subscriber %s: %s", subscriber.code, error)
            broken = Answer(Verdict.UNREACHED, reason="UnusableSecret")
            await _record(held, _Round(Line("", b""), 0, _starts(held.cases), broken=broken), seen)
            return
        way = _Round(line, asyncio.get_running_loop().time() + BUDGET, _starts(held.cases))
        if subscriber.active:
            async with kept(partial(deliveries.renew, held), AT_MOST):
                await self._tell(subscriber, held.cases, way)
        await _record(held, way, seen)

    async def _tell(self, subscriber: Subscriber, cases: Sequence[Untold], way: _Round) -> None:
        fitting = fit(cases, subscriber.batch_size)
        worded = await self._compose(subscriber.profile, fitting)
        for case in worded:
            if case.error is not None:
                way.outcomes[case.case_id] = Outcome(case.case_id, way.starts[case.case_id], error=case.error)
        ready = [case for case in worded if case.error is None]
        if not ready or (subscriber.batch_size > 1 and await self._told_together(ready, way)):
            return
        gate = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._tell_case(case, way, gate) for case in ready))

    async def _told_together(self, cases: Sequence[Worded], way: _Round) -> bool:
        """Sends all in one request; False if it was refused, and which case is to blame must be found out."""
        bodies = [body for case in cases for body in case.bodies]
        answer = await post(self._client, way.line, batch(bodies), BATCH_TYPE)
        way.note(answer)
        if answer.verdict is Verdict.TOLD:
            for case in cases:
                told = way.starts[case.case_id] + len(case.bodies)
                way.outcomes[case.case_id] = Outcome(case.case_id, told)
        return answer.verdict is not Verdict.REFUSED

    async def _tell_case(self, case: Worded, way: _Round, gate: asyncio.Semaphore) -> None:
        async with gate:
            seq = way.starts[case.case_id]
            refusal = None
            for body in case.bodies:
                if way.over():
                    break
                answer = await post(self._client, way.line, body, EVENT_TYPE)
                way.note(answer)
                if answer.verdict is Verdict.REFUSED:
                    refusal = Refusal(seq, answer.status, answer.reason, datetime.now(UTC))
                if answer.verdict is not Verdict.TOLD:
                    break
                seq += 1
            way.outcomes[case.case_id] = Outcome(case.case_id, seq, refusal)


def _starts(cases: Sequence[Untold]) -> dict[int, int]:
    return {case.case_id: case.next_seq for case in cases}


async def _record(held: Batch, way: _Round, failures_seen: int) -> None:
    """Writes down the whole round in one short transaction; cases not reached are free for the next one."""
    outcomes = [way.outcomes.get(case, Outcome(case, start)) for case, start in way.starts.items()]

    async def write() -> None:
        async with database.transaction():
            await record(held, outcomes)
            if way.broken is not None:
                reason = f"{way.broken.status or ''} {way.broken.reason}".strip()
                await subscribers.unreachable(held.subscriber, failures_seen, reason, way.broken.wait)
            elif way.answered:
                await subscribers.reached(held.subscriber)

    await database.retry_serialization(write)
    await waking.wake()
