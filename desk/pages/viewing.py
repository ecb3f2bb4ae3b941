"""Who looks at a page, as its head shows it: name, post, place, and the faces open to these posts."""

from dataclasses import dataclass
from datetime import datetime

from desk.guards import CASE_READERS
from desk.pages import names
from desk.pages.translations import N_
from desk.requests import DeskRequest, Login
from desk.rostering import KEEPERS
from desk.rules.role_words import ROLE_WORDS
from dispatch.field_work import WALKING
from grid.rules.levels import codes_in
from reach import Post, Reach, ReachKind, Role


@dataclass(frozen=True, slots=True)
class Face:
    """A part of the desk with an address, what it is called, and whose daily place it is."""

    address: str
    title: str
    roles: frozenset[Role]


_DEPARTMENT = frozenset({Role.HANDLER, Role.REVIEWER, Role.APPROVER})
# The first that fits is where somebody begins the day.
FACES: tuple[Face, ...] = (
    Face("/window", N_("综合窗口"), frozenset({Role.CLERK})),
    Face("/window/results", N_("出件"), frozenset({Role.RESULT_CLERK})),
    Face("/m/", N_("我的任务"), WALKING),
    Face("/board", N_("派遣台"), frozenset({Role.OPERATOR, Role.DISPATCHER})),
    Face("/inbox", N_("部门待办"), _DEPARTMENT),
    Face("/supervision", N_("督办"), frozenset({Role.SUPERVISOR, Role.LEADER})),
    Face("/roster", N_("值班"), KEEPERS),
    Face("/bus", N_("总线"), frozenset({Role.BUS_DESK})),
    Face("/admin/items", N_("事项目录"), frozenset({Role.CONTENT_ADMIN})),
    Face("/admin/staff", N_("人员"), frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})),
    Face("/admin/audit", N_("审计"), frozenset({Role.AUDIT_ADMIN})),
    Face("/cases", N_("查找办件"), CASE_READERS - {Role.MACHINE}),
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody signed in; `ends_at` (UTC) is when the session ends if nothing is done until then."""

    id: int
    name: str
    post: str
    place: str
    roles: frozenset[Role]
    csrf_token: str
    ends_at: datetime | None
    must_change: bool

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces open to this person, the daily one first."""
        return tuple(face for face in FACES if face.roles & self.roles)


async def viewer_of(request: DeskRequest) -> Viewer | None:
    """Who looks, in the language spoken; None for somebody nobody knows."""
    # An address nobody serves has not been asked who is asking.
    reach: Reach | None = request.scope.get("user")
    login: Login | None = request.scope.get("auth")
    session = login.session if login else None
    if reach is None or reach.kind is not ReachKind.STAFF or session is None:
        return None
    staff_id = int(reach.who)
    known = await names.staff([staff_id])
    post = reach.posts[0] if reach.posts else None
    return Viewer(
        staff_id,
        known.get(staff_id, ""),
        names.in_language(ROLE_WORDS[post.role]) if post else "",
        await place_of(post) if post else "",
        reach.roles,
        session.csrf_token,
        session.ends_at,
        session.must_change,
    )


async def place_of(post: Post) -> str:
    """Where a post is held, as people say it: the centre, the department, or the area."""
    if post.service_point_id is not None:
        return (await names.service_points([post.service_point_id])).get(post.service_point_id, "")
    if post.department_id is not None:
        return (await names.departments([post.department_id])).get(post.department_id, "")
    if post.area_path is None:
        return ""
    code = codes_in(post.area_path)[-1]
    return (await names.areas([code])).get(code, "")


def home_of(reach: Reach) -> str:
    """Where somebody begins the day."""
    return next((face.address for face in FACES if face.roles & reach.roles), "/account")
