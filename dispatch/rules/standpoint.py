"""From which standpoint somebody looks at one case: the roles and departments he holds over it."""

from dataclasses import dataclass

from reach import Post, Reach, Role


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What a reach amounts to for one case."""

    roles: frozenset[Role]
    departments: frozenset[int]


def standpoint(
    reach: Reach, area_path: str, service_point_id: int | None, departments: frozenset[int]
) -> Standpoint:
    """What counts for a case in `area_path`, taken in at a service point, with tasks of `departments`.

    A post in a department counts only for cases with a task of that department that it has not given up;
    a post at a service point for cases taken in there or lying in its area; any other post for cases in its
    area. A resident's or machine's role comes with the kind of reach and needs no post.
    """
    held = [post for post in reach.posts if _counts(post, area_path, service_point_id, departments)]
    by_kind = reach.roles - {post.role for post in reach.posts}
    return Standpoint(
        frozenset(post.role for post in held) | by_kind,
        frozenset(post.department_id for post in held if post.department_id is not None),
    )


def _counts(post: Post, area_path: str, service_point_id: int | None, departments: frozenset[int]) -> bool:
    if post.department_id is not None:
        return post.department_id in departments
    if post.service_point_id is not None and post.service_point_id == service_point_id:
        return True
    return post.area_path is not None and area_path.startswith(post.area_path)
