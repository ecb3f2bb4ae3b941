"""One person is kept once, found by keyed indexes only, masked unless there is a reason, and erasable."""

import asyncio

import asyncpg
import pytest

import database
from reach import SYSTEM, Reach, ReachKind
from registry import audit_proof, dossiers, subject_changes, subject_search, subjects
from registry.errors import (
    BadNumber,
    NameDiffers,
    NameUnusable,
    PhoneUnusable,
    SubjectNotFound,
    SubjectOutOfReach,
    SubjectUnidentified,
)
from registry.rules.identity_numbers import NumberKind
from registry.subject_changes import SubjectChanges
from registry.subject_indexes import NewSubject, SubjectKind
from tests.databases import CLUSTER
from tests.polling import somebody_waits, until
from tests.subject_builders import CLERK, CREDIT, NOON, ORGANISATION, RESIDENT, a_made_person, a_person


async def test_the_same_number_is_the_same_person_however_it_is_written(db: str) -> None:
    first = await subjects.find_or_create(CLERK, a_person())
    again = await subjects.find_or_create(CLERK, a_person(" 林晓 燕 ", "９９９９９９ 19900101 0016"))

    assert (first.created, again.created) == (True, False)
    assert first.id == again.id
    assert await subjects.find_by_number(CLERK, "999999900101001", RESIDENT) == first.id


@pytest.mark.parametrize("name", ["王大同", "林晓", "Lin Xiaoyan"])
async def test_who_knows_a_number_but_not_the_name_does_not_get_the_person(db: str, name: str) -> None:
    await a_made_person()

    with pytest.raises(NameDiffers) as refused:
        await subjects.find_or_create(CLERK, a_person(name))

    assert "林" not in str(refused.value)
    assert RESIDENT not in str(refused.value)


async def test_a_name_with_nothing_to_read_makes_and_changes_nobody(db: str) -> None:
    with pytest.raises(NameUnusable):
        await subjects.find_or_create(CLERK, a_person("\u3000\u200b"))
    assert await database.fetch_value("SELECT count(*) FROM registry.subject_number") == 0

    person = await a_made_person()
    with pytest.raises(NameUnusable):
        await subject_changes.change_subject(CLERK, person, SubjectChanges(name=" "))


async def test_a_number_claimed_under_another_name_is_not_kept_with_the_firm(db: str) -> None:
    await subjects.find_or_create(
        CLERK, NewSubject(SubjectKind.ORGANISATION, "荔城小店", "MA9999013", ORGANISATION)
    )

    with pytest.raises(NameDiffers):
        await subjects.find_or_create(
            CLERK, NewSubject(SubjectKind.ORGANISATION, "别的店", "91999999MA9999013K", CREDIT)
        )

    assert await database.fetch_value("SELECT count(*) FROM registry.subject_number") == 1


async def test_two_windows_that_make_one_person_at_once_get_the_same_one(db: str) -> None:
    found = await asyncio.gather(*(subjects.find_or_create(CLERK, a_person()) for _ in range(8)))

    assert len({one.id for one in found}) == 1
    assert [one.created for one in found].count(True) == 1
    assert await database.fetch_value("SELECT count(*) FROM registry.subject") == 1


async def test_a_window_that_waits_for_another_ones_commit_gets_that_person(db: str) -> None:
    made, go = asyncio.Event(), asyncio.Event()

    async def slow() -> int:
        async with database.transaction():
            found = await subjects.find_or_create(CLERK, a_person())
            made.set()
            await go.wait()
        return found.id

    first = asyncio.create_task(slow())
    await made.wait()
    second = asyncio.create_task(subjects.find_or_create(CLERK, a_person()))
    await until(somebody_waits)
    waited = not second.done()
    go.set()

    assert (await second).id == await first
    assert waited
    assert not (await second).created


async def test_a_firm_is_one_by_its_credit_code_and_by_the_old_code_inside_it(db: str) -> None:
    old = NewSubject(SubjectKind.ORGANISATION, "荔城小店", "MA9999013", ORGANISATION)
    new = NewSubject(SubjectKind.ORGANISATION, "荔城小店", "91999999MA9999013K", CREDIT)

    by_old = await subjects.find_or_create(CLERK, old)
    by_new = await subjects.find_or_create(CLERK, new)

    assert by_old.id == by_new.id
    assert await subjects.find_by_number(CLERK, "91999999MA9999013K", CREDIT) == by_old.id
    seen = await dossiers.dossier(SYSTEM, by_old.id, NOON)
    assert dict(seen.numbers) == {"organisation_code": "MA9999013", "credit_code": "91999999MA9999013K"}
    assert seen.name == "荔城小店"


