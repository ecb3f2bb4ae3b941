"""Drafts at the window: sealed, each clerk's own, and gone once the form has been handed in."""

from datetime import UTC, datetime, timedelta

import pytest

import database
from desk.drafts import MOST, Draft, discard_draft, draft_of, drafts_of, forget_old_drafts, save_draft
from desk.idempotency import Answer, RequestIdentity, once
from reach import Post, Reach, ReachKind, Role

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
_CANARY = "陈桂芳金丝雀"
pytestmark = pytest.mark.usefixtures("db")


def a_clerk(staff_id: int = 7) -> Reach:
    return Reach(ReachKind.STAFF, staff_id, (Post(Role.CLERK, "350300/"),))


def a_draft(key: str = "one", at: datetime = NOON, parked: bool = False) -> Draft:
    return Draft(key, {"subject_name": (_CANARY,), "brought": ("FORM", "BANK")}, "陈*芳 高龄补贴", parked, at)


async def test_a_draft_comes_back_as_it_was_typed() -> None:
    await save_draft(a_clerk(), a_draft())

    assert await drafts_of(a_clerk()) == [a_draft()]


async def test_the_table_alone_tells_nothing_of_what_was_typed() -> None:
    await save_draft(a_clerk(), a_draft())

    row = await database.fetch_row("SELECT row_to_json(d)::text AS all, sealed FROM desk.drafts d")
    assert row is not None
    assert _CANARY not in row["all"]
    assert _CANARY.encode() not in row["sealed"]


async def test_a_draft_is_nobody_elses() -> None:
    await save_draft(a_clerk(), a_draft())

    assert await draft_of(a_clerk(8), "one") is None
    assert await drafts_of(a_clerk(8)) == []


async def test_a_later_save_takes_the_place_of_the_one_before() -> None:
    await save_draft(a_clerk(), a_draft())
    await save_draft(a_clerk(), a_draft(at=NOON + timedelta(minutes=1), parked=True))

    assert [draft.parked for draft in await drafts_of(a_clerk())] == [True]


async def test_each_save_seals_under_a_key_of_its_own() -> None:
    await save_draft(a_clerk(), a_draft())
    first = await database.fetch_value("SELECT key_id FROM desk.drafts")
    await save_draft(a_clerk(), a_draft())

    assert await database.fetch_value("SELECT key_id FROM desk.drafts") != first


async def test_the_oldest_makes_room() -> None:
    for number in range(MOST + 2):
        await save_draft(a_clerk(), a_draft(f"key-{number}", NOON + timedelta(minutes=number)))

    kept = [draft.key for draft in await drafts_of(a_clerk())]
    assert len(kept) == MOST
    assert "key-0" not in kept


async def test_what_was_handed_in_is_not_kept_by_a_save_that_comes_late() -> None:
    async def work() -> Answer:
        return Answer(303, b"{}")

    await once(RequestIdentity(a_clerk().actor, "one", b"x"), work)

    assert not await save_draft(a_clerk(), a_draft())
    assert await drafts_of(a_clerk()) == []


async def test_a_draft_can_be_thrown_away() -> None:
    await save_draft(a_clerk(), a_draft())
    await discard_draft(a_clerk(8), "one")
    await discard_draft(a_clerk(), "one")

    assert await drafts_of(a_clerk()) == []


async def test_drafts_nobody_touches_are_forgotten_after_a_week() -> None:
    await save_draft(a_clerk(), a_draft())

    assert await forget_old_drafts(NOON + timedelta(days=6)) == 0
    assert await forget_old_drafts(NOON + timedelta(days=8)) == 1
