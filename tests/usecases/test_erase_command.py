"""`bin/desk erase` erases in the name of a security administrator and of nobody else."""

import pytest

import database
from dispatch.places import place_of
from dispatch.rules.shared_facts import Voiding
from dispatch.rules.states import Act
from reach import SYSTEM, Post, Role
from registry.staff import Appointment, appoint, engage
from tests.imports.running import run
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import NOW, World, a_person, an_incident


@pytest.fixture
async def walk(world: World) -> CaseWalk:
    """A case of a person, made void, and the administrators of the house."""
    for role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN):
        staff_id = await engage(SYSTEM, role.value, role.value, NOW)
        await appoint(SYSTEM, Appointment(staff_id, Post(role), NOW), NOW)
    walk = await taken_in(world, an_incident(subject=a_person()), "worker")
    await walk.act("supervisor", Act.VOID, Voiding("登记有误"))
    return walk


async def erased_owners() -> set[str]:
    rows = await database.fetch("SELECT owner_kind FROM registry.erasure")
    return {row["owner_kind"] for row in rows}


async def test_a_subject_is_erased_with_its_cases(walk: CaseWalk, capsys: pytest.CaptureFixture[str]) -> None:
    case = await walk.case()

    assert await run("erase", "subject", str(case.subject_id), "--by", "security_admin") == 0

    assert f"1 cases: {case.case_no}" in capsys.readouterr().out
    assert await erased_owners() == {"subject", "case"}
    assert await place_of(SYSTEM, walk.case_id) is None


async def test_a_case_is_erased_alone(walk: CaseWalk) -> None:
    assert await run("erase", "case", (await walk.case()).case_no, "--by", "security_admin") == 0

    assert await erased_owners() == {"case"}


@pytest.mark.parametrize("login", ["system_admin", "clerk", "nobody"])
async def test_nobody_else_erases(walk: CaseWalk, login: str) -> None:
    assert await run("erase", "case", (await walk.case()).case_no, "--by", login) == 1

    assert await erased_owners() == set()


async def test_what_is_not_there_or_still_open_is_said(
    walk: CaseWalk, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    still_open = (await (await taken_in(world, an_incident(), "worker")).case()).case_no

    for words in (("case", "x-1"), ("subject", "999999"), ("case", still_open)):
        assert await run("erase", *words, "--by", "security_admin") == 1

    said = capsys.readouterr().err
    assert "no case x-1" in said
    assert "no subject 999999" in said
    assert f"still open: {still_open}" in said
    assert await erased_owners() == set()
