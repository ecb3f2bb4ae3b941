"""Matters are called by their names, materials and situations too, and never by a code that has a name."""

from datetime import UTC, datetime

from reach import Reach, ReachKind
from registry import incident_classes, items
from registry.catalogue import CatalogueKind
from registry.catalogue_names import major_names, matter_names
from tests.builders_registry import a_class, an_item

NOON = datetime(2026, 5, 8, 4, tzinfo=UTC)
WRITER, PUBLISHER = Reach(ReachKind.STAFF, 1), Reach(ReachKind.STAFF, 2)


async def _published_item(**changes: object) -> str:
    item = an_item(**changes)
    await items.draft_item(WRITER, item, NOON)
    await items.publish_item(PUBLISHER, item.code, NOON)
    return item.code


async def _published_class() -> str:
    one = a_class()
    await incident_classes.draft_class(WRITER, one, NOON)
    await incident_classes.publish_class(PUBLISHER, one.code, NOON)
    return one.code


async def test_an_item_is_named_with_its_materials(db: str) -> None:
    code = await _published_item()

    named = (await matter_names(CatalogueKind.ITEM, [code]))[code]

    item = an_item()
    assert (named.name, named.name_en) == (item.name, item.name_en)
    assert named.parts == {one.code: (one.name, one.name_en) for one in item.materials}


async def test_an_item_is_named_with_the_questions_of_its_form_and_their_choices(db: str) -> None:
    code = await _published_item()

    named = (await matter_names(CatalogueKind.ITEM, [code]))[code]

    assert {of: (one.label, one.label_en) for of, one in named.questions.items()} == {
        one.code: (one.label, one.label_en) for one in an_item().form
    }
    assert {of: one.choices for of, one in named.questions.items()} == {
        one.code: {choice.value: (choice.label, choice.label_en) for choice in one.choices}
        for one in an_item().form
    }


async def test_the_newest_version_names_an_item(db: str) -> None:
    code = await _published_item()
    await _published_item(name="新名称")

    named = await matter_names(CatalogueKind.ITEM, [code])

    assert named[code].name == "新名称"


async def test_a_class_is_named_with_its_situations(db: str) -> None:
    code = await _published_class()

    named = (await matter_names(CatalogueKind.INCIDENT_CLASS, [code]))[code]

    assert named.parts == {one.code: (one.name, one.name_en) for one in a_class().situations}


async def test_a_beginning_of_codes_is_named_by_what_the_classes_belong_to(db: str) -> None:
    code = await _published_class()

    named = await major_names([code[:2]])

    assert named == {code[:2]: (a_class().major, a_class().major_en)}


async def test_a_draft_names_nothing(db: str) -> None:
    await items.draft_item(WRITER, an_item(), NOON)

    assert await matter_names(CatalogueKind.ITEM, [an_item().code]) == {}
