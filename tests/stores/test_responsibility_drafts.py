"""Drafts of the responsibility list: copied, changed, discarded; what was published stays as it was."""

import asyncio

import asyncpg
import pytest

import database
from dispatch import responsibilities, responsibility_drafts, responsibility_editions
from dispatch.errors import ResponsibilitiesNotDraft, UnknownResponsibilityEdition
from dispatch.responsibilities import Ground
from dispatch.rules.proof import Living
from reach import SYSTEM, Reach, ReachKind
from tests.responsibility_builders import CITY, HERE, NOW, a_row, an_incident

AUTHOR = Reach(ReachKind.STAFF, 11)
GROUND = Ground((an_incident(),), (HERE,), Living(departments=frozenset({1, 2})))


async def begin(*, empty: bool = False) -> int:
    return (await responsibility_drafts.begin_draft(AUTHOR, "test", NOW, empty=empty)).id


async def a_published() -> int:
    draft = await responsibility_drafts.begin_draft(SYSTEM, "test", NOW)
    await responsibility_drafts.add_rows(SYSTEM, draft.id, [a_row(1, "*")])
    await responsibilities.publish(SYSTEM, draft.id, GROUND, NOW)
    return draft.id


async def test_a_draft_begins_as_a_copy_of_the_published_list(db: str) -> None:
    await a_published()

    copied, empty = await begin(), await begin(empty=True)

    assert [row.lead for row in await responsibility_drafts.rows_of(copied)] == [a_row(1).lead]
    assert await responsibility_drafts.rows_of(empty) == ()


async def test_removing_rows_from_a_copy_leaves_the_published_list_alone(db: str) -> None:
    published = await a_published()
    draft = await begin()
    (row,) = await responsibility_drafts.rows_of(draft)

    removed = await responsibility_drafts.remove_rows(AUTHOR, draft, [row.id])

    assert (removed, await responsibility_drafts.rows_of(draft)) == (1, ())
    assert len(await responsibility_drafts.rows_of(published)) == 1


async def test_rows_of_another_edition_are_not_removed(db: str) -> None:
    published = await a_published()
    (row,) = await responsibility_drafts.rows_of(published)

    removed = await responsibility_drafts.remove_rows(AUTHOR, await begin(), [row.id])

    assert removed == 0


async def test_an_edition_keeps_who_wrote_at_it_and_how_often(db: str) -> None:
    draft = await begin()

    for reach in (AUTHOR, SYSTEM, AUTHOR):
        await responsibility_drafts.add_rows(reach, draft, [a_row(1, "*")])

    edition = await responsibility_editions.edition(draft)
    assert (edition.written_by, edition.revision) == (("staff:11", "system"), 3)


async def test_a_discarded_draft_is_gone_with_its_rows(db: str) -> None:
    draft = await begin()
    await responsibility_drafts.add_rows(AUTHOR, draft, [a_row(1, "*")])

    await responsibility_drafts.discard_draft(AUTHOR, draft)

    assert await database.fetch_value("SELECT count(*) FROM dispatch.responsibilities") == 0
    with pytest.raises(UnknownResponsibilityEdition):
        await responsibility_editions.edition(draft)


async def test_drafts_begun_at_once_have_numbers_of_their_own(db: str) -> None:
    await asyncio.gather(*(begin() for _ in range(5)))

    assert [edition.number for edition in await responsibility_editions.editions()] == [5, 4, 3, 2, 1]


async def test_a_published_list_takes_no_rows_and_is_not_discarded(db: str) -> None:
    published = await a_published()

    with pytest.raises(ResponsibilitiesNotDraft):
        await responsibility_drafts.add_rows(AUTHOR, published, [a_row(2)])
    with pytest.raises(ResponsibilitiesNotDraft):
        await responsibility_drafts.remove_rows(AUTHOR, published, [1])
    with pytest.raises(ResponsibilitiesNotDraft):
        await responsibility_drafts.discard_draft(AUTHOR, published)


async def test_an_unknown_edition_is_said_to_be_unknown(db: str) -> None:
    with pytest.raises(UnknownResponsibilityEdition):
        await responsibility_drafts.add_rows(AUTHOR, 99, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dispatch.responsibilities SET place = '350399/'",
        "DELETE FROM dispatch.responsibilities",
        "INSERT INTO dispatch.responsibilities (edition_id, kind, breadth, code, place, conditions, lead,"
        " co_handlers, valid_from) SELECT id, 'incident', 'ANY', '', '3/', '[]', '{}', '[]', now()"
        " FROM dispatch.responsibility_editions",
        "DELETE FROM dispatch.responsibility_editions",
        "UPDATE dispatch.responsibility_editions"
        " SET status = 'draft', published_at = NULL, published_by = NULL",
        "UPDATE dispatch.responsibility_editions SET number = 7",
        "UPDATE dispatch.responsibility_editions SET status = 'superseded', published_by = 'staff:1'",
    ],
)
async def test_the_database_itself_keeps_a_published_list_as_it_was(db: str, statement: str) -> None:
    await a_published()

    with pytest.raises(asyncpg.PostgresError) as refusal:
        await database.execute(statement)

    assert refusal.value.sqlstate == "GD003"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "'rumour'"),
        ("breadth", "'SOME'"),
        ("code", "'01'"),
        ("place", "'350300'"),
        ("valid_to", "'2000-1-1'"),
    ],
)
async def test_the_database_refuses_rows_that_mean_nothing(db: str, column: str, value: str) -> None:
    values = {
        "edition_id": str(await begin()), "kind": "'incident'", "breadth": "'ANY'", "code": "''",
        "place": f"'{CITY}'", "conditions": "'[]'", "lead": "'{}'", "co_handlers": "'[]'",
        "valid_from": "'2026-1-1'", column: value,
    }  # fmt: skip

    with pytest.raises(asyncpg.CheckViolationError):
        await database.execute(
            f"INSERT INTO dispatch.responsibilities ({', '.join(values)})"
            f" VALUES ({', '.join(values.values())})"
        )
