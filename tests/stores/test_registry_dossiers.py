"""A dossier is masked unless there is a reason, found within one's area, and every look is recorded."""

import pytest

from reach import SYSTEM, Reach, ReachKind
from registry import audit, dossiers, subject_search, subjects
from registry.errors import (
    PurposeRequired,
    SearchTooShort,
    SubjectOutOfReach,
)
from tests.subject_builders import CLERK, LICHENG, NOON, STRANGER, a_made_person, a_person


async def test_a_dossier_is_masked_and_the_look_is_recorded(db: str) -> None:
    person = await a_made_person()

    seen = await dossiers.dossier(CLERK, person, NOON)

    assert (seen.name, seen.phone, seen.address) == ("林*燕", "120****0001", "镇海街道英龙社区***")
    assert seen.numbers == (("resident_id", "999***********0016"),)
    entries = await audit.entries("access/staff:12")
    assert [(entry.kind, entry.data["subject"]) for entry in entries] == [("dossier_seen", person)]


async def test_plain_texts_need_a_purpose_and_leave_a_trace(db: str) -> None:
    person = await a_made_person()

    with pytest.raises(PurposeRequired):
        await dossiers.reveal(CLERK, person, ["name"], NOON)
    shown = await dossiers.reveal(CLERK.for_purpose("case:5"), person, ["name", "number"], NOON)

    assert shown == {"name": "林晓燕", "number:resident_id": "999999199001010016"}
    entry = (await audit.entries("access/staff:12"))[0]
    assert entry.data == {"subject": person, "fields": ["name", "number"], "purpose": "case:5"}


@pytest.mark.parametrize(
    ("reach", "may"),
    [
        (CLERK, True),
        (SYSTEM, True),
        (STRANGER, False),
        (STRANGER.for_purpose("case:7"), True),
        (STRANGER.for_purpose("complaint:7"), True),
        (STRANGER.for_purpose("identity_check"), False),
        (Reach(ReachKind.STAFF, 14), False),
        (Reach(ReachKind.HOLDER, 7), False),
        (Reach(ReachKind.SERVICE, "boston"), False),
        (Reach(ReachKind.SUBJECT, -1), False),
    ],
)
async def test_who_may_open_a_dossier(db: str, reach: Reach, may: bool) -> None:
    person = await a_made_person()

    if may:
        assert (await dossiers.dossier(reach, person, NOON)).id == person
    else:
        with pytest.raises(SubjectOutOfReach):
            await dossiers.dossier(reach, person, NOON)


async def test_somebody_sees_his_own_dossier_but_looks_nobody_up(db: str) -> None:
    person = await a_made_person()
    himself = Reach(ReachKind.SUBJECT, person)

    assert (await dossiers.dossier(himself, person, NOON)).id == person
    with pytest.raises(SubjectOutOfReach):
        await subjects.find_by_phone(himself, "12000000001")
    with pytest.raises(SubjectOutOfReach):
        await subject_search.search(himself, "林晓燕", NOON)
    assert await dossiers.masked_names(himself, [person, person + 1]) == {person: "林*燕"}


@pytest.mark.parametrize("text", ["林晓燕", "晓燕", "linxiao", "lxy", "12000000001", "0016", "0001"])
async def test_a_person_is_found_by(db: str, text: str) -> None:
    person = await a_made_person()
    await subjects.find_or_create(CLERK, a_person("王大同", "99999920000229002" + "7", phone="12000000077"))

    assert [one.id for one in await subject_search.search(CLERK, text, NOON)] == [person]
    assert await subject_search.search(STRANGER, text, NOON) == []


async def test_a_search_is_narrowed_to_an_area_and_never_widened(db: str) -> None:
    person = await a_made_person(area_path=LICHENG + "350304001/")

    async def found(reach: Reach, area: str) -> list[int]:
        return [one.id for one in await subject_search.search(reach, "晓燕", NOON, area)]

    assert await found(CLERK, LICHENG + "350304001/") == [person]
    assert await found(CLERK, LICHENG + "350304002/") == []
    assert await found(CLERK, "350300/") == [person]
    assert await found(STRANGER, "350300/") == []
    assert await found(STRANGER, LICHENG) == []


async def test_one_character_is_too_little_to_search_by(db: str) -> None:
    with pytest.raises(SearchTooShort):
        await subject_search.search(CLERK, "林", NOON)


async def test_a_search_is_recorded_without_what_was_typed(db: str) -> None:
    person = await a_made_person()

    await subject_search.search(CLERK, "林晓燕", NOON)

    assert (await audit.entries("access/staff:12"))[0].data == {"found": [person], "areas": [LICHENG]}