async def test_without_a_number_phone_and_name_together_are_the_identity(db: str) -> None:
    caller = NewSubject(SubjectKind.PERSON, "林 晓燕", phone="+86 120-0000-0001")
    sister = NewSubject(SubjectKind.PERSON, "林晓莺", phone="12000000001")

    ids = [(await subjects.find_or_create(CLERK, one)).id for one in (caller, caller, sister)]

    assert ids[0] == ids[1] != ids[2]
    assert await subjects.find_by_phone(CLERK, "120 0000 0001") == [ids[0], ids[2]]


@pytest.mark.parametrize(
    ("subject", "error"),
    [
        (NewSubject(SubjectKind.PERSON, "林"), SubjectUnidentified),
        (NewSubject(SubjectKind.PERSON, "林", "999999199001010016"), SubjectUnidentified),
        (NewSubject(SubjectKind.PERSON, "林", "999999199001010017", RESIDENT), BadNumber),
        (NewSubject(SubjectKind.PERSON, "林", phone="12"), PhoneUnusable),
        (NewSubject(SubjectKind.PERSON, "林", phone="call me"), PhoneUnusable),
    ],
)
async def test_who_cannot_be_known_again_is_not_kept(
    db: str, subject: NewSubject, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await subjects.find_or_create(CLERK, subject)

    assert await database.fetch_value("SELECT count(*) FROM registry.subject") == 0


async def test_nothing_in_the_tables_shows_who_somebody_is(db: str) -> None:
    await a_made_person()
    connection = await asyncpg.connect(CLUSTER.url("postgres", db))
    shown = ""
    for table in ("subject", "subject_number", "sealed_text", "owner_key", "audit"):
        rows = await connection.fetch(
            f"SELECT t::text AS row, to_jsonb(t)::text AS json FROM registry.{table} t"
        )
        shown += "".join(row["row"] + row["json"] for row in rows)
    await connection.close()

    canaries = ("林晓燕", "999999199001010016", "12000000001", "英龙", "胜利路")
    as_bytes = [canary.encode().hex() for canary in canaries]
    assert not [canary for canary in (*canaries, *as_bytes) if canary in shown]


async def test_changed_contacts_are_found_by_the_new_and_kept_as_history(db: str) -> None:
    person = await a_made_person()

    await subject_changes.change_subject(
        CLERK, person, SubjectChanges(phone="12000000009", address="龙桥街道太平社区")
    )

    assert await subjects.find_by_phone(CLERK, "12000000009") == [person]
    assert await subjects.find_by_phone(CLERK, "12000000001") == []
    shown = await dossiers.reveal(CLERK.for_purpose("case:5"), person, ["phone", "name"], NOON)
    assert shown == {"phone": "12000000009", "name": "林晓燕"}
    assert await database.fetch_value("SELECT count(*) FROM registry.sealed_text WHERE field = 'phone'") == 2


async def test_one_more_number_leads_to_the_same_person_and_never_to_two(db: str) -> None:
    person, other = await a_made_person(), await a_made_person(number="999999200002290027")

    assert await subject_changes.attach_number(CLERK, person, "e1234567", NumberKind.PASSPORT)
    assert await subject_changes.attach_number(CLERK, person, "E1234567", NumberKind.PASSPORT)
    assert not await subject_changes.attach_number(CLERK, other, "E1234567", NumberKind.PASSPORT)

    assert await subjects.find_by_number(CLERK, "E1234567", NumberKind.PASSPORT) == person


async def test_an_erased_person_is_not_found_and_comes_back_as_a_new_one(db: str) -> None:
    person = await a_made_person()

    assert await subject_changes.erase_subject(SYSTEM, person, NOON)

    assert await subjects.find_by_number(CLERK, "999999199001010016", RESIDENT) is None
    assert await subject_search.search(CLERK, "林晓燕", NOON) == []
    with pytest.raises(SubjectNotFound):
        await dossiers.reveal(SYSTEM.for_purpose("case:5"), person, ["name"], NOON)
    assert (await dossiers.dossier(SYSTEM, person, NOON)).name == "***"
    assert (await a_made_person()) != person
    assert await audit_proof.verify_audit() == ()


@pytest.mark.parametrize(
    "name", ["𠮷野", "买买提·艾力江", "Ana-María O'Neill", "👩‍👩‍👧 家", "x" * 10000, "䶮"]
)
async def test_rare_names_come_back_unchanged(db: str, name: str) -> None:
    person = (await subjects.find_or_create(CLERK, a_person(name))).id

    assert (await dossiers.reveal(CLERK.for_purpose("case:5"), person, ["name"], NOON))["name"] == name


async def test_services_do_not_search_people(db: str) -> None:
    await a_made_person()

    with pytest.raises(SubjectOutOfReach):
        await subject_search.search(Reach(ReachKind.SERVICE, "hotline"), "林晓燕", NOON)
