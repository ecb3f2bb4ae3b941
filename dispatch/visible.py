"""Which cases a reach makes visible, as pieces of SQL over `dispatch.cases c` and their parameters."""

from dataclasses import dataclass

from dispatch.rules.side_moves import WORKING
from grid.rules.levels import codes_in
from reach import Post, Reach, ReachKind

# A case is visible if its area lies in the reach, it was taken in at my service point, I am its first
# responder, it is mine as its subject, holder or service, or one of its tasks is my department's or mine.
# The first area is asked by itself: most have one only, and a plain comparison costs a tenth of a subquery.
VISIBLE = """(
    $1::bool
    OR coalesce(starts_with(c.area_path, ($2::text[])[1]), false)
    OR EXISTS (SELECT 1 FROM unnest(($2::text[])[2:]) AS more (path) WHERE starts_with(c.area_path, path))
    OR c.service_point_id = ANY($3::bigint[])
    OR c.first_responder = $4::bigint
    OR c.subject_id = $5::bigint OR c.agent_id = $5::bigint
    OR c.id = $6::bigint
    OR c.external_source = $7::text
    OR EXISTS (SELECT 1 FROM dispatch.tasks t WHERE t.case_id = c.id
        AND (t.department_id = ANY($8::bigint[]) OR t.worker = $9::text))
)"""
# The same for lists, one claim after the other, each found by an index of its own. Claims by service point,
# responder and source read no more than their page, whatever the desk keeps; what lies in a small area, or
# hangs at a department or a worker, is gathered before it is put in order. A path ends in '/' and the next
# character is '0', so what begins with the path lies between the two, byte by byte.
_CLAIMS = (
    "SELECT c.id FROM dispatch.cases c WHERE $1::bool AND {fits} {page}",
    """SELECT one.id FROM unnest($2::text[]) AS mine (path) CROSS JOIN LATERAL (
        SELECT c.id FROM (
            SELECT c.id, c.due_at FROM dispatch.cases c
            WHERE c.area_path ~>=~ mine.path AND c.area_path ~<~ (left(mine.path, -1) || '0') AND {fits}
            OFFSET 0
        ) AS c {page}
    ) AS one""",
    """SELECT one.id FROM unnest($3::bigint[]) AS mine (point) CROSS JOIN LATERAL (
        SELECT c.id FROM dispatch.cases c WHERE c.service_point_id = mine.point AND {fits} {page}
    ) AS one""",
    "SELECT c.id FROM dispatch.cases c WHERE c.first_responder = $4::bigint AND {fits} {page}",
    "SELECT c.id FROM dispatch.cases c WHERE c.subject_id = $5::bigint AND {fits} {page}",
    "SELECT c.id FROM dispatch.cases c WHERE c.agent_id = $5::bigint AND {fits} {page}",
    "SELECT $6::bigint",
    "SELECT c.id FROM dispatch.cases c WHERE c.external_source = $7::text AND {fits} {page}",
    """SELECT c.id FROM dispatch.cases c
        WHERE c.id IN (SELECT case_id FROM dispatch.tasks WHERE department_id = ANY($8::bigint[])) AND {fits}
        {page}""",
    """SELECT c.id FROM dispatch.cases c
        WHERE c.id IN (SELECT case_id FROM dispatch.tasks WHERE worker = $9::text) AND {fits} {page}""",
)
_CLAIMED_BY = (0, 1, 2, 3, 4, 4, 5, 6, 7, 8)  # the place of a claim's parameter among the nine
_IN_AREAS = """SELECT {what} FROM unnest($2::text[]) AS mine (path)
    JOIN dispatch.cases c ON c.area_path ~>=~ mine.path AND c.area_path ~<~ (left(mine.path, -1) || '0')
    WHERE {fits}"""
_ELSEWHERE = """SELECT {what} FROM dispatch.cases c WHERE {fits} AND c.id IN ({claimed})
    AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS mine (path) WHERE starts_with(c.area_path, path))"""
