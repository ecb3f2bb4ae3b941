"""A responsibility list is published only when it is proven, by a second person, and with a record."""

import asyncio

import pytest

from dispatch import responsibilities, responsibility_drafts, responsibility_editions
from dispatch.errors import (
    DutyNotProven,
    NothingToProve,
    ResponsibilitiesChanged,
    ResponsibilitiesNotDraft,
    SecondPersonNeeded,
)
from dispatch.responsibilities import Ground
from dispatch.rules.responsibility import Place
from reach import SYSTEM
from registry import audit
from tests.responsibility_builders import (
    CELL,
    GRID,
    HERE,
    NOW,
    a_department,
    a_row,
    an_incident,
)
from tests.responsibility_lists import AUTHOR, EDITOR, GROUND, LIVING, a_draft, a_published


async def test_a_list_with_a_hole_is_refused_with_the_pair(db: str) -> None:
    edition_id = await a_draft(a_row(1, "0101"))

    with pytest.raises(DutyNotProven) as refusal:
        await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)

    assert refusal.value.total == 1
    assert refusal.value.faults[0][:2] == ("/matters/0201", "HOLE")
    assert CELL in refusal.value.faults[0][2]
    assert (await responsibility_editions.edition(edition_id)).status == "draft"


async def test_the_refusal_names_rows_by_their_ids(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"), a_row(2, "0101", lead=a_department(99)), a_row(3, "0999"))
    _, gone, dead = await responsibility_drafts.rows_of(edition_id)

    with pytest.raises(DutyNotProven) as refusal:
        await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)

    assert refusal.value.faults == (
        (f"/rows/{dead.id}", "NO_SUCH_MATTER", ""),
        (f"/rows/{gone.id}", "HANDLER_GONE", ""),
    )


@pytest.mark.parametrize("ground", [Ground((), (HERE,), LIVING), Ground((an_incident(),), (), LIVING)])
async def test_a_proof_of_nothing_is_no_proof(db: str, ground: Ground) -> None:
    edition_id = await a_draft()

    with pytest.raises(NothingToProve):
        await responsibilities.publish(EDITOR, edition_id, ground, NOW)


async def test_checking_a_draft_changes_nothing(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"))
    before = await responsibility_editions.edition(edition_id)

    proof = await responsibilities.check(edition_id, GROUND, NOW)

    assert proof.holds
    assert await responsibility_editions.edition(edition_id) == before


async def test_who_wrote_at_a_draft_may_not_publish_it(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"))
    await responsibility_drafts.add_rows(EDITOR, edition_id, [a_row(2, "0101")])

    for writer in (AUTHOR, EDITOR):
        with pytest.raises(SecondPersonNeeded):
            await responsibilities.publish(writer, edition_id, GROUND, NOW)


async def test_the_set_up_of_a_city_needs_no_second_person(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"), reach=SYSTEM)

    published = await responsibilities.publish(SYSTEM, edition_id, GROUND, NOW)

    assert (published.status, published.published_by, published.published_at) == ("published", "system", NOW)


async def test_publication_is_recorded_in_the_audit_chain(db: str) -> None:
    await a_published(a_row(1, "*"))

    (entry,) = await audit.entries(audit.CONFIG)

    assert (entry.kind, entry.actor, entry.at) == ("responsibilities_published", "staff:12", NOW)
    assert entry.data == {"number": 1, "written_by": ["staff:11"], "matters": 2, "places": 1}


async def test_a_draft_changed_while_it_is_proven_is_not_published(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"))
    areas = tuple(Place(f"{GRID}{number}/") for number in range(60_000))
    publication = asyncio.create_task(
        responsibilities.publish(EDITOR, edition_id, Ground(GROUND.matters, areas, LIVING), NOW)
    )

    while not publication.done():
        await responsibility_drafts.add_rows(AUTHOR, edition_id, [])
        await asyncio.sleep(0.01)

    with pytest.raises(ResponsibilitiesChanged):
        publication.result()


async def test_of_two_publications_at_once_one_follows_the_other(db: str) -> None:
    one, other = await a_draft(a_row(1, "*")), await a_draft(a_row(2, "*"))

    await asyncio.gather(
        responsibilities.publish(EDITOR, one, GROUND, NOW),
        responsibilities.publish(EDITOR, other, GROUND, NOW),
    )

    assert sorted(edition.status for edition in await responsibility_editions.editions()) == [
        "published",
        "superseded",
    ]


async def test_a_published_list_cannot_be_published_again(db: str) -> None:
    edition_id = await a_published(a_row(1, "*"))

    with pytest.raises(ResponsibilitiesNotDraft):
        await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)
