"""Sealed texts open for a purpose, leave a trace, and are gone when their owner is erased."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import asyncpg
import pytest

import database
from reach import SYSTEM, Reach, ReachKind
from registry import audit, audit_proof, data_keys, keys, rewrapping, vault
from registry.data_keys import case_owner, subject_owner
from registry.erasing import LOG, erase, replay_erasures
from registry.errors import OwnerErased, PurposeRequired, SealBroken
from settings import settings
from tests.databases import CLUSTER
from tests.polling import somebody_waits, until
from together import ask, together

NOON = datetime(2026, 5, 8, 4, tzinfo=UTC)
CLERK = Reach(ReachKind.STAFF, 12).for_purpose("case:7")
CASE = case_owner(7)


async def test_texts_come_back_as_they_were_put_in(db: str) -> None:
    put = await vault.seal_all(CLERK, CASE, [("opinion", "同意 👍"), ("reason", "")])
    put.append(await vault.seal(CLERK, CASE, "opinion", "later"))

    opened = await vault.open_texts(CLERK, [one.id for one in put], NOON)

    assert [opened[one.id] for one in put] == ["同意 👍", "", "later"]
    assert [one.field for one in put] == ["opinion", "reason", "opinion"]


async def _kept_first(texts: list[tuple[str, str]]) -> list[vault.SealedText]:
    ids = await ask(vault.new_text_ids(len(texts)))
    put, writes = vault.keeping_first_texts(CLERK, CASE, ids, texts)
    await together(*writes)
    return put


async def test_texts_of_an_owner_just_made_come_back_too(db: str) -> None:
    put = await _kept_first([("opinion", "同意"), ("reason", "")])
    put.append(await vault.seal(CLERK, CASE, "opinion", "later"))

    opened = await vault.open_texts(CLERK, [one.id for one in put], NOON)

    assert list(opened.values()) == ["同意", "", "later"]


async def test_one_owner_has_one_key_however_many_seal_at_once(db: str) -> None:
    async def put(number: int) -> int:
        return (await vault.seal_all(CLERK, CASE, [("note", str(number))]))[0].id

    ids = await asyncio.gather(*(put(number) for number in range(8)))

    assert await database.fetch_value("SELECT count(*) FROM registry.owner_key") == 1
    assert sorted((await vault.open_texts(CLERK, ids, NOON)).values(), key=str) == list("01234567")


async def test_a_look_is_recorded_with_its_purpose(db: str) -> None:
    one = await vault.seal(CLERK, CASE, "opinion", "secret words")

    await vault.open_texts(CLERK, [one.id], NOON)

    entry = (await audit.entries("access/staff:12"))[0]
    assert entry.data == {"purpose": "case:7", "owners": ["case:7"], "texts": [one.id]}


@pytest.mark.parametrize(
    "purpose", [None, "", "because Mr Zhang called", "case", "case:x", "curiosity:7", "案件"]
)
async def test_without_a_purpose_nothing_opens(db: str, purpose: str | None) -> None:
    one = await vault.seal(CLERK, CASE, "opinion", "secret words")

    with pytest.raises(PurposeRequired):
        await vault.open_texts(Reach(ReachKind.STAFF, 12, purpose=purpose), [one.id], NOON)


async def test_erasing_an_owner_destroys_its_texts_and_no_others(db: str) -> None:
    mine = await vault.seal(CLERK, CASE, "opinion", "gone")
    other = await vault.seal(CLERK, subject_owner(7), "name", "stays")

    assert await erase(SYSTEM, CASE, NOON)

    assert await vault.open_texts(CLERK, [mine.id, other.id], NOON) == {mine.id: None, other.id: "stays"}
    assert not await erase(SYSTEM, CASE, NOON)
    assert await audit_proof.verify_audit() == ()


async def test_nothing_is_sealed_for_an_erased_owner(db: str) -> None:
    await vault.seal(CLERK, CASE, "opinion", "gone")
    await erase(SYSTEM, CASE, NOON)

    with pytest.raises(OwnerErased):
        await vault.seal(CLERK, CASE, "opinion", "too late")
    with pytest.raises(asyncpg.UniqueViolationError):
        await _kept_first([("opinion", "too late")])


async def test_a_seal_waiting_for_an_erasure_is_refused(db: str) -> None:
    await vault.seal(CLERK, CASE, "opinion", "gone")
    erased, go = asyncio.Event(), asyncio.Event()

    async def erase_slowly() -> None:
        async with database.transaction():
            await erase(SYSTEM, CASE, NOON)
            erased.set()
            await go.wait()

    erasing = asyncio.create_task(erase_slowly())
    await erased.wait()
    sealing = asyncio.create_task(vault.seal(CLERK, CASE, "opinion", "in between"))
    await until(somebody_waits)
    waited = not sealing.done()
    go.set()
    await erasing

    assert waited
    with pytest.raises(OwnerErased):
        await sealing


async def test_a_restored_database_loses_the_erased_again(db: str) -> None:
    one = await vault.seal(CLERK, CASE, "opinion", "gone")
    row = await database.fetch_row("SELECT * FROM registry.owner_key")
    assert row is not None
    await erase(SYSTEM, CASE, NOON)
    await _superuser_restores(db, row["kek_id"], row["wrapped"])
    assert await vault.open_texts(CLERK, [one.id], NOON) == {one.id: "gone"}

    assert await replay_erasures() == 1

    assert await vault.open_texts(CLERK, [one.id], NOON) == {one.id: None}
    assert await replay_erasures() == 0


async def _superuser_restores(name: str, kek_id: str, wrapped: bytes) -> None:
    connection = await asyncpg.connect(CLUSTER.url("postgres", name))
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("DELETE FROM registry.erasure")
    await connection.execute(
        "UPDATE registry.owner_key SET kek_id = $1, wrapped = $2, erased_at = NULL", kek_id, wrapped
    )
    await connection.close()


async def test_an_erasure_is_written_beside_the_keys_without_any_text(db: str) -> None:
    await vault.seal(CLERK, CASE, "opinion", "canary words")
    await erase(SYSTEM, CASE, NOON)

    written = (settings.keys_dir / LOG).read_text()
    assert '"case", 7, "system"' in written
    assert "canary" not in written


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE registry.sealed_text SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)",
        "UPDATE registry.sealed_text SET field = 'name'",
        "UPDATE registry.sealed_text t SET sealed = o.sealed FROM registry.sealed_text o WHERE o.id <> t.id",
        "UPDATE registry.sealed_text SET commitment = repeat('0', 64)",
    ],
)
async def test_a_changed_or_moved_seal_does_not_open(db: str, tampering: str) -> None:
    put = await vault.seal_all(CLERK, CASE, [("opinion", "one"), ("opinion", "two")])
    connection = await asyncpg.connect(CLUSTER.url("postgres", db))
    await connection.execute(tampering)
    await connection.close()

    with pytest.raises(SealBroken):
        await vault.open_texts(CLERK, [one.id for one in put], NOON)


@pytest.fixture
def rotated_back() -> Iterator[None]:
    """Other tests and processes share the key files, so a rotation is taken back."""
    path = settings.keys_dir / keys.KEK
    before = path.read_bytes()
    yield
    path.write_bytes(before)
    (settings.keys_dir / f"kek-{keys.kek_id(before)}.key").unlink()
    keys.keys.cache_clear()


async def test_data_keys_move_to_a_new_key_encryption_key(db: str, rotated_back: None) -> None:
    one = await vault.seal(CLERK, CASE, "opinion", "still here")
    old = keys.keys().current

    keys.rotate_kek(settings.keys_dir)
    keys.keys.cache_clear()

    assert keys.keys().current != old
    assert await vault.open_texts(CLERK, [one.id], NOON) == {one.id: "still here"}
    assert await rewrapping.rewrap() == 1
    assert await rewrapping.rewrap() == 0
    assert await vault.open_texts(CLERK, [one.id], NOON) == {one.id: "still here"}
    assert await database.fetch_value("SELECT kek_id FROM registry.owner_key") == keys.keys().current
    assert "still" not in repr(await data_keys.key_of(CASE))
