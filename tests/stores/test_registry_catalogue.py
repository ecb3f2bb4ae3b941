"""Items and incident classes are versions: drafted by one, published by another, never changed."""

import csv
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import asyncpg
import pytest

import database
from reach import SYSTEM, Reach, ReachKind
from registry import audit, incident_classes, items
from registry.class_import import import_classes
from registry.errors import DefinitionRefused, SecondPersonRequired, VersionNotFound
from registry.rules.allowances import Allowance, Unit
from tests.builders_registry import a_class, an_item

NOON = datetime(2026, 5, 8, 4, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
WRITER, PUBLISHER = Reach(ReachKind.STAFF, 1), Reach(ReachKind.STAFF, 2)
CODE = "350105001000"


async def _published(at: datetime = NOON, **changes: object) -> int:
    await items.draft_item(WRITER, an_item(**changes), at)
    return await items.publish_item(PUBLISHER, CODE, at)


async def test_an_item_comes_back_as_it_was_published(db: str) -> None:
    version_id = await _published()

    found = await items.published_item(CODE, NOON)

    assert (found.version_id, found.version, found.item) == (version_id, 1, an_item())


async def test_a_case_keeps_the_version_it_was_taken_in_under(db: str) -> None:
    first = await _published()
    second = await _published(LATER, name="高龄津贴")

    assert (await items.item_version(first)).item.name == "高龄补贴"
    assert (await items.published_item(CODE, LATER)).version_id == second
    assert (await items.published_item(CODE, LATER - timedelta(seconds=1))).version_id == first
    with pytest.raises(VersionNotFound):
        await items.published_item(CODE, NOON - timedelta(seconds=1))


async def test_who_drafted_does_not_publish(db: str) -> None:
    await items.draft_item(WRITER, an_item(), NOON)

    with pytest.raises(SecondPersonRequired):
        await items.publish_item(WRITER, CODE, NOON)
    with pytest.raises(VersionNotFound):
        await items.published_item(CODE, NOON)


async def test_an_item_beyond_the_law_is_refused_with_every_fault(db: str) -> None:
    limits = an_item().limits
    await items.draft_item(
        WRITER, an_item(law=(), limits=type(limits)(Allowance(30, Unit.WORKING_DAY), limits.promised)), NOON
    )

    with pytest.raises(DefinitionRefused) as refused:
        await items.publish_item(PUBLISHER, CODE, NOON)

    assert [fault[:2] for fault in refused.value.faults] == [
        ("/law", "NO_BASIS"),
        ("/limits/statutory", "OVER_CAP"),
    ]


async def test_there_is_one_draft_of_a_code_and_nothing_to_publish_without(db: str) -> None:
    await items.draft_item(WRITER, an_item(name="one"), NOON)
    await items.draft_item(WRITER, an_item(name="two"), NOON)
    await items.publish_item(PUBLISHER, CODE, NOON)

    assert (await items.published_item(CODE, NOON)).item.name == "two"
    with pytest.raises(VersionNotFound):
        await items.publish_item(PUBLISHER, CODE, LATER)


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE registry.catalogue_version SET content = '{}'",
        "UPDATE registry.catalogue_version SET published_by = 'staff:9'",
        "DELETE FROM registry.catalogue_version",
    ],
)
async def test_a_published_version_is_not_changed_any_more(db: str, attempt: str) -> None:
    await _published()

    with pytest.raises(asyncpg.PostgresError) as refused:
        await database.execute(attempt)

    assert refused.value.sqlstate == "GD005"


async def test_drafting_and_publishing_are_recorded_as_configuration(db: str) -> None:
    await _published()

    entries = await audit.entries(audit.CONFIG)
    assert [(entry.kind, entry.actor) for entry in entries] == [
        ("drafted", "staff:1"),
        ("published", "staff:2"),
    ]


@pytest.mark.parametrize(
    "text", ["高龄", "龄补", "高", "glbt", "gaoling", "allow old", "老人钱", "OLD", "zunlao"]
)
async def test_an_item_is_found_by(db: str, text: str) -> None:
    await _published()

    assert [found.item.code for found in await items.search_items(text)] == [CODE]


@pytest.mark.parametrize("text", ["垃圾", "高补", "young", "", "  ", "!?"])
async def test_an_item_is_not_found_by(db: str, text: str) -> None:
    await _published()

    assert await items.search_items(text) == []


