"""Accounts of staff as administrators look through them: a list with filters, one account, its posts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from reach import Post, Reach, Role
from registry import audit
from registry.errors import LoginTaken, StaffNotFound

_POST_NOW = "post.valid_from <= $2 AND (post.valid_to IS NULL OR post.valid_to > $2)"
# Keyset by login: the unique index gives the order, and a page stops where it is full.
_LIST = f"""
SELECT staff.id, staff.login, staff.display_name, staff.active FROM registry.staff
WHERE staff.login > $1 AND staff.active = $3
    AND ($4 = '' OR position($4 IN staff.login) > 0 OR position($4 IN lower(staff.display_name)) > 0)
    AND (($5::text IS NULL AND $6::text IS NULL AND $7::bigint IS NULL) OR EXISTS (
        SELECT 1 FROM registry.staff_post post
        LEFT JOIN registry.department ON department.id = post.department_id
        LEFT JOIN registry.service_point point ON point.id = post.service_point_id
        WHERE post.staff_id = staff.id AND {_POST_NOW}
            AND ($5::text IS NULL OR post.role = $5)
            AND ($6::text IS NULL
                OR starts_with(coalesce(post.area_path, department.area_path, point.area_path), $6))
            AND ($7::bigint IS NULL OR post.department_id = $7)))
ORDER BY staff.login LIMIT $8
"""
_ONE = """
SELECT staff.id, login, display_name, active, made_at, credential.changed_at AS password_set,
    coalesce(set_by_another, false) AS must_change, totp_sealed IS NOT NULL AS has_second_factor,
    (SELECT at FROM registry.audit
        WHERE stream = 'security' AND kind = 'signed_in' AND (data->>'staff')::bigint = staff.id
        ORDER BY seq DESC LIMIT 1) AS last_sign_in
FROM registry.staff LEFT JOIN registry.credential ON staff_id = staff.id WHERE staff.id = $1
"""
_ACTIVE = "SELECT id FROM registry.staff WHERE login = $1 AND active"
_POSTS = """
SELECT id, staff_id, role, area_path, department_id, service_point_id, valid_from, valid_to
FROM registry.staff_post
WHERE staff_id = ANY($1::bigint[]) AND ($2::timestamptz IS NULL OR valid_to IS NULL OR valid_to > $2)
ORDER BY staff_id, valid_to DESC NULLS FIRST, valid_from DESC, id
"""
_ADD = """
INSERT INTO registry.staff (login, display_name) VALUES ($1, $2) ON CONFLICT (login) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here or has worked here."""

    id: int
    login: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class AccountFile(Account):
    """What is known of one account; times are UTC, None where it never happened.

    `must_change`: the password is somebody else's choice and opens nothing but the choice of another.
    """

    made_at: datetime
    password_set: datetime | None
    must_change: bool
    has_second_factor: bool
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post of somebody, from an instant (UTC) on, until another where `valid_to` is set."""

    id: int
    staff_id: int
    post: Post
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class WantedAccounts:
    """What narrows the list: part of a name or login, and a post held now with all that is named of it."""

    words: str = ""
    role: Role | None = None
    area_path: str | None = None
    department_id: int | None = None
    active: bool = True


async def accounts(wanted: WantedAccounts, after: str, limit: int, now: datetime) -> list[Account]:
    """Accounts by login, those after a login; posts are those held at `now` (UTC)."""
    rows = await database.fetch(
        _LIST, after, now, wanted.active, wanted.words.strip().lower(), wanted.role, wanted.area_path,
        wanted.department_id, limit,
    )  # fmt: skip
    return [Account(*row.values()) for row in rows]


async def account(staff_id: int) -> AccountFile:
    """One account, an inactive one too; raises StaffNotFound."""
    row = await database.fetch_row(_ONE, staff_id)
    if row is None:
        raise StaffNotFound(f"no staff {staff_id}")
    return AccountFile(*row.values())


async def active_account(login: str) -> int | None:
    """The id of the active account with a login, whether it has a password or not; None if there is none."""
    number: int | None = await database.fetch_value(_ACTIVE, login)
    return number


async def posts_of(staff_ids: Collection[int], since: datetime | None = None) -> list[HeldPost]:
    """The posts of these people, those that last first; `since` (UTC) leaves out what was over by then."""
    return [_held(row) for row in await database.fetch(_POSTS, list(staff_ids), since)]


def _held(row: asyncpg.Record) -> HeldPost:
    post = Post(Role(row["role"]), row["area_path"], row["department_id"], row["service_point_id"])
    return HeldPost(row["id"], row["staff_id"], post, row["valid_from"], row["valid_to"])


async def add_account(reach: Reach, login: str, display_name: str, at: datetime) -> int:
    """Adds an account and returns its id, recorded as config; raises LoginTaken, also for inactive ones."""
    async with database.transaction():
        staff_id = await database.fetch_value(_ADD, login, display_name)
        if staff_id is None:
            raise LoginTaken(f"{login} is somebody's already")
        await audit.append(reach, audit.CONFIG, audit.Fact("staff_engaged", at, {"id": staff_id}))
    return int(staff_id)
