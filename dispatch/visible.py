"""Which cases a reach makes visible, as a piece of SQL over `dispatch.cases c` and its parameters."""

from dataclasses import dataclass

from dispatch.rules.side_moves import WORKING
from reach import Post, Reach, ReachKind

# A case is visible if its area lies in the reach, it was taken in at my service point, I am its first
# responder, it is mine as its subject, holder or service, or one of its tasks is my department's or mine.
VISIBLE = """(
    $1::bool
    OR c.area_path LIKE ANY($2::text[])
    OR c.service_point_id = ANY($3::bigint[])
    OR c.first_responder = $4::bigint
    OR c.subject_id = $5::bigint OR c.agent_id = $5::bigint
    OR c.id = $6::bigint
    OR c.external_source = $7::text
    OR EXISTS (SELECT 1 FROM dispatch.tasks t WHERE t.case_id = c.id
        AND (t.department_id = ANY($8::bigint[]) OR t.worker = $9::text))
)"""
COUNT = 9


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
    posts = [post for post in reach.posts if post.role in WORKING] if staff else []
    whose = int(reach.who) if reach.kind in (ReachKind.SUBJECT, ReachKind.HOLDER) else None
    return Sight(
        (
            reach.kind is ReachKind.SYSTEM,
            [f"{path}%" for path in sorted(_areas(posts))],
            sorted({post.service_point_id for post in posts if post.service_point_id is not None}),
            int(reach.who) if staff else None,
            whose if reach.kind is ReachKind.SUBJECT else None,
            whose if reach.kind is ReachKind.HOLDER else None,
            str(reach.who) if reach.kind is ReachKind.SERVICE else None,
            sorted({post.department_id for post in posts if post.department_id is not None}),
            reach.actor if staff else None,
        )
    )


def _areas(posts: list[Post]) -> set[str]:
    return {post.area_path for post in posts if post.area_path is not None and post.department_id is None}
