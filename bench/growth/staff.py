"""What signing in, rosters and lists of accounts cost with so many staff."""

from datetime import UTC, datetime, timedelta

import database
from bench.growth.cases import DISPATCHER
from bench.growth.cases import staff as seen_by
from bench.growth.counting import counted
from bench.growth.sizes import Weights, per_unit, weights
from bench.growth.slopes import Point, Shape
from desk.authentication import signed_in_by
from desk.sessions import Opening, open_session
from dispatch import roster, workload
from reach import Role
from registry import staff
from registry.accounts import WantedAccounts, accounts, posts_of
from registry.credentials import credential_of

_ACCOUNTS = "SELECT count(*) FROM registry.staff WHERE login LIKE 'measured-%'"
TABLES = dict.fromkeys(
    ("registry.staff", "registry.credential", "registry.staff_post", "dispatch.duties", "desk.sessions"),
    _ACCOUNTS,
)
# Accounts are numbered (n). Two share a grid, a thousand a street, in a district nobody else is on duty for.
_STREET = "'350300/350398/S' || {n} / 1000 || '/'"
_GRID = f"{_STREET} || 'G' || {{n}} / 2 || '/'"
_EACH = """
FROM generate_series($1::bigint, $2::bigint) n JOIN registry.staff s ON s.login = 'measured-' || n
"""
_ADD = (
    """INSERT INTO registry.staff (login, display_name)
    SELECT 'measured-' || n, '职员' || n FROM generate_series($1::bigint, $2::bigint) n""",
    f"""INSERT INTO registry.credential (staff_id, password_hash, changed_at)
    SELECT s.id, repeat('x', 97), now() {_EACH}""",
    # Of twenty there are twelve grid workers, six who handle, an operator of a street, a clerk.
    f"""INSERT INTO registry.staff_post
        (staff_id, role, area_path, department_id, service_point_id, valid_from)
    SELECT s.id, CASE WHEN n % 20 < 12 THEN 'grid_worker' WHEN n % 20 < 18 THEN 'handler'
            WHEN n % 20 = 18 THEN 'operator' ELSE 'clerk' END,
        CASE WHEN n % 20 < 12 THEN {_GRID.format(n="n")} WHEN n % 20 = 18 THEN {_STREET.format(n="n")} END,
        CASE WHEN n % 20 BETWEEN 12 AND 17 THEN known.departments[1 + n % cardinality(known.departments)] END,
        CASE WHEN n % 20 = 19 THEN known.point END, now() - interval '1 year'
    {_EACH} CROSS JOIN (SELECT array_agg(id) AS departments,
        (SELECT min(id) FROM registry.service_point) AS point FROM registry.department) AS known""",
    f"""INSERT INTO dispatch.duties (area_path, staff_id, rank, valid_from)
    SELECT {_GRID.format(n="n")}, s.id, CASE n % 2 WHEN 0 THEN 'primary' ELSE 'backup' END,
        now() - interval '1 year' {_EACH} WHERE n % 20 < 12""",
    f"""INSERT INTO desk.sessions (secret_hash, staff_id, source, opened_at, seen_at, ends_at)
    SELECT sha256(s.login::bytea), s.id, '10.0.0.1', now(), now(), now() + interval '12 hours' {_EACH}""",
)


async def add(first: int, last: int) -> None:
    """Adds the accounts of these numbers, each with a password, a post, a session, and most with a duty."""
    async with database.transaction():
        for statement in _ADD:
            await database.execute(statement, first, last)


async def empty() -> Weights:
    """What the tables weigh before anybody was added."""
    return await weights(TABLES)


async def points(many: int, before: Weights) -> list[Point]:
    """Everything measured against so many staff."""
    now, number = datetime.now(UTC), many // 2 // 20 * 20 + 1
    login = f"measured-{number}"
    who = int(await database.fetch_value("SELECT id FROM registry.staff WHERE login = $1", login))
    grid = str(await database.fetch_value(f"SELECT {_GRID.format(n='$1::bigint')}", number))
    dispatcher = await seen_by(DISPATCHER, now)
    span = workload.Span(now, now, now - timedelta(days=1))
    found = []
    for name, work in {
        "open a session": lambda: open_session(Opening(who, "10.0.0.1", None), now),
        "look a session and its posts up": lambda: signed_in_by(login),
        "password of a login": lambda: credential_of(login),
        "who is on duty at a place": lambda: roster.on_duty(grid, now),
        "which operator covers a place": lambda: staff.holders(Role.OPERATOR, now, grid),
        "roster of twenty grids": lambda: roster.duties_over([grid] * 20, now),
        "accounts, first page": lambda: accounts(WantedAccounts(), "", 50, now),
        "accounts of an area, a page": lambda: accounts(WantedAccounts(area_path=grid), "", 50, now),
        "posts of one": lambda: posts_of([who]),
        "who holds what in a district": lambda: workload.workload(dispatcher, span, 50),
    }.items():
        cost = await counted(work)
        shape = Shape.WHOLE if name == "accounts of an area, a page" else Shape.FLAT
        found.append(Point(name, cost.all_pages, "pages", shape))
    return [*found, *await per_unit(TABLES, before)]
