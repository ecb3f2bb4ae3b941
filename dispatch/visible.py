"""Which cases a reach makes visible, as pieces of SQL over `dispatch.cases c` and their parameters."""

from dataclasses import dataclass

from dispatch.rules.side_moves import WORKING
from grid.rules.levels import codes_in
from reach import Post, Reach, ReachKind

# A case is visible if its area lies in the reach, it was taken in at my service point, I am its first
# responder, it is mine as its subject, holder or service, or one of its tasks is my department's or mine.
VISIBLE = """(
    $1::bool
    OR EXISTS (SELECT 1 FROM unnest($2::text[]) AS mine (path) WHERE starts_with(c.area_path, mine.path))
    OR c.service_point_id = ANY($3::bigint[])
    OR c.first_responder = $4::bigint
    OR c.subject_id = $5::bigint OR c.agent_id = $5::bigint
    OR c.id = $6::bigint
    OR c.external_source = $7::text
    OR EXISTS (SELECT 1 FROM dispatch.tasks t WHERE t.case_id = c.id
        AND (t.department_id = ANY($8::bigint[]) OR t.worker = $9::text))
)"""
# The same for lists of those who see little: each claim looks its cases up in an index of its own, instead of
# going through all cases of the city. A path ends in '/' and the next character is '0', so what begins with
# the path lies between the two, byte by byte.
_AMONG_FEW = """c.id IN (
    SELECT id FROM dispatch.cases WHERE $1::bool
    UNION ALL SELECT one.id FROM unnest($2::text[]) AS mine (path) JOIN dispatch.cases one
        ON one.area_path ~>=~ mine.path AND one.area_path ~<~ (left(mine.path, -1) || '0')
    UNION ALL SELECT id FROM dispatch.cases WHERE service_point_id = ANY($3::bigint[])
    UNION ALL SELECT id FROM dispatch.cases WHERE first_responder = $4::bigint
    UNION ALL SELECT id FROM dispatch.cases WHERE subject_id = $5::bigint
    UNION ALL SELECT id FROM dispatch.cases WHERE agent_id = $5::bigint
    UNION ALL SELECT $6::bigint
    UNION ALL SELECT id FROM dispatch.cases WHERE external_source = $7::text
    UNION ALL SELECT case_id FROM dispatch.tasks WHERE department_id = ANY($8::bigint[])
    UNION ALL SELECT case_id FROM dispatch.tasks WHERE worker = $9::text
)"""
COUNT = 9
_WIDE = 2  # codes in a path: that of the city, or of one of its districts


@dataclass(frozen=True, slots=True)
class Sight:
    """The nine parameters of VISIBLE for one reach."""

    values: tuple[object, ...]


def sight(reach: Reach) -> Sight:
    """What the reach puts into VISIBLE; nothing is visible to a kind that has no claim.

    Only posts with work on cases count. A post in a department sees that department's cases, wherever they
    lie, and no others: its area says where the department is.
    """
    staff = reach.kind is ReachKind.STAFF
    posts = _working(reach)
    whose = int(reach.who) if reach.kind in (ReachKind.SUBJECT, ReachKind.HOLDER) else None
    return Sight(
        (
            reach.kind is ReachKind.SYSTEM,
            sorted(_areas(reach)),
            sorted({post.service_point_id for post in posts if post.service_point_id is not None}),
            int(reach.who) if staff else None,
            whose if reach.kind is ReachKind.SUBJECT else None,
            whose if reach.kind is ReachKind.HOLDER else None,
            str(reach.who) if reach.kind is ReachKind.SERVICE else None,
            sorted({post.department_id for post in posts if post.department_id is not None}),
            reach.actor if staff else None,
        )
    )


def among_visible(reach: Reach) -> str:
    """VISIBLE for a list, said so that it is found fastest; its parameters are the same.

    Whoever sees much soon fills a page going through the cases in order of due time; whoever sees little
    would go through nearly all of them, and looks up his own instead.
    """
    wide = any(len(codes_in(path)) <= _WIDE for path in _areas(reach))
    return VISIBLE if wide or reach.kind is ReachKind.SYSTEM else _AMONG_FEW


def _working(reach: Reach) -> list[Post]:
    staff = reach.kind is ReachKind.STAFF
    return [post for post in reach.posts if post.role in WORKING] if staff else []


def _areas(reach: Reach) -> set[str]:
    posts = _working(reach)
    return {post.area_path for post in posts if post.area_path is not None and post.department_id is None}
