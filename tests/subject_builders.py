"""Persons for tests of subjects: those who ask for them, new ones, and ones already made."""

from datetime import UTC, datetime

from reach import Post, Reach, ReachKind, Role
from registry import subjects
from registry.rules.identity_numbers import NumberKind
from registry.subject_indexes import NewSubject, SubjectKind

NOON = datetime(2026, 5, 8, 4, tzinfo=UTC)
LICHENG = "350300/350304/"
CLERK = Reach(ReachKind.STAFF, 12, (Post(Role.CLERK, LICHENG),))
STRANGER = Reach(ReachKind.STAFF, 13, (Post(Role.CLERK, "350300/350303/"),))
RESIDENT, CREDIT, ORGANISATION = (
    NumberKind.RESIDENT_ID, NumberKind.CREDIT_CODE, NumberKind.ORGANISATION_CODE,
)  # fmt: skip


def a_person(name: str = "林晓燕", number: str = "999999199001010016", **more: str) -> NewSubject:
    """A new person with a name, a number nobody has, a phone and an address."""
    given = {"phone": "12000000001", "address": "镇海街道英龙社区胜利路1号", "area_path": LICHENG, **more}
    return NewSubject(SubjectKind.PERSON, name, number, RESIDENT, **given)


async def a_made_person(**more: str) -> int:
    """The id of such a person, made by the clerk."""
    return (await subjects.find_or_create(CLERK, a_person(**more))).id
