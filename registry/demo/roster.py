"""The demo's staff: every role in both districts, a third district to prove the no, the administrators."""

from collections.abc import Iterator
from dataclasses import dataclass

from reach import Role
from registry.demo.bodies import SECTORS
from registry.demo.places import DIVISIONS

DISTRICTS = ("licheng", "chengxiang")
_STREETS = ("zhenhai", "gongchen", "longqiao", "fenghuangshan", "xialin")
_COUNTERS = ("wenxian", "yinglong", "taiping", "xingan")
_PILOT = ("civil_affairs", "human_resources", "health", "disabled", "housing")


@dataclass(frozen=True, slots=True)
class DemoPost:
    """An account and its one post; `place` is a division's short name or `city`."""

    login: str
    role: Role
    place: str
    department: str | None = None
    at_point: bool = False


def demo_posts() -> list[DemoPost]:
    """Every account, by login; the same list in every run."""
    found = [*_front(), *_offices(), *_grid(), *_steering(), *_administration()]
    return sorted(found, key=lambda post: post.login)


def _front() -> Iterator[DemoPost]:
    for place in (*DISTRICTS, "hanjiang", *_STREETS, *_COUNTERS):
        yield DemoPost(f"clerk.{place}", Role.CLERK, place, at_point=True)
        if place not in _COUNTERS:
            yield DemoPost(f"results.{place}", Role.RESULT_CLERK, place, at_point=True)


def _offices() -> Iterator[DemoPost]:
    for place in (*DISTRICTS, "hanjiang"):
        for sector, *_ in SECTORS:
            yield DemoPost(f"handler.{sector}.{place}", Role.HANDLER, place, sector)
            if sector in _PILOT:
                yield DemoPost(f"reviewer.{sector}.{place}", Role.REVIEWER, place, sector)
                yield DemoPost(f"approver.{sector}.{place}", Role.APPROVER, place, sector)
    for sector, *_ in SECTORS:
        yield DemoPost(f"handler.{sector}.city", Role.HANDLER, "city", sector)
    for place, division in DIVISIONS.items():
        if division.level == "STREET":
            yield DemoPost(f"handler.{place}", Role.HANDLER, place, "street_office")


def _grid() -> Iterator[DemoPost]:
    for place, division in DIVISIONS.items():
        if division.level == "COMMUNITY":
            yield DemoPost(f"worker.{place}", Role.GRID_WORKER, place)
    for place in _STREETS:
        # Communities without a worker of their own are walked by the street's, who stand in for each other.
        yield DemoPost(f"worker.{place}", Role.GRID_WORKER, place)
        yield DemoPost(f"worker.{place}.second", Role.GRID_WORKER, place)
        yield DemoPost(f"operator.{place}", Role.OPERATOR, place)
        yield DemoPost(f"checker.{place}", Role.CHECKER, place)
    for place in (*DISTRICTS, "hanjiang"):
        yield DemoPost(f"operator.{place}", Role.OPERATOR, place)
        yield DemoPost(f"checker.{place}", Role.CHECKER, place)
        yield DemoPost(f"dispatcher.{place}", Role.DISPATCHER, place)


def _steering() -> Iterator[DemoPost]:
    for place in (*DISTRICTS, "hanjiang", "city"):
        yield DemoPost(f"supervisor.{place}", Role.SUPERVISOR, place)
        yield DemoPost(f"leader.{place}", Role.LEADER, place)
    yield DemoPost("dispatcher.city", Role.DISPATCHER, "city")
    yield DemoPost("operator.city", Role.OPERATOR, "city")
    yield DemoPost("bus.city", Role.BUS_DESK, "city")


def _administration() -> Iterator[DemoPost]:
    yield DemoPost("content.first", Role.CONTENT_ADMIN, "city")
    yield DemoPost("content.second", Role.CONTENT_ADMIN, "city")
    yield DemoPost("admin.system", Role.SYSTEM_ADMIN, "city")
    yield DemoPost("admin.security", Role.SECURITY_ADMIN, "city")
    yield DemoPost("admin.audit", Role.AUDIT_ADMIN, "city")
