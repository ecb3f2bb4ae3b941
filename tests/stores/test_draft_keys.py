"""The keys of drafts in browsers: one for each clerk, the same at each sign-in, gone after a week unasked."""

from datetime import UTC, datetime, timedelta

import pytest

import database
from desk.draft_keys import draft_key_of, forget_old_draft_keys
from desk.drafts import KEPT
from reach import Post, Reach, ReachKind, Role

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("db")


def a_clerk(staff_id: int = 7) -> Reach:
    return Reach(ReachKind.STAFF, staff_id, (Post(Role.CLERK, "350300/"),))


async def test_a_clerk_is_lent_the_same_key_at_each_sign_in() -> None:
    first = await draft_key_of(a_clerk(), NOON)

    assert await draft_key_of(a_clerk(), NOON + timedelta(days=1)) == first
    assert len(first.secret) == 32


async def test_another_clerk_is_lent_another_key() -> None:
    mine, his = await draft_key_of(a_clerk(), NOON), await draft_key_of(a_clerk(8), NOON)

    assert mine.secret != his.secret
    assert mine.id != his.id


async def test_the_table_alone_opens_nothing() -> None:
    lent = await draft_key_of(a_clerk(), NOON)

    assert lent.secret not in await database.fetch_value("SELECT sealed FROM desk.draft_keys")


async def test_a_key_asked_for_within_a_week_stays() -> None:
    lent = await draft_key_of(a_clerk(), NOON)
    await draft_key_of(a_clerk(), NOON + timedelta(days=5))

    assert await forget_old_draft_keys(NOON + KEPT + timedelta(days=1)) == 0
    assert await draft_key_of(a_clerk(), NOON) == lent


async def test_a_key_nobody_asks_for_is_destroyed_with_what_it_sealed() -> None:
    lent = await draft_key_of(a_clerk(), NOON)

    assert await forget_old_draft_keys(NOON + KEPT + timedelta(minutes=1)) == 1
    assert (await draft_key_of(a_clerk(), NOON)).id != lent.id


async def test_a_key_no_key_file_opens_makes_way_for_a_new_one() -> None:
    lent = await draft_key_of(a_clerk(), NOON)
    # What a rotation leaves: sealed under a key-encryption key that has been destroyed.
    await database.execute("UPDATE desk.draft_keys SET sealed = overlay(sealed placing 'gone'::bytea from 2)")

    again = await draft_key_of(a_clerk(), NOON)

    assert again.id != lent.id
    assert await draft_key_of(a_clerk(), NOON) == again
