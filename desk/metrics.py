"""What the desk counts and measures, for Prometheus: requests, intakes, what waits for pump and bus."""

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from desk.anchor_watch import WATCH
from dispatch import heartbeats, subscribers
from dispatch.backlog import backlog

REGISTRY = CollectorRegistry()
REQUESTS = Histogram(
    "griddesk_request_seconds",
    "Time to answer a request, by route",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)
INTAKES = Counter(
    "griddesk_intakes", "Cases taken in by this process, by kind and channel", ("kind", "channel"),
    registry=REGISTRY,
)  # fmt: skip
ACTS = Counter("griddesk_acts", "Acts done through this process", ("act",), registry=REGISTRY)
LOGINS = Counter("griddesk_logins", "Logins tried, by outcome", ("outcome",), registry=REGISTRY)
_WAITING = Gauge("griddesk_bus_entries_waiting", "Entries not told yet", ("subscriber",), registry=REGISTRY)
_REFUSED = Gauge("griddesk_bus_cases_refused", "Cases refused", ("subscriber",), registry=REGISTRY)
_OLDEST = Gauge(
    "griddesk_bus_oldest_seconds", "Age of the oldest untold entry", ("subscriber",), registry=REGISTRY
)
_JOBS = Gauge("griddesk_jobs_due", "Jobs that are due and not done", registry=REGISTRY)
_LAG = Gauge("griddesk_pump_silence_seconds", "Time since a pump last gave a sign of life", registry=REGISTRY)
_FAILED = Gauge("griddesk_jobs_failed", "Jobs given up, for a person to see", registry=REGISTRY)
_ANCHORS_HOLD = Gauge(
    "griddesk_anchors_hold", "1 where anchors and database agree, else 0", registry=REGISTRY
)
_ANCHOR_AGE = Gauge("griddesk_anchor_age_seconds", "Age of the last anchor", registry=REGISTRY)
_ANCHOR_RESTARTS = Gauge(
    "griddesk_anchor_restarts", "Restores accepted, after which anchors began anew", registry=REGISTRY
)


async def exposition() -> bytes:
    """Everything counted by this process and asked of the database now, as Prometheus reads it."""
    now = datetime.now(UTC)
    for standing in await subscribers.standings():
        _WAITING.labels(standing.code).set(standing.entries_waiting)
        _REFUSED.labels(standing.code).set(standing.cases_refused)
        since = standing.waiting_since
        _OLDEST.labels(standing.code).set(0 if since is None else (now - since).total_seconds())
    waiting = await backlog()
    _JOBS.set(waiting.due)
    _FAILED.set(waiting.failed)
    silences = [beat.silent_for for beat in await heartbeats.heartbeats() if beat.pumping]
    _LAG.set(min(silences, default=float("inf")))
    anchors = await WATCH.seen()
    _ANCHORS_HOLD.set(not anchors.wrong)
    _ANCHOR_AGE.set(float("inf") if anchors.last_at is None else (now - anchors.last_at).total_seconds())
    _ANCHOR_RESTARTS.set(anchors.restarts)
    return generate_latest(REGISTRY)