COUNT = 9
_WIDE = 3  # codes in a path: that of the city, of one of its districts, or of a street


@dataclass(frozen=True, slots=True)
class Sight:
    """The nine parameters of VISIBLE for one reach; whether it sees much, so that it need not be gathered."""

    values: tuple[object, ...]
    is_wide: bool


def sight(reach: Reach) -> Sight:
    """What the reach puts into VISIBLE; nothing is visible to a kind that has no claim.

    Only posts with work on cases count. A post in a department sees that department's cases, wherever they
    lie, and no others: its area says where the department is.
    """
    staff, system = reach.kind is ReachKind.STAFF, reach.kind is ReachKind.SYSTEM
    posts, areas = _working(reach), _areas(reach)
    whose = int(reach.who) if reach.kind in (ReachKind.SUBJECT, ReachKind.HOLDER) else None
    values = (
        system,
        _outermost(areas),
        sorted({post.service_point_id for post in posts if post.service_point_id is not None}),
        int(reach.who) if staff else None,
        whose if reach.kind is ReachKind.SUBJECT else None,
        whose if reach.kind is ReachKind.HOLDER else None,
        str(reach.who) if reach.kind is ReachKind.SERVICE else None,
        sorted({post.department_id for post in posts if post.department_id is not None}),
        reach.actor if staff else None,
    )
    return Sight(values, system or any(map(_is_wide, areas)))


def sight_of(reach: Reach, area_path: str | None) -> Sight | None:
    """What makes everything in an area visible, and nothing else; None where the reach does not cover it."""
    if area_path is None or not area_path.endswith("/"):
        return None
    if reach.kind is not ReachKind.SYSTEM and not any(map(area_path.startswith, _areas(reach))):
        return None
    nobody = (None, None, None, None)
    return Sight((False, [area_path], [], *nobody, [], None), _is_wide(area_path))


def among_visible(seen: Sight, fits: str = "true", page: str = "") -> str:
    """VISIBLE for a list, said so that it is found fastest; its parameters are the same.

    Whoever sees much soon fills a page going through the cases in order; for whoever sees little each claim
    gives what it has. There `fits` says what is asked for besides, over `c`, and `page` may say how many
    of each claim are wanted, in which order.
    """
    if seen.is_wide:
        return VISIBLE
    return f"c.id IN ({' UNION ALL '.join(f'({one})' for one in _CLAIMS)})".format(fits=fits, page=page)


def each_visible(seen: Sight, what: str, fits: str) -> str:
    """Every visible case that fits, once: a statement for whoever counts them all, with `what` of `c`.

    Areas are read as ranges of an index, without rows where the index has what is asked; what is claimed
    otherwise is added. Claims the reach does not have are left out: planning them would take longer.
    """
    if seen.values[0]:
        return f"SELECT {what} FROM dispatch.cases c WHERE {fits}"
    claimed = " UNION ALL ".join(
        f"({claim})"
        for claim, place in zip(_CLAIMS, _CLAIMED_BY, strict=True)
        if place > 1 and seen.values[place]
    ).format(fits=fits, page="")
    in_areas = _IN_AREAS.format(what=what, fits=fits)
    if not claimed:
        return in_areas
    return f"{in_areas} UNION ALL {_ELSEWHERE.format(what=what, fits=fits, claimed=claimed)}"


def _is_wide(path: str) -> bool:
    return len(codes_in(path)) <= _WIDE


def _outermost(areas: set[str]) -> list[str]:
    """Areas without those that lie in another of them, the shortest path first."""
    found: list[str] = []
    for path in sorted(areas, key=lambda one: (len(one), one)):
        if not any(map(path.startswith, found)):
            found.append(path)
    return found


def _working(reach: Reach) -> list[Post]:
    staff = reach.kind is ReachKind.STAFF
    return [post for post in reach.posts if post.role in WORKING] if staff else []


def _areas(reach: Reach) -> set[str]:
    posts = _working(reach)
    return {post.area_path for post in posts if post.area_path is not None and post.department_id is None}
