"""What a person or a machine may see and do, as one frozen value handed to every store."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The posts somebody can hold; `domain.md` B and the role list of the design."""

    CLERK = "clerk"
    RESULT_CLERK = "result_clerk"
    GRID_WORKER = "grid_worker"
    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    CHECKER = "checker"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    BUS_DESK = "bus_desk"
    CONTENT_ADMIN = "content_admin"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    RESIDENT = "resident"
    MACHINE = "machine"
    SYSTEM = "system"


class ReachKind(StrEnum):
    """Who is looking: staff, the holder of a number and password, a subject, a service, a job."""

    STAFF = "staff"
    HOLDER = "holder"
    SUBJECT = "subject"
    SERVICE = "service"
    SYSTEM = "system"


# What comes with the kind of reach: a foreign service is not the house itself, and neither is a resident.
_BY_KIND = {
    ReachKind.HOLDER: Role.RESIDENT,
    ReachKind.SUBJECT: Role.RESIDENT,
    ReachKind.SERVICE: Role.MACHINE,
    ReachKind.SYSTEM: Role.SYSTEM,
}
# Nobody is appointed to these.
NOT_POSTS = frozenset(_BY_KIND.values())


@dataclass(frozen=True, slots=True)
class Post:
    """One role held somewhere: over an area, in a department, at a service point."""

    role: Role
    area_path: str | None = None
    department_id: int | None = None
    service_point_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose eyes a store looks through; `who` is the id that goes with the kind (a case id for a holder)."""

    kind: ReachKind
    who: int | str
    posts: tuple[Post, ...] = ()
    purpose: str | None = None

    @property
    def actor(self) -> str:
        """The name under which journals and audit chains know this person, e.g. `staff:12`."""
        return "system" if self.kind is ReachKind.SYSTEM else f"{self.kind}:{self.who}"

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held, wherever it is held; residents, services and the house hold theirs by kind."""
        held = frozenset(post.role for post in self.posts)
        return held | {_BY_KIND[self.kind]} if self.kind in _BY_KIND else held

    @property
    def areas(self) -> tuple[str, ...]:
        """Paths of the areas in reach; everything whose path starts with one of them is in it."""
        return tuple(sorted({post.area_path for post in self.posts if post.area_path is not None}))

    @property
    def departments(self) -> tuple[int, ...]:
        """Departments whose tasks are in reach."""
        return tuple(sorted({post.department_id for post in self.posts if post.department_id is not None}))

    @property
    def service_points(self) -> tuple[int, ...]:
        """Service points whose intakes are in reach."""
        return tuple(
            sorted({post.service_point_id for post in self.posts if post.service_point_id is not None})
        )

    def holds(self, role: Role, area_path: str) -> bool:
        """Whether the role is held over an area that contains `area_path` (or is bound to no area at all)."""
        return any(
            post.role is role and (post.area_path is None or area_path.startswith(post.area_path))
            for post in self.posts
        )

    def for_purpose(self, purpose: str) -> "Reach":
        """The same reach with a stated purpose, which opening sealed texts requires."""
        return Reach(self.kind, self.who, self.posts, purpose)


SYSTEM = Reach(ReachKind.SYSTEM, 0)
