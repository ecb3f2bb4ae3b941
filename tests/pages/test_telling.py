"""What pages tell of a real case: names instead of codes, and no more than may be told."""

import re

import pytest

from desk.pages import names
from desk.pages.telling.decisions import decided_then
from desk.pages.telling.explanations import Explanation, explained
from desk.pages.telling.steps import Step, steps_of
from desk.pages.templating import ENVIRONMENT
from desk.pages.translations import speaking
from dispatch import journal
from dispatch.case_store import case_by_no, routings_of
from reach import SYSTEM
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import Drive, incident_to_feedback, taken_in
from tests.pages.people import Visitors
from tests.usecases.test_round_trips import counted, worked

_CODE = re.compile(r"[a-z]+_[a-z_]+|\b[A-Z_]{4,}\b|(staff|subject|holder):\d|\d{9,}")
_SHOWN = """{% from "shared/words.html" import steps, explanation, conflict with context %}"""


async def _steps(drive: Drive) -> tuple[Step, ...]:
    case = await case_by_no(SYSTEM, drive.case_no)
    return await steps_of(case, await journal.entries_of(case.id), SYSTEM)


async def _explained(drive: Drive) -> list[Explanation]:
    case = await case_by_no(SYSTEM, drive.case_no)
    return await explained(await decided_then(case.kind, await routings_of(case)))


async def _render(call: str, **values: object) -> str:
    template = ENVIRONMENT.from_string(f"{_SHOWN}{{{{ {call} }}}}")
    return template.render(city=await names.city(), viewer=None, **values)


async def test_the_journal_of_an_incident_is_told_without_a_code(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())

    shown = await _render("steps(told)", told=await _steps(drive))

    assert not _CODE.search(re.sub(r"<[^>]*>", "", shown)), shown


async def test_the_journal_begins_with_what_happened_last(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())

    told = await _steps(drive)

    assert [step.seq for step in told] == sorted((step.seq for step in told), reverse=True)
    assert told[0].what == "处置反馈"


async def test_who_acted_is_told_by_name(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())
    known = await names.staff([int(visitors.world.who("upkeep").who)])

    told = await _steps(drive)

    assert told[0].who in known.values()


async def test_to_whom_work_was_sent_is_told_by_name(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())

    dispatched = next(step for step in await _steps(drive) if step.what == "派遣")

    assert "荔城区城管局" in {fact.text for fact in dispatched.facts if fact.label == "交给"}


async def test_what_it_was_taken_on_as_is_told_by_name(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())

    filed = next(step for step in await _steps(drive) if step.what == "立案")

    assert {fact.label for fact in filed.facts} >= {"案件类别", "情形"}


async def test_materials_asked_for_are_told_by_name(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    await drive.does("clerk", "notify-supplement", codes=["application"], text="请补交")

    asked = next(step for step in await _steps(drive) if step.what == "补正告知")

    assert ("材料", "申请表") in {(fact.label, fact.text) for fact in asked.facts}


async def test_texts_stay_sealed_until_they_are_opened(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())

    shown = await _render("steps(told)", told=await _steps(drive))

    assert "家中老人年满八十" not in shown
    assert "内容已密封" in shown


async def test_opened_texts_are_shown(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    case = await case_by_no(SYSTEM, drive.case_no)
    entries = await journal.entries_of(case.id)
    sealed = next(text for step in await _steps(drive) for text in step.sealed)

    told = await steps_of(case, entries, SYSTEM, {sealed.id: "家中老人年满八十"})

    assert "家中老人年满八十" in await _render("steps(told)", told=told)


async def test_a_routing_says_who_answers_and_by_which_row(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())

    told = (await _explained(drive))[0]

    assert told.winner is not None
    assert told.winner.lead == "荔城区城管局"
    assert not told.by_person


async def test_a_routing_is_told_without_a_code(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())

    shown = await _render("explanation(told)", told=(await _explained(drive))[0])

    assert not _CODE.search(re.sub(r"<[^>]*>", "", shown)), shown
    assert "荔城区城管局" in shown


async def test_english_pages_tell_in_english(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())

    with speaking("en"):
        told = await _steps(drive)

    assert told[0].what == "Reported done"


async def test_who_was_too_late_reads_what_happened(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())
    case = await case_by_no(SYSTEM, drive.case_no)

    told = await steps_of(case, (await journal.entries_of(case.id))[-1:], SYSTEM)

    assert told[0].what == "处置反馈"
    assert "处置反馈" in await _render("conflict(told)", told=told)


async def test_names_are_asked_for_once_however_long_the_journal(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())
    case = await case_by_no(SYSTEM, drive.case_no)
    entries = await journal.entries_of(case.id)
    names.forget()

    async with counted() as heard:
        await steps_of(case, entries, SYSTEM)

    assert len(worked(heard)) <= 4


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("林海燕", '<span lang="zh-CN">林海燕</span>'),
        ("Licheng · 林海燕", 'Licheng · <span lang="zh-CN">林海燕</span>'),
        ("叶*强", '<span lang="zh-CN">叶*强</span>'),
        ("System", "System"),
        ("", ""),
        ("<b>林", '&lt;b&gt;<span lang="zh-CN">林</span>'),
    ],
)
def test_chinese_that_has_no_english_is_marked_on_english_pages(text: str, marked: str) -> None:
    with speaking("en"):
        shown = ENVIRONMENT.from_string("{{ text | zh }}").render(text=text)

    assert shown == marked


async def test_english_pages_mark_the_names_of_staff(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())

    with speaking("en"):
        shown = await _render("explanation(told)", told=(await _explained(drive))[0])

    assert '<span lang="zh-CN">荔城区城管局</span> answers for it.' in shown
