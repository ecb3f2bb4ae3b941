"""Every kind of journal entry tells its facts with names and words, never with an id or a code."""

import re
from datetime import UTC, datetime
from typing import TypedDict

import pytest

from desk.pages.telling.step_facts import Called, facts
from dispatch.rules.application_data import DecisionData, HandingData, RefusalData, SpecialData
from dispatch.rules.application_facts import SpecialKind
from dispatch.rules.change import CaseValues
from dispatch.rules.entry_data import (
    AmountData,
    AssignedData,
    ClockData,
    CodesData,
    EntryData,
    FilesData,
    HandOverData,
    MovedClock,
    NoticeData,
    OrderData,
    Plain,
    RatingData,
    RecountData,
    RoutedData,
    TieData,
    Whom,
)
from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.incident_data import DoneData, FilingData, FollowUpData, ReturnData, UntilData, VisitData
from dispatch.rules.journal import DATA_OF
from tests.rules.limits import PUTIAN

AT = datetime(2026, 11, 9, 1, 42, tzinfo=UTC)


class _Base(TypedDict):
    state: str
    version: int


BASE: _Base = {"state": "FILED", "version": 3}
CALLED = Called(
    zone=PUTIAN.zone,
    actors={"staff:12": "林海燕", "staff:13": "陈志强"},
    departments={7: "荔城区城管局", 8: "荔城区民政局"},
    matters={"0102": "暴露垃圾"},
    parts={"0102": {"1": "散落垃圾"}, "350105002000": {"application": "申请表"}},
    places={"350300/350304/": "荔城区"},
    cases={5: "35030020261109-00005"},
)
# (label, text) that each kind of content has to tell.
SAMPLES: list[tuple[K, EntryData, list[tuple[str, str]]]] = [
    (K.DISPATCHED, AssignedData(**BASE, lead=Whom(7), others=[Whom(8), Whom(None, "staff:12")]),
     [("交给", "荔城区城管局"), ("协办", "荔城区民政局、林海燕")]),
    (K.ASSIGNED, AssignedData(**BASE, lead=Whom(7, "staff:12")), [("交给", "荔城区城管局 · 林海燕")]),
    (K.SUPPLEMENT_NOTIFIED, CodesData(**BASE, codes=["application"]), [("材料", "申请表")]),
    (K.REFUSED, RefusalData(**BASE, reason="not_our_power", department_id=8),
     [("理由", "不属本机关职权范围"), ("主管部门", "荔城区民政局")]),
    (K.GRANTED_INSTANT, DecisionData(**BASE, deciding_body=8), [("决定机关", "荔城区民政局")]),
    (K.EXTENDED, AmountData(**BASE, amount=10), [("延长", "10 个工作日")]),
    (K.EXTENSION_GRANTED, AmountData(**BASE, amount=4), [("延长", "4（单位同原期限）")]),
    (K.SPECIAL_STARTED,
     SpecialData(**BASE, procedure=SpecialKind.HEARING.value, approved_by="staff:12", expected_days=15),
     [("特别程序", "听证"), ("批准人", "林海燕"), ("预计", "15 个工作日")]),
    (K.DELIVERED, HandingData(**BASE, mode="0", collected_by=9, document_kind="resident_id"),
     [("送达方式", "窗口领取"), ("领取人证件", "居民身份证")]),
    (K.FILED, FilingData(**BASE, class_code="0102", situation="1"),
     [("案件类别", "暴露垃圾"), ("情形", "散落垃圾")]),
    (K.RETURN_REQUESTED,
     ReturnData(**BASE, reason="wrong_place", returned_task=4, department_id=7, suggested_department=8),
     [("退回原因", "不在本辖区"), ("退回方", "荔城区城管局"), ("建议交给", "荔城区民政局")]),
    (K.VERIFIED, VisitData(**BASE, agrees=True, photos=[1, 2]), [("结果", "与上报一致"), ("照片", "2 个")]),
    (K.CHECKED, VisitData(**BASE, agrees=False, photos=[]), [("结果", "处置不到位")]),
    (K.FED_BACK, DoneData(**BASE, after=[3]), [("处置后照片", "1 个")]),
    (K.FOLLOWED_UP, FollowUpData(**BASE, satisfied=False, handler_at_fault=True),
     [("反映人", "不满意"), ("原因", "处置不到位")]),
    (K.SUSPENDED, UntilData(**BASE, until=AT), [("到", "2026年11月9日 09:42")]),
    (K.SUPERVISED, OrderData(**BASE, due=AT), [("回复期限", "2026年11月9日 09:42")]),
    (K.HAND_OVER_ASKED, HandOverData(**BASE, to=13), [("移交给", "陈志强")]),
    (K.LINKED, TieData(**BASE, case_id=5, relation="duplicate"), [("重复", "35030020261109-00005")]),
    (K.RATED, RatingData(**BASE, stars=4), [("评分", "4 星（满分 5 星）")]),
    (K.ATTACHED, FilesData(**BASE, files=[1]), [("附件", "1 个")]),
    (K.ROUTED, RoutedData(**BASE, routing_id=9), []),
    (K.CLOCK_BREACHED, ClockData(**BASE, clock="handling", due_at=AT), [("处置期限", "2026年11月9日 09:42")]),
    (K.CLOCKS_RECOUNTED, RecountData(**BASE, moved=[MovedClock("decision", AT, None)]),
     [("法定办结期限", "2026年11月9日 09:42 → 暂停")]),
    (K.NOTICE_ISSUED, NoticeData(**BASE, notice="ACP", file_id=3), [("文书", "受理通知书")]),
    (K.SETTLED, Plain(**BASE, sets=CaseValues(result_code=0)), [("办结结果", "出证办结")]),
    (K.REDISTRICTED, Plain(**BASE, sets=CaseValues(area_path="350300/350304/")), [("现属", "荔城区")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "told"), SAMPLES, ids=lambda one: str(getattr(one, "value", "")))
def test_an_entry_tells_its_facts_in_words(kind: K, data: EntryData, told: list[tuple[str, str]]) -> None:
    assert list(facts(kind, data, "350105002000", CALLED)) == told


def test_there_is_a_sample_of_every_kind_of_content() -> None:
    assert {type(data) for _, data, _ in SAMPLES} == set(DATA_OF.values())


def test_the_first_responder_is_told_by_name() -> None:
    data = Plain(**BASE, sets=CaseValues(first_responder=12))

    assert list(facts(K.RECEIVED, data, "0102", CALLED)) == [("首问负责人", "林海燕")]


@pytest.mark.parametrize(("kind", "data", "told"), SAMPLES, ids=lambda one: str(getattr(one, "value", "")))
def test_what_nobody_named_is_left_out_or_said_in_words(
    kind: K, data: EntryData, told: list[tuple[str, str]]
) -> None:
    nothing_named = Called(zone=PUTIAN.zone)

    shown = [text for _, text in facts(kind, data, "350105002000", nothing_named)]

    assert not [text for text in shown if re.search(r"[a-z_]{3,}|staff:|\b(0102|350105002000)\b", text)]
