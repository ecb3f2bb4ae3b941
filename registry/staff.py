"""Members of staff, the posts they hold and the reach that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import database
from reach import NOT_POSTS, Post, Reach, ReachKind, Role
from registry import audit
from registry.errors import SeparationOfDuties, StaffNotFound
from registry.rules.separation import conflicts
from together import Query, Row, ask, filled

_REACH = """
SELECT staff.id, post.role, post.area_path, post.department_id, post.service_point_id
FROM registry.staff LEFT JOIN registry.staff_post post
    ON post.staff_id = staff.id AND post.valid_from <= $1 AND (post.valid_to IS NULL OR post.valid_to > $1)
WHERE staff.id = {whose} AND staff.active ORDER BY post.id
"""
_REACH_OF = _REACH.format(whose="$2")
_OVERLAPPING = """
SELECT role FROM registry.staff_post
WHERE staff_id = $1 AND (valid_to IS NULL OR valid_to > $2) AND ($3::timestamptz IS NULL OR valid_from < $3)
"""
_BY_IDS = "SELECT id, login, display_name FROM registry.staff WHERE id = ANY($1::bigint[])"
_APPOINT = """
INSERT INTO registry.staff_post
    (staff_id, role, area_path, department_id, service_point_id, valid_from, valid_to)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
_END = """
UPDATE registry.staff_post SET valid_to = $2
WHERE id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2) RETURNING staff_id, role
"""
# Staff are looked up one by one: a planner that expects many for a role without an area would read them all.
_OF_ROLE = """
SELECT DISTINCT holder.id, holder.login, holder.display_name FROM registry.staff_post post
CROSS JOIN LATERAL (
    SELECT id, login, display_name FROM registry.staff WHERE id = post.staff_id AND active OFFSET 0
) AS holder
WHERE post.role = $1 AND post.valid_from <= $2
    AND (post.valid_to IS NULL OR post.valid_to > $2)
    AND {where} AND ($4::bigint IS NULL OR post.department_id = $4)
ORDER BY holder.id
"""
_HOLDERS = _OF_ROLE.format(where="$3::text[] IS NULL")
_COVERING = _OF_ROLE.format(where="(post.area_path IS NULL OR post.area_path = ANY($3::text[]))")


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works here."""

    id: int
    login: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post given to somebody from an instant (UTC) on, until another where `valid_to` is set."""

    staff_id: int
    post: Post
    valid_from: datetime
    valid_to: datetime | None = None


async def reach_of(staff_id: int, now: datetime) -> Reach:
    """What somebody may see at an instant, from the posts valid then; StaffNotFound, also when inactive."""
    found = await ask(Query(_REACH_OF, (now, staff_id), _reach))
    if found is None:
        raise StaffNotFound(f"no active staff {staff_id}")
    return found


def reach_of_whom(whose: str, now: datetime) -> Query[Reach | None]:
    """The same of whoever another question finds: `whose` is the SQL of the id; None when inactive."""
    return Query(filled(_REACH, whose=whose), (now,), _reach)


def _reach(rows: Sequence[Row]) -> Reach | None:
    if not rows:
        return None
    held = [post for _, *post in rows if post[0] is not None]
    posts = tuple(Post(Role(role), area, department, point) for role, area, department, point in held)
    return Reach(ReachKind.STAFF, rows[0][0], posts)


async def engage(reach: Reach, login: str, display_name: str, at: datetime) -> int:
    """Adds a member of staff, or renames the one with that login; returns the id. Recorded as config."""
    async with database.transaction():
        staff_id = await database.fetch_value(
            "INSERT INTO registry.staff (login, display_name) VALUES ($1, $2)"
            " ON CONFLICT (login) DO UPDATE SET display_name = excluded.display_name RETURNING id",
            login,
            display_name,
        )
        await audit.append(reach, audit.CONFIG, audit.Fact("staff_engaged", at, {"id": staff_id}))
    return int(staff_id)


async def dismiss(reach: Reach, staff_id: int, at: datetime) -> None:
    """Makes an account inactive from now on; raises StaffNotFound."""
    async with database.transaction():
        if not await database.execute(
            "UPDATE registry.staff SET active = false WHERE id = $1 AND active", staff_id
        ):
            raise StaffNotFound(f"no active staff {staff_id}")
        await audit.append(reach, audit.CONFIG, audit.Fact("staff_dismissed", at, {"id": staff_id}))


