"""Posts make the reach, duties stay apart, and passwords are checked without telling who exists."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

import database
from reach import NOT_POSTS, SYSTEM, Post, Reach, ReachKind, Role
from registry import audit, credentials, departments, second_factor, service_points, staff
from registry.departments import NewDepartment
from registry.errors import DemoOnly, DepartmentNotFound, PasswordTooWeak, SeparationOfDuties, StaffNotFound
from registry.rules.served_hours import OpeningHours
from registry.service_points import ServicePoint, Window
from registry.staff import Appointment
from tests.databases import CLUSTER

NOON = datetime(2026, 5, 8, 4, tzinfo=UTC)
LICHENG, ZHENHAI = "350300/350304/", "350300/350304/350304001/"
BUREAU = NewDepartment("11999999000000027G", "民政局", "Civil Affairs", "civil_affairs", "DISTRICT", LICHENG)


async def _clerk(login: str = "clerk.zhenhai") -> int:
    return await staff.engage(SYSTEM, login, "陈一", NOON)


async def test_the_reach_is_made_of_the_posts_valid_at_the_instant(db: str) -> None:
    clerk = await _clerk()
    bureau = await departments.keep_department(SYSTEM, BUREAU, NOON)
    now_held, held_before, held_later = (
        Post(Role.CLERK, ZHENHAI), Post(Role.DISPATCHER, LICHENG), Post(Role.HANDLER, LICHENG, bureau),
    )  # fmt: skip
    hour = timedelta(hours=1)
    await staff.appoint(SYSTEM, Appointment(clerk, now_held, NOON), NOON)
    await staff.appoint(SYSTEM, Appointment(clerk, held_before, NOON - hour, NOON), NOON)
    await staff.appoint(SYSTEM, Appointment(clerk, held_later, NOON + hour), NOON)

    assert await staff.reach_of(clerk, NOON) == Reach(ReachKind.STAFF, clerk, (now_held,))
    assert (await staff.reach_of(clerk, NOON + hour)).posts == (now_held, held_later)


async def test_somebody_without_posts_reaches_nothing(db: str) -> None:
    assert (await staff.reach_of(await _clerk(), NOON)).posts == ()


async def test_a_dismissed_account_has_no_reach(db: str) -> None:
    clerk = await _clerk()
    await staff.dismiss(SYSTEM, clerk, NOON)

    with pytest.raises(StaffNotFound):
        await staff.reach_of(clerk, NOON)


async def test_an_ended_post_gives_no_reach_from_that_instant_on(db: str) -> None:
    clerk = await _clerk()
    post = await staff.appoint(SYSTEM, Appointment(clerk, Post(Role.CLERK, ZHENHAI), NOON), NOON)
    ends = NOON + timedelta(days=1)

    await staff.end_post(SYSTEM, post, ends, NOON)

    assert (await staff.reach_of(clerk, ends - timedelta(seconds=1))).posts != ()
    assert (await staff.reach_of(clerk, ends)).posts == ()


async def test_duties_that_check_each_other_are_not_given_to_one_account(db: str) -> None:
    clerk = await _clerk()
    await staff.appoint(SYSTEM, Appointment(clerk, Post(Role.CLERK, ZHENHAI), NOON), NOON)

    with pytest.raises(SeparationOfDuties, match="audit_admin and clerk"):
        await staff.appoint(SYSTEM, Appointment(clerk, Post(Role.AUDIT_ADMIN), NOON), NOON)


async def test_duties_held_one_after_the_other_do_not_exclude_each_other(db: str) -> None:
    clerk = await _clerk()
    later = NOON + timedelta(days=1)
    await staff.appoint(SYSTEM, Appointment(clerk, Post(Role.CLERK, ZHENHAI), NOON, later), NOON)

    assert await staff.appoint(SYSTEM, Appointment(clerk, Post(Role.AUDIT_ADMIN), later), NOON)


async def test_of_two_excluding_appointments_at_once_one_is_refused(db: str) -> None:
    clerk = await _clerk()

    results = await asyncio.gather(
        *(
            staff.appoint(SYSTEM, Appointment(clerk, Post(role), NOON), NOON)
            for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
        ),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["SeparationOfDuties", "int"]


@pytest.mark.parametrize("role", sorted(NOT_POSTS))
async def test_nobody_is_appointed_to_what_comes_with_the_kind_of_reach(db: str, role: Role) -> None:
    clerk = await _clerk()

    with pytest.raises(SeparationOfDuties, match=f"appointed {role}"):
        await staff.appoint(SYSTEM, Appointment(clerk, Post(role), NOON), NOON)


async def test_nobody_appoints_himself(db: str) -> None:
    admin = await _clerk("admin.security")

    with pytest.raises(SeparationOfDuties):
        await staff.appoint(Reach(ReachKind.STAFF, admin), Appointment(admin, Post(Role.CLERK), NOON), NOON)


async def test_appointments_are_recorded_as_configuration(db: str) -> None:
    clerk = await _clerk()
    await staff.appoint(SYSTEM, Appointment(clerk, Post(Role.CLERK, ZHENHAI), NOON), NOON)

    assert [entry.kind for entry in await audit.entries(audit.CONFIG)] == ["staff_engaged", "appointed"]


async def test_holders_of_a_role_are_found_for_a_place(db: str) -> None:
    clerk, other = await _clerk(), await _clerk("clerk.other")
    await staff.appoint(SYSTEM, Appointment(clerk, Post(Role.CLERK, ZHENHAI), NOON), NOON)
    await staff.appoint(SYSTEM, Appointment(other, Post(Role.CLERK, "350300/350302/"), NOON), NOON)

    found = await staff.holders(Role.CLERK, NOON, ZHENHAI + "350304001001/")

    assert [one.login for one in found] == ["clerk.zhenhai"]


async def test_the_nearest_department_of_a_kind_answers_for_a_place(db: str) -> None:
    city = NewDepartment("11999999000000019M", "市民政局", "City", "civil_affairs", "CITY", "350300/")
    await departments.keep_department(SYSTEM, city, NOON)
    bureau = await departments.keep_department(SYSTEM, BUREAU, NOON)

    near = await departments.department_for("civil_affairs", ZHENHAI)
    far = await departments.department_for("civil_affairs", "350300/350302/")
    above = await departments.department_for("civil_affairs", ZHENHAI, "CITY")

    assert near is not None
    assert far is not None
    assert above == far
    assert (near.id, far.level) == (bureau, "CITY")
    assert await departments.department_for("health", ZHENHAI) is None


async def test_a_closed_department_gets_nothing_new_but_keeps_its_name(db: str) -> None:
    bureau = await departments.keep_department(SYSTEM, BUREAU, NOON)

    await departments.close_department(SYSTEM, bureau, NOON)

    assert await departments.department_for("civil_affairs", ZHENHAI) is None
    assert (await departments.department(bureau)).name == "民政局"
    with pytest.raises(DepartmentNotFound):
        await departments.close_department(SYSTEM, bureau, NOON)


async def test_a_service_point_keeps_its_windows_and_hours(db: str) -> None:
    windows = (Window("1", "综合窗口", "General", "general"), Window("2", "出件窗口", "Results", "results"))
    point = ServicePoint(
        "SP-ZHENHAI", "镇海街道便民服务中心", "Zhenhai centre", "convenience_centre", "STREET", ZHENHAI,
        "文献路1号", 119.02, 25.43, (OpeningHours(1, "08:30", "12:00"),), None, windows,
    )  # fmt: skip
    await service_points.keep_service_point(SYSTEM, point, NOON)
    point_id = await service_points.keep_service_point(SYSTEM, point, NOON)

    kept = (await service_points.service_points())[0]

    assert kept == await service_points.service_point(point_id)
    assert (kept.hours, kept.lon, kept.lat) == (point.hours, 119.02, 25.43)
    assert [(window.number, window.kind) for window in kept.windows] == [("1", "general"), ("2", "results")]


async def test_a_right_password_matches_and_a_wrong_one_does_not(db: str) -> None:
    clerk = await _clerk()
    await credentials.set_password(SYSTEM, clerk, "Right-horse1", NOON)
    credential = await credentials.credential_of("clerk.zhenhai")

    assert await credentials.matches(credential, "Right-horse1")
    assert not await credentials.matches(credential, "right-horse1")
    assert not await credentials.matches(None, "Right-horse1")
    assert "argon2" not in repr(credential)


async def test_a_weak_password_is_refused_by_its_faults(db: str) -> None:
    with pytest.raises(PasswordTooWeak, match="TOO_SHORT, TOO_UNIFORM"):
        await credentials.set_password(SYSTEM, await _clerk(), "abc", NOON)


async def test_one_password_for_many_is_for_demos_only(db: str) -> None:
    with pytest.raises(DemoOnly):
        await credentials.set_same_password(SYSTEM, [await _clerk()], "Right-horse1", NOON)


async def test_a_code_of_the_second_factor_opens_once(db: str) -> None:
    clerk = await _clerk()
    await credentials.set_password(SYSTEM, clerk, "Right-horse1", NOON)
    await second_factor.set_totp(SYSTEM, clerk, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", NOON)
    then = datetime.fromtimestamp(1_234_567_890, UTC)

    tried = [await second_factor.code_opens(clerk, code, then) for code in ("005925", "005924", "005924")]

    assert tried == [False, True, False]


async def test_a_second_factor_is_sealed_and_a_code_works_once(db: str) -> None:
    clerk = await _clerk()
    await credentials.set_password(SYSTEM, clerk, "Right-horse1", NOON)
    await second_factor.set_totp(SYSTEM, clerk, "JBSWY3DPEHPK3PXP", NOON)

    stored = await database.fetch_value("SELECT totp_sealed FROM registry.credential")
    assert b"JBSWY3DPEHPK3PXP" not in stored
    assert await second_factor.totp_secret(clerk) == "JBSWY3DPEHPK3PXP"
    assert [await second_factor.use_totp_step(clerk, step) for step in (5, 5, 4, 6)] == [
        True,
        False,
        False,
        True,
    ]


async def test_readers_of_reports_see_no_password_hash(db: str) -> None:
    reader = await asyncpg.connect(CLUSTER.url("griddesk_read", db))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.fetch("SELECT password_hash FROM registry.credential")
    finally:
        await reader.close()
