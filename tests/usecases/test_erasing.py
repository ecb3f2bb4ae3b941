"""Whoever is erased is gone with the cases of his own: texts, files, points; every chain still holds."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

import database
from desk import erasing
from desk.app import litestar
from desk.errors import RoleNeeded, StillOpen
from desk.worker_process import WorkerProcess
from dispatch.errors import NotVisible
from dispatch.journal import broken_cases
from dispatch.places import place_of
from dispatch.rules.shared_facts import Voiding
from dispatch.rules.states import Act
from reach import SYSTEM, Post, Reach, ReachKind, Role
from registry import audit_proof, subject_search, vault
from registry.errors import FileMissing, SubjectNotFound
from registry.files import open_file
from registry.rules.identity_numbers import NumberKind
from registry.subjects import find_by_number
from tests.databases import CLUSTER
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import NOW, World, a_person, an_application, an_incident

SECURITY = Reach(ReachKind.STAFF, 900, (Post(Role.SECURITY_ADMIN),))
LOOKING = SYSTEM.for_purpose("case:1")


async def told_of_a_person(world: World) -> CaseWalk:
    """An incident a person reported, with words, a point and a picture, and then made void."""
    walk = await taken_in(world, an_incident(subject=a_person()), "worker")
    await walk.photo()
    await walk.act("supervisor", Act.VOID, Voiding("登记有误"))
    return walk


async def texts_of(walk: CaseWalk) -> set[str | None]:
    rows = await database.fetch(
        "SELECT text.id FROM registry.sealed_text text JOIN registry.owner_key key USING (key_id)"
        " WHERE (key.owner_kind, key.owner_id) = ('case', $1)", walk.case_id,
    )  # fmt: skip
    return set((await vault.open_texts(LOOKING, [row["id"] for row in rows], NOW)).values())


async def subject_of(walk: CaseWalk) -> int:
    subject_id = (await walk.case()).subject_id
    assert subject_id is not None
    return subject_id


async def test_a_person_is_gone_with_the_cases_of_his_own(world: World) -> None:
    walk = await told_of_a_person(world)
    subject_id, case = await subject_of(walk), await walk.case()
    assert None not in await texts_of(walk)

    assert await erasing.erase_subject(SECURITY, subject_id, NOW) == (case.case_no,)

    assert await texts_of(walk) == {None}
    assert await place_of(SYSTEM, walk.case_id) is None
    assert await subject_search.search(SYSTEM, "陈测试", NOW) == []
    assert await find_by_number(SYSTEM, "999999199001010016", NumberKind.RESIDENT_ID) is None
    assert await walk.case() == case


async def test_no_chain_breaks_and_the_erasure_itself_is_on_record(world: World) -> None:
    walk = await told_of_a_person(world)
    owners = {f"case:{walk.case_id}", f"subject:{await subject_of(walk)}"}

    await erasing.erase_subject(SECURITY, await subject_of(walk), NOW)

    assert [broken async for broken in broken_cases()] == []
    assert await audit_proof.verify_audit() == ()
    assert await walk.folds()
    rows = await database.fetch("SELECT actor, data FROM registry.audit WHERE kind = 'owner_erased'")
    assert {row["actor"] for row in rows} == {SECURITY.actor}
    assert all(any(owner in str(row["data"]) for row in rows) for owner in owners)


async def test_a_case_alone_leaves_its_subject_known(world: World) -> None:
    walk = await told_of_a_person(world)
    file_id = await database.fetch_value("SELECT id FROM registry.stored_file")

    await erasing.erase_case(SECURITY, walk.case_id, NOW)

    assert await texts_of(walk) == {None}
    with pytest.raises(FileMissing):
        await open_file(LOOKING, file_id, NOW)
    found = await find_by_number(SYSTEM, "999999199001010016", NumberKind.RESIDENT_ID)
    assert found == await subject_of(walk)


async def test_an_erasure_repeated_changes_nothing(world: World) -> None:
    walk = await told_of_a_person(world)
    await erasing.erase_subject(SYSTEM, await subject_of(walk), NOW)
    recorded = await database.fetch_value("SELECT count(*) FROM registry.audit")

    await erasing.erase_subject(SYSTEM, await subject_of(walk), NOW)

    assert await database.fetch_value("SELECT count(*) FROM registry.audit") == recorded


async def test_what_people_still_work_on_is_not_erased(world: World) -> None:
    closed = await told_of_a_person(world)
    waiting = await taken_in(world, an_application())
    subject_id = await subject_of(waiting)
    assert subject_id == await subject_of(closed)

    with pytest.raises(StillOpen, match=(await waiting.case()).case_no):
        await erasing.erase_subject(SECURITY, subject_id, NOW)

    assert None not in await texts_of(waiting) | await texts_of(closed)


@pytest.mark.parametrize("post", ["clerk", "supervisor"])
async def test_nobody_but_the_security_administrator_erases(world: World, post: str) -> None:
    walk = await told_of_a_person(world)

    with pytest.raises(RoleNeeded, match="security_admin"):
        await erasing.erase_subject(world.who(post), await subject_of(walk), NOW)
    with pytest.raises(RoleNeeded, match="security_admin"):
        await erasing.erase_case(world.who(post), walk.case_id, NOW)


async def test_what_is_not_there_cannot_be_erased(world: World) -> None:
    with pytest.raises(SubjectNotFound):
        await erasing.erase_subject(SECURITY, 999_999, NOW)
    with pytest.raises(NotVisible):
        await erasing.erase_case(SECURITY, 999_999, NOW)


async def web() -> None:
    app = litestar()
    async with app.lifespan():
        pass


async def worker() -> None:
    process = WorkerProcess({}, {})
    await process.open()
    await process.close()


async def _put_back(name: str, rows: list[asyncpg.Record], point: str) -> None:
    """What a restore of an older database does."""
    connection = await asyncpg.connect(CLUSTER.url("postgres", name))
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("DELETE FROM registry.erasure")
    for row in rows:
        await connection.execute(
            "UPDATE registry.owner_key SET kek_id = $2, wrapped = $3, erased_at = NULL WHERE key_id = $1",
            row["key_id"], row["kek_id"], row["wrapped"],
        )  # fmt: skip
    await connection.execute("UPDATE dispatch.places SET geom = $1::text::geometry, erased_at = NULL", point)
    await connection.close()


@pytest.mark.parametrize("process", [web, worker])
async def test_a_process_that_starts_on_a_restored_database_erases_again_before_it_serves(
    world: World, db: str, process: Callable[[], Awaitable[None]]
) -> None:
    walk = await told_of_a_person(world)
    keys = await database.fetch("SELECT key_id, kek_id, wrapped FROM registry.owner_key")
    point = await database.fetch_value("SELECT geom::text FROM dispatch.places")
    await erasing.erase_subject(SECURITY, await subject_of(walk), NOW)
    await _put_back(db, keys, point)
    assert None not in await texts_of(walk)

    await database.close_pool()
    try:
        await process()
    finally:
        await database.open_pool(12)

    assert await texts_of(walk) == {None}
    assert await place_of(SYSTEM, walk.case_id) is None


async def test_where_nothing_came_back_nothing_is_done(world: World) -> None:
    walk = await told_of_a_person(world)
    await erasing.erase_subject(SECURITY, await subject_of(walk), NOW)
    recorded = await database.fetch_value("SELECT count(*) FROM registry.audit")

    assert await erasing.replay() == 0

    assert await database.fetch_value("SELECT count(*) FROM registry.audit") == recorded
