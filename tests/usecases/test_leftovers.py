"""What has served its time goes, and nothing that is still needed."""

from datetime import UTC, datetime, timedelta

import pytest

import database
from desk import leftovers
from desk.attempts import LOGIN_BY_SOURCE, count_attempt
from desk.draft_keys import draft_key_of
from desk.idempotency import Answer, RequestIdentity, once
from desk.sessions import Opening, end_session, open_session
from reach import Reach, ReachKind

FAR_AHEAD = datetime(2040, 1, 1, tzinfo=UTC)


@pytest.mark.usefixtures("db")
async def test_sessions_that_are_over_go_and_open_ones_stay() -> None:
    now = datetime.now(UTC)
    over = await open_session(Opening(1, "here", None), now - timedelta(hours=13))
    still = await open_session(Opening(2, "here", None), now)

    await leftovers.sweep(FAR_AHEAD)

    assert await database.fetch_value("SELECT count(*) FROM desk.sessions") == 1
    assert await end_session(over.secret) is None
    assert await end_session(still.secret) == 2


@pytest.mark.usefixtures("db")
async def test_kept_answers_go_after_seven_days() -> None:
    async def answer() -> Answer:
        return Answer(201, b"{}")

    for key in ("old", "young"):
        await once(RequestIdentity("staff:1", key, b"x"), answer)
    week = "UPDATE desk.answered_requests SET asked_at = now() - interval '7 days 1 minute' WHERE key = 'old'"
    await database.execute(week)

    await leftovers.sweep(FAR_AHEAD)

    assert await database.fetch_value("SELECT string_agg(key, ',') FROM desk.answered_requests") == "young"


@pytest.mark.usefixtures("db")
async def test_keys_of_drafts_nobody_asks_for_go_after_a_week() -> None:
    now = datetime.now(UTC)
    for staff_id, days in ((1, 8), (2, 6)):
        await draft_key_of(Reach(ReachKind.STAFF, staff_id), now - timedelta(days=days))

    await leftovers.sweep(FAR_AHEAD)

    assert await database.fetch_value("SELECT array_agg(staff_id) FROM desk.draft_keys") == [2]


@pytest.mark.usefixtures("db")
async def test_counts_of_attempts_go_after_a_day() -> None:
    now = datetime.now(UTC)
    await count_attempt("yesterday", LOGIN_BY_SOURCE, now - timedelta(days=1, minutes=1))
    await count_attempt("today", LOGIN_BY_SOURCE, now)

    assert not await leftovers.sweep(FAR_AHEAD)

    assert await database.fetch_value("SELECT string_agg(bucket, ',') FROM desk.attempts") == "today"
