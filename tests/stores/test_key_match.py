"""A database whose keys are lost is noticed before anything is made or served."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

import database
from desk.hosting import provisioning
from reach import Reach, ReachKind
from registry import vault
from registry.data_keys import case_owner
from registry.errors import KeyFileProblem
from registry.key_match import check_keys
from registry.keys import KEK, create_keys, rotate_kek
from settings import settings
from tests.databases import CLUSTER, ROOT

CLERK = Reach(ReachKind.STAFF, 12)


async def _seal_something() -> str:
    await vault.seal(CLERK, case_owner(7), "opinion", "同意")
    return str(await database.fetch_value("SELECT kek_id FROM registry.owner_key"))


async def test_the_keys_of_all_that_is_sealed_are_asked_for(db: str) -> None:
    await check_keys(settings.keys_dir)
    await _seal_something()

    await check_keys(settings.keys_dir)


async def test_a_lost_key_is_named_whatever_others_are_there(db: str, tmp_path: Path) -> None:
    create_keys(tmp_path)
    rotate_kek(tmp_path)
    lost = await _seal_something()

    with pytest.raises(KeyFileProblem, match=f"sealed under {lost}, and {tmp_path} has no such key"):
        await check_keys(tmp_path)


async def test_an_older_key_is_needed_until_nothing_is_wrapped_by_it(db: str, tmp_path: Path) -> None:
    for path in settings.keys_dir.glob("*.key"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / path.name).chmod(0o600)
    await _seal_something()
    rotate_kek(tmp_path)

    await check_keys(tmp_path)

    (old,) = (tmp_path / name for name in os.listdir(tmp_path) if name.startswith("kek-"))
    old.unlink()
    with pytest.raises(KeyFileProblem):
        await check_keys(tmp_path)


async def test_nothing_is_made_where_keys_were_lost(db: str, tmp_path: Path) -> None:
    await _seal_something()
    environment = {**os.environ, **provisioning.environment(CLUSTER, db), "KEYS_DIR": str(tmp_path)}

    preparing = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "desk.hosting.preparing"),
        cwd=ROOT, env={**environment, "DATABASE_ROLE": "owner"}, stderr=PIPE,
    )  # fmt: skip
    said = (await preparing.communicate())[1].decode()

    assert preparing.returncode == 1
    assert "put the keys back from their copy" in said
    assert "Traceback" not in said
    assert not (tmp_path / KEK).exists()
