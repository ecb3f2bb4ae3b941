"""No administrator gets hold of another's account; whoever sits at the machine lets him in again."""

import asyncio
import sys
from datetime import UTC, datetime

import httpx
import pytest

from bench.page_forms import form_to
from desk.errors import SeparatedAccount
from desk.staffing import remove_second_factor, reset_password
from reach import SYSTEM, Post, Role
from registry import audit
from registry.accounts import account
from registry.second_factor import set_totp
from registry.staff import reach_of
from tests.databases import ROOT
from tests.pages.people import CITY, PASSWORD, Account, Visitors, an_account, sign_in

_OTHERS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]


async def holding(role: Role) -> Account:
    return await an_account(f"the-{role.value}".replace("_", "-"), Post(role, CITY))


@pytest.mark.parametrize("role", _OTHERS)
async def test_the_system_administrator_learns_no_other_administrators_password(
    visitors: Visitors, role: Role
) -> None:
    own = await an_account("system-one", Post(Role.SYSTEM_ADMIN, CITY))
    reach = await reach_of(own.id, datetime.now(UTC))
    other = await holding(role)

    with pytest.raises(SeparatedAccount):
        await reset_password(reach, other.id)
    with pytest.raises(SeparatedAccount):
        await remove_second_factor(reach, other.id)

    assert (await sign_in(visitors.stranger(), other)).status_code == 200


async def test_the_page_says_why_and_the_refusal_is_kept(visitors: Visitors) -> None:
    own = await an_account("system-one", Post(Role.SYSTEM_ADMIN, CITY))
    client: httpx.AsyncClient = await visitors.signed_in("system-one", own.id)
    other = await holding(Role.AUDIT_ADMIN)
    token = form_to((await client.get("/account")).text, "/logout").fields["csrf_token"]

    answer = await client.post(f"/admin/staff/{other.id}/password", data={"csrf_token": token})

    assert (answer.status_code, "三员的账号互不经手" in answer.text) == (409, True)
    (last,) = await audit.latest(audit.SECURITY, None, 1)
    assert (last.kind, last.data["route"]) == ("refused", "/admin/staff/{staff_id}/password")


async def test_the_command_lets_an_administrator_in_again(visitors: Visitors) -> None:
    other = await holding(Role.AUDIT_ADMIN)
    await set_totp(SYSTEM, other.id, "A" * 32, datetime.now(UTC))
    command = [sys.executable, "-m", "desk.cli", "password", other.login, "--without-second-factor"]

    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said = (await process.communicate())[0].decode()

    password = said.split("signs in once with ")[1].split()[0]
    assert (await sign_in(visitors.stranger(), other, PASSWORD)).status_code == 401
    assert (await account(other.id)).must_change
    assert not (await account(other.id)).has_second_factor
    # A wrong attempt spaces the next one out, so the new password is tried by another browser later.
    assert len(password) >= 19