async def test_a_class_and_its_situations_come_back(db: str) -> None:
    check = Allowance(Decimal("1.5"), Unit.WORKING_HOUR)
    await incident_classes.draft_class(WRITER, a_class(check=check), NOON)
    await incident_classes.publish_class(PUBLISHER, "0102", NOON)

    found = (await incident_classes.published_class("0102", NOON)).incident_class

    assert found == a_class(check=check)
    assert found.situation(None) is found.situation("1")
    assert [one.incident_class.code for one in await incident_classes.search_classes("暴露")] == ["0102"]


async def test_a_class_without_situations_is_refused(db: str) -> None:
    await incident_classes.draft_class(WRITER, a_class(situations=()), NOON)

    with pytest.raises(DefinitionRefused, match="situations"):
        await incident_classes.publish_class(PUBLISHER, "0102", NOON)


SHEET = """code,name,name_en,limit_amount,limit_unit,situation,situation_name,urgent
0501,供水管道破裂,Water pipe burst,3,URGENT_HOUR,1,围护,yes
0501,供水管道破裂,Water pipe burst,8,URGENT_HOUR,2,修复,yes
Animal Found,Animal Found,,2,WORKING_DAY,,,
"""


async def test_a_sheet_of_classes_is_imported_whole(db: str) -> None:
    report = await import_classes(SYSTEM, SHEET, NOON)

    assert (report.faults, report.rows) == ((), 3)
    burst = (await incident_classes.published_class("0501", NOON)).incident_class
    assert [(one.code, one.limit.amount) for one in burst.situations] == [("1", 3), ("2", 8)]
    assert burst.urgent
    animal = (await incident_classes.published_class("Animal Found", NOON)).incident_class
    assert (animal.name_en, animal.needs_verification) == ("Animal Found", True)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, "code"), (1, "name"), (1, "limit_amount"), (1, "limit_unit")]),
        ("code,name,limit_amount,limit_unit\n", [(1, "")]),
        ("code,name,limit_amount,limit_unit,colour\n", [(1, "colour")]),
        (
            SHEET + "0601,坏,Bad,-3,WORKING_DAY,,,\n0602,坏,Bad,3,FORTNIGHT,,,\n,坏,Bad,3,WORKING_DAY,,,\n",
            [(5, "limit_amount"), (6, "limit_unit"), (7, "code")],
        ),
        (SHEET + "0601,坏,Bad,3,WORKING_DAY,,,maybe\n", [(5, "urgent")]),
        (SHEET + "0601,坏,Bad,3\n", [(5, "")]),
        (SHEET + '0601,"坏,Bad,3', [(5, "")]),
        (SHEET + "0501,供水管道破裂,Water pipe burst,3,URGENT_HOUR,1,again,yes\n", [(5, "situations")]),
        (SHEET + "0701,慢,Slow,3,WORKING_DAY,,,yes\n", [(5, "situations/0/limit")]),
    ],
)  # fmt: skip
async def test_a_sheet_with_a_bad_row_is_refused_whole_and_every_bad_row_told(
    db: str, text: str, faults: list[tuple[int, str]]
) -> None:
    report = await import_classes(SYSTEM, text, NOON)

    assert [(fault.line, fault.column) for fault in report.faults] == faults
    assert await incident_classes.published_classes() == []


async def test_an_import_needs_a_second_person_too(db: str) -> None:
    with pytest.raises(SecondPersonRequired):
        await import_classes(WRITER, SHEET, NOON)

    assert await incident_classes.published_classes() == []
    assert (await import_classes(WRITER, SHEET, NOON, PUBLISHER)).faults == ()


@pytest.mark.outside_data
async def test_every_type_of_boston_becomes_a_class(db: str) -> None:
    path = Path(os.environ["OUTSIDE_DATA"]) / "boston" / "boston311_2015_sample40k.csv"
    with path.open(newline="", encoding="utf-8") as file:
        types = sorted({row["TYPE"] for row in csv.DictReader(file)})
    lines = [f'"{one}","{one}",5,WORKING_DAY' for one in types]

    report = await import_classes(SYSTEM, "\n".join(["code,name,limit_amount,limit_unit", *lines]), NOON)

    assert report.faults == ()
    assert len(await incident_classes.published_classes()) == len(types) == 157
