"""What a worker process runs: the pump, the actors for what it hands out, the relay, the heartbeat."""

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from uuid import UUID

import dramatiq
import httpx
from dramatiq import Actor
from dramatiq.asyncio import EventLoopThread, get_event_loop_thread
from dramatiq.broker import Broker
from dramatiq.middleware import AsyncIO, Middleware

import database
from desk import erasing
from desk.anchor_watch import WATCH
from desk.feedback import compose
from desk.worker_role import Role
from dispatch import heartbeats, periodic, running, waking
from dispatch.broker import InProcessBroker
from dispatch.deliveries import BatchTicket
from dispatch.periodic import Periodic
from dispatch.present import present
from dispatch.pump import Bounds, Outlet, Pump
from dispatch.queue import Ticket
from dispatch.rabbit_broker import RabbitBroker
from dispatch.running import JobKinds
from integrations.bus.relay import Relay
from integrations.bus.sending import new_client
from integrations.bus.signature import read_secret
from settings import settings

_JOBS, _BUS = "griddesk.jobs", "griddesk.bus"  # queues, and the actors that work on them
_IN_HAND = {_JOBS: Bounds().jobs, _BUS: Bounds().batches}
THREADS = sum(_IN_HAND.values())  # whatever the pump lends finds a thread
_BEAT_EVERY = 2.0  # seconds
_LOG = logging.getLogger(__name__)


class WorkNotFinished(Exception):
    """Raised when work ended without its row being told; named by the class of what went wrong."""


def secret_of(name: str) -> bytes:
    """The key of a subscriber from its file in KEYS_DIR/subscribers; raises UnusableSecret."""
    return read_secret(settings.keys_dir / "subscribers" / name)


class WorkerProcess(Middleware):
    """Everything the process runs; as dramatiq's middleware it cleans up before the event loop ends."""

    def __init__(self, kinds: JobKinds, rounds: Mapping[str, Periodic], role: Role = Role.BOTH) -> None:
        self._kinds, self._rounds, self._role = kinds, rounds, role
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self.broker = _broker([AsyncIO(), self])
        self._job = self._actor(_JOBS, self._run_job)
        self._batch = self._actor(_BUS, self._tell)
        self._client: httpx.AsyncClient | None = None
        self._relay: Relay | None = None
        self._background: list[asyncio.Task[None]] = []
        self._pump = Pump(list(kinds), Outlet(self.broker.takers, self._send), present)
        self.ended = threading.Event()
        self.broke = False

    def _actor(self, queue: str, work: Callable[..., Awaitable[None]]) -> Actor[..., None]:
        async def run(*ids: int | str) -> None:
            try:
                await work(*ids)
            except Exception as error:
                # The row's lease ends and it is handed out again. The error's text may hold somebody's data.
                _LOG.error("%s %s was not finished: %s", queue, ids[0], running.trail(error))
                raise WorkNotFinished(running.name(error)) from None

        declare = dramatiq.actor(
            broker=self.broker, queue_name=queue, actor_name=queue, throws=WorkNotFinished
        )
        actor: Actor[..., None] = declare(run)
        return actor

    async def _run_job(self, job_id: int, token: str) -> None:
        await running.run(Ticket(job_id, UUID(token)), self._kinds)

    async def _tell(self, subscriber: str, token: str) -> None:
        if self._relay is None:
            raise RuntimeError("the relay opens with the process")
        await self._relay.deliver(BatchTicket(subscriber, UUID(token)))

    def _send(self, ticket: Ticket | BatchTicket) -> None:
        if isinstance(ticket, Ticket):
            self._job.send(ticket.job_id, str(ticket.token))
        else:
            self._batch.send(ticket.subscriber, str(ticket.token))

    async def open(self) -> None:
        """Opens what lives on the event loop and begins to pump, where that is its role."""
        await database.open_pool(patience=database.COMING_UP)
        # As in the web application: a restored database loses what was erased before anything reads it.
        await erasing.replay()
        await WATCH.look()
        await periodic.begin(self._rounds, await present())
        self._client = new_client()
        self._relay = Relay(self._client, compose, secret_of)
        self._begin(self._beat())
        if self._role.pumps:
            self._begin(self._pump.run())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(self._watch)
        self._background.append(task)

    def _watch(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.critical("the worker cannot go on: %s", running.trail(error))
            self.broke = True
            self.ended.set()

    async def _beat(self) -> None:
        kind = "worker" if self._role.works else "pump"
        while True:
            try:
                await heartbeats.beat(self._name, kind, self._pump.pumping, self.broker.away)
            except waking.LOST as error:
                _LOG.warning("no heartbeat: %s", running.name(error))
            await asyncio.sleep(_BEAT_EVERY)

    async def stop_pumping(self) -> None:
        """Hands nothing out any more; what is under way goes on."""
        self._pump.stop()
        if pump := self._background[1:]:
            await asyncio.wait(pump)

    async def close(self) -> None:
        """Gives everything back; after the last job has ended."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
        try:
            await heartbeats.forget(self._name)
        except waking.LOST as error:
            _LOG.warning("the last heartbeat stays: %s", running.name(error))
        await waking.close()
        await database.close_pool()

    def after_worker_shutdown(self, broker: Broker, worker: dramatiq.Worker) -> None:  # noqa: ARG002
        event_loop().run_coroutine(self.close())


def _broker(middleware: list[Middleware]) -> InProcessBroker | RabbitBroker:
    if settings.broker_url is None:
        return InProcessBroker(4 * THREADS, middleware)
    return RabbitBroker(settings.broker_url, _IN_HAND, middleware)


def event_loop() -> EventLoopThread:
    """The thread of everything asynchronous in this process; raises RuntimeError before it runs."""
    loop = get_event_loop_thread()
    if loop is None:
        raise RuntimeError("the worker's event loop is not running")
    return loop
