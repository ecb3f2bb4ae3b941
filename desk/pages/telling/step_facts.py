"""The facts of a journal entry that matter to staff, with names where the journal keeps ids and codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import UNSET

from desk.pages import wording
from desk.pages.formats import when
from desk.pages.telling.derivations import amount
from desk.pages.translations import gettext as _
from desk.pages.translations import ngettext
from desk.rules.clock_words import CLOCK_WORDS
from desk.rules.person_words import NUMBER_WORDS
from dispatch.rules import application_data as applied
from dispatch.rules import entry_data as told
from dispatch.rules import incident_data as reported
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.entry_kinds import EntryKind
from registry.rules.allowances import Allowance, Unit
from registry.rules.identity_numbers import NumberKind

Pairs = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Called:
    """What everything an entry may name is called, in the language spoken; `zone` is the city's.

    `parts` are the materials or situations of each matter; a case out of reach has no number here.
    """

    zone: ZoneInfo
    actors: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[int, str] = field(default_factory=dict)
    matters: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[int, str] = field(default_factory=dict)

    def handler(self, whom: told.Whom | reported.ReturnData) -> str:
        """A department, or the worker in it."""
        names = (
            self.departments.get(whom.department_id or 0, ""),
            self.actors.get(whom.worker or "", ""),
        )
        return " · ".join(name for name in names if name)

    def time(self, at: datetime) -> str:
        """An instant (UTC) in the city's time."""
        return when(at, self.zone)

    def staff(self, staff_id: int) -> str:
        """A member of staff."""
        return self.actors.get(f"staff:{staff_id}", "")


def facts(kind: EntryKind, data: told.EntryData, matter: str, called: Called) -> Pairs:
    """What an entry says besides its kind, as (label, text); `matter` is the code of the case's matter."""
    for label, text in (*_of_kind(kind, data, matter, called), *_of_any(kind, data, called)):
        if text:
            yield label, text


def _of_any(kind: EntryKind, data: told.EntryData, called: Called) -> Pairs:
    sets = None if data.sets is UNSET else data.sets
    if sets is not None and sets.result_code is not UNSET:
        yield _("办结结果"), wording.named(sets.result_code, "result")
    if sets is not None and sets.first_responder is not UNSET:
        yield _("首问负责人"), called.staff(sets.first_responder)
    if sets is not None and sets.area_path is not UNSET and kind is EntryKind.REDISTRICTED:
        yield _("现属"), called.places.get(sets.area_path, "")
    if data.escalated is True:
        yield _("转交"), _("由裁定人决定责任方")


def _of_kind(kind: EntryKind, data: told.EntryData, matter: str, called: Called) -> Pairs:
    match data:
        case told.AssignedData(lead=lead, others=others):
            yield _("交给"), called.handler(lead) if lead else ""
            yield _("协办"), _list(called.handler(one) for one in others)
        case told.CodesData(codes=codes):
            known = called.parts.get(matter, {})
            yield _("材料"), _list(known.get(code, _("已撤销的材料")) for code in codes)
        case told.AmountData(amount=number):
            yield _("延长"), _longer(kind, number)
        case told.OrderData(due=due):
            yield _("回复期限"), called.time(due) if due else ""
        case told.HandOverData(to=to):
            yield _("移交给"), called.staff(to)
        case told.TieData(case_id=case_id, relation=relation):
            yield wording.named(relation, "relation"), called.cases.get(case_id, _("权限范围外的办件"))
        case told.RatingData(stars=stars):
            yield _("评分"), _("%(stars)s 星（满分 5 星）") % {"stars": stars}
        case told.FilesData(files=files):
            yield _("附件"), _photos(len(files))
        case told.ClockData() | told.RecountData() | told.NoticeData():
            yield from _of_the_house(data, called)
        case _:
            yield from _of_applications(data, called)
            yield from _of_incidents(kind, data, called)


def _longer(kind: EntryKind, number: int) -> str:
    if kind is EntryKind.EXTENDED:
        return amount(Allowance(number, Unit.WORKING_DAY))
    return _("%(number)s（单位同原期限）") % {"number": number}


def _of_the_house(data: told.ClockData | told.RecountData | told.NoticeData, called: Called) -> Pairs:
    match data:
        case told.ClockData(clock=clock, due_at=due_at):
            yield _clock(clock), called.time(due_at)
        case told.RecountData(moved=moved):
            for one in moved:
                before, after = (called.time(at) if at else _("暂停") for at in (one.before, one.after))
                yield _clock(one.clock), f"{before} → {after}"
        case told.NoticeData(notice=notice):
            yield _("文书"), wording.named(notice, "notice")


def _of_applications(data: told.EntryData, called: Called) -> Pairs:
    match data:
        case applied.RefusalData(reason=reason, department_id=department):
            yield _("理由"), wording.named(reason, "refusal")
            yield _("主管部门"), called.departments.get(department or 0, "")
        case applied.DecisionData(deciding_body=body):
            yield _("决定机关"), called.departments.get(body or 0, "")
        case applied.SpecialData(procedure=procedure, approved_by=approver, expected_days=days):
            yield _("特别程序"), wording.named(procedure, "special")
            yield _("批准人"), called.actors.get(approver, "")
            yield _("预计"), amount(Allowance(days, Unit.WORKING_DAY))
        case applied.HandingData(mode=mode, document_kind=document):
            yield _("送达方式"), wording.named(mode, "delivery")
            yield _("领取人证件"), _document(document)


def _of_incidents(kind: EntryKind, data: told.EntryData, called: Called) -> Pairs:
    match data:
        case reported.FilingData(class_code=code, situation=situation):
            yield _("案件类别"), called.matters.get(code, "")
            yield _("情形"), called.parts.get(code, {}).get(situation, "")
        case reported.ReturnData(reason=reason, suggested_department=department):
            yield _("退回原因"), wording.named(reason, "return")
            yield _("退回方"), called.handler(data)
            yield _("建议交给"), called.departments.get(department or 0, "")
        case reported.VisitData(agrees=agrees, photos=photos):
            yield _("结果"), _visit(kind, agrees=agrees)
            yield _("照片"), _photos(len(photos))
        case reported.DoneData(before=before, after=after):
            yield _("处置前照片"), _photos(len(before))
            yield _("处置后照片"), _photos(len(after))
        case reported.FollowUpData(satisfied=satisfied, handler_at_fault=fault):
            yield _("反映人"), _("满意") if satisfied else _("不满意")
            yield _("原因"), _("处置不到位") if fault else ""
        case reported.UntilData(until=until):
            yield _("到"), called.time(until)


def _visit(kind: EntryKind, *, agrees: bool) -> str:
    if kind is EntryKind.VERIFIED:
        return _("与上报一致") if agrees else _("与上报不一致")
    return _("处置到位") if agrees else _("处置不到位")


def _document(code: str | None) -> str:
    # What is no known kind of document was typed in, so it is a name already.
    return wording.spoken(NUMBER_WORDS[NumberKind(code)]) if code in set(NumberKind) else code or ""


def _clock(code: str) -> str:
    return wording.spoken(CLOCK_WORDS[ClockKind(code)])


def _photos(number: int) -> str:
    return ngettext("%(number)s 个", "%(number)s 个", number) % {"number": number} if number else ""


def _list(names: Iterator[str]) -> str:
    return _("、").join(name for name in names if name)
