"""`bin/desk token` lets a service use the API for a time, in the name of an administrator, and ends that."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

import database
from desk.tokens import find_token
from reach import SYSTEM, Post, Role
from registry.staff import Appointment, appoint, engage
from tests.builders_grid import NOW
from tests.imports.running import run


@pytest.fixture
async def staff(db: str) -> None:
    for login, role in (("admin", Role.SYSTEM_ADMIN), ("clerk", Role.CLERK)):
        staff_id = await engage(SYSTEM, login, login, NOW)
        await appoint(SYSTEM, Appointment(staff_id, Post(role), NOW), NOW)


async def test_a_token_holds_and_only_its_owner_reads_the_secret(staff: None, tmp_path: Path) -> None:
    file = tmp_path / "token"

    assert await run("token", "new", "counter-7", "--made-by", "admin", "--to", str(file)) == 0

    token = await find_token(file.read_text().strip(), datetime.now(UTC))
    assert token is not None
    assert token.service == "counter-7"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await database.fetch_value("SELECT count(*) FROM registry.audit WHERE kind = 'token_made'") == 1


async def test_a_token_that_is_ended_holds_no_longer(staff: None, tmp_path: Path) -> None:
    file = tmp_path / "token"
    await run("token", "new", "counter-7", "--made-by", "admin", "--to", str(file))
    number = await database.fetch_value("SELECT id FROM desk.api_tokens")

    assert await run("token", "end", str(number)) == 0

    assert await find_token(file.read_text().strip(), datetime.now(UTC)) is None
    assert await run("token", "end", str(number)) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("Counter 7", "--made-by", "admin"), "is no name for a service"),
        (("counter", "--made-by", "clerk"), "no system administrator has the login 'clerk'"),
        (("counter", "--made-by", "admin", "--days", "0"), "--days is 1 to 400"),
    ],
)
async def test_what_is_asked_wrongly_makes_no_token(
    staff: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], reason: str
) -> None:
    assert await run("token", "new", *words, "--to", str(tmp_path / "token")) == 1

    assert reason in capsys.readouterr().err
    assert not (tmp_path / "token").exists()


async def test_a_secret_that_cannot_be_written_makes_no_token(
    staff: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "missing" / "token")

    assert await run("token", "new", "counter", "--made-by", "admin", "--to", nowhere) == 1

    assert "No such file" in capsys.readouterr().err
    assert await database.fetch_value("SELECT count(*) FROM desk.api_tokens") == 0