async def appoint(reach: Reach, appointment: Appointment, at: datetime) -> int:
    """Gives somebody a post; returns the post's id. Recorded in the config stream.

    Raises SeparationOfDuties when it excludes a post held at the same time, when somebody appoints himself,
    and for a role that nobody is appointed to (resident, machine, the house itself); StaffNotFound.
    """
    post = appointment.post
    if reach.actor == f"staff:{appointment.staff_id}":
        raise SeparationOfDuties("nobody gives himself a post")
    if post.role in NOT_POSTS:
        raise SeparationOfDuties(f"nobody is appointed {post.role}")
    async with database.transaction():
        # Two appointments of one person must see each other.
        if not await database.fetch_value(
            "SELECT 1 FROM registry.staff WHERE id = $1 AND active FOR UPDATE", appointment.staff_id
        ):
            raise StaffNotFound(f"no active staff {appointment.staff_id}")
        await _check_separation(appointment)
        post_id = await database.fetch_value(
            _APPOINT, appointment.staff_id, post.role, post.area_path, post.department_id,
            post.service_point_id, appointment.valid_from, appointment.valid_to,
        )  # fmt: skip
        said = {"id": post_id, "staff": appointment.staff_id, "role": post.role, "area": post.area_path}
        await audit.append(reach, audit.CONFIG, audit.Fact("appointed", at, said))
    return int(post_id)


async def _check_separation(appointment: Appointment) -> None:
    rows = await database.fetch(
        _OVERLAPPING, appointment.staff_id, appointment.valid_from, appointment.valid_to
    )
    excluded = conflicts([appointment.post.role, *(Role(row["role"]) for row in rows)])
    if excluded:
        raise SeparationOfDuties(f"one account cannot hold {' and '.join(excluded)}")


async def end_post(reach: Reach, post_id: int, ends: datetime, at: datetime) -> None:
    """Ends a post at an instant; raises StaffNotFound when there is no such post running then."""
    async with database.transaction():
        row = await database.fetch_row(_END, post_id, ends)
        if row is None:
            raise StaffNotFound(f"no post {post_id} running at {ends.isoformat()}")
        said = {"id": post_id, "staff": row["staff_id"], "role": row["role"], "ends": ends}
        await audit.append(reach, audit.CONFIG, audit.Fact("post_ended", at, said))


async def withdraw_post(reach: Reach, post_id: int, at: datetime) -> None:
    """Takes a post back that has not begun at `at`; raises StaffNotFound when there is no such post."""
    async with database.transaction():
        staff_id = await database.fetch_value(
            "DELETE FROM registry.staff_post WHERE id = $1 AND valid_from >= $2 RETURNING staff_id",
            post_id,
            at,
        )
        if staff_id is None:
            raise StaffNotFound(f"no post {post_id} that begins after {at.isoformat()}")
        said = {"id": post_id, "staff": staff_id}
        await audit.append(reach, audit.CONFIG, audit.Fact("post_withdrawn", at, said))


async def holders(
    role: Role, now: datetime, area_path: str | None = None, department_id: int | None = None
) -> list[StaffMember]:
    """Who holds a role at an instant, over an area that contains `area_path`, in a department."""
    # Areas around a place are named one by one: "begins with" would read every post of the role.
    statement = _HOLDERS if area_path is None else _COVERING
    rows = await database.fetch(statement, role, now, _around(area_path), department_id)
    return [_member(row) for row in rows]


def _around(path: str | None) -> list[str] | None:
    return None if path is None else [path[: end + 1] for end, letter in enumerate(path) if letter == "/"]


async def members(ids: list[int]) -> dict[int, StaffMember]:
    """Staff by id, inactive ones too."""
    return await ask(members_by(ids))


def members_by(ids: Sequence[int]) -> Query[dict[int, StaffMember]]:
    """The same, to be asked beside others."""
    return Query(_BY_IDS, (list(ids),), lambda rows: {row[0]: _member(row) for row in rows})


def _member(row: Row) -> StaffMember:
    return StaffMember(*row)
