"""Administrators stand apart from each other and from case work; passwords are not too plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reach import Role
from registry.rules.passwords import weaknesses
from registry.rules.separation import ADMINISTRATORS, conflicts


@pytest.mark.parametrize("role", list(Role))
def test_one_role_alone_is_never_a_conflict(role: Role) -> None:
    assert conflicts([role, role]) == ()


@given(some.sets(some.sampled_from(sorted(ADMINISTRATORS)), min_size=2))
def test_two_administrators_in_one_account_are_a_conflict(roles: set[Role]) -> None:
    assert set(conflicts(roles)) == roles


@pytest.mark.parametrize("admin", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("work", [Role.CLERK, Role.HANDLER, Role.APPROVER, Role.SUPERVISOR, Role.GRID_WORKER])
def test_an_administrator_does_no_case_work(admin: Role, work: Role) -> None:
    assert conflicts([work, admin]) == tuple(sorted([admin, work]))


def test_case_work_may_be_combined() -> None:
    assert conflicts([Role.CLERK, Role.RESULT_CLERK, Role.CONTENT_ADMIN]) == ()


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Aa1!aaaa", ()),
        ("Aa1!aaa", ("TOO_SHORT",)),
        ("aaaaaaa1", ("TOO_UNIFORM",)),
        ("密码Aa12345", ()),
        ("A1" + "a" * 127, ("TOO_LONG",)),
        ("Clerk.Zhenhai1", ("HOLDS_LOGIN",)),
        ("", ("TOO_SHORT", "TOO_UNIFORM")),
    ],
)
def test_a_password_is_long_mixed_and_not_the_login(password: str, codes: tuple[str, ...]) -> None:
    assert weaknesses(password, "clerk.zhenhai") == codes
