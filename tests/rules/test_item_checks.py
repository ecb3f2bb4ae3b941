"""An item beyond the law, or without sense, is not published; answers are checked each at its place."""

from dataclasses import replace
from datetime import date

import pytest

from registry.rules.allowances import Allowance, Unit
from registry.rules.form_fields import Answer, Condition, FieldKind, FormField
from registry.rules.forms import answer_faults
from registry.rules.item_checks import item_faults
from registry.rules.item_definition import (
    CaseKind,
    Delegation,
    Item,
    Material,
    Obtain,
    ServiceLevel,
    ServiceRole,
)
from registry.rules.law import ItemLimits
from tests.builders_registry import AGE, FORM, PAID_BY, an_item

DAY = Unit.WORKING_DAY
DELEGATED = Delegation("荔政办〔2026〕1号", "荔城区民政局", date(2027, 12, 31))


def _days(statutory: int, promised: int) -> ItemLimits:
    return ItemLimits(Allowance(statutory, DAY), Allowance(promised, DAY))


def test_a_good_item_has_no_faults() -> None:
    assert item_faults(an_item()) == ()


@pytest.mark.parametrize(
    ("item", "pointer", "code"),
    [
        (an_item(code="short"), "/code", "BAD_CODE"),
        (an_item(name="  "), "/name", "BLANK"),
        (an_item(law=()), "/law", "NO_BASIS"),
        (an_item(law=(" ",)), "/law", "NO_BASIS"),
        (an_item(subjects=("ghost",)), "/subjects", "UNKNOWN_SUBJECT"),
        (an_item(deciding_level="MOON"), "/deciding_level", "UNKNOWN_LEVEL"),
        (an_item(limits=_days(21, 10)), "/limits/statutory", "OVER_CAP"),
        (an_item(limits=_days(20, 21)), "/limits/promised", "OVER_STATUTORY"),
        (
            an_item(limits=replace(_days(20, 5), acceptance=Allowance(6, DAY))),
            "/limits/acceptance",
            "OVER_CAP",
        ),
        (an_item(limits=replace(_days(20, 5), delivery=Allowance(11, DAY))), "/limits/delivery", "OVER_CAP"),
        (
            an_item(limits=replace(_days(20, 5), extension=Allowance(11, DAY))),
            "/limits/extension",
            "OVER_CAP",
        ),
        (an_item(limits=replace(_days(45, 5), joint=True)), "", ""),
        (
            an_item(limits=replace(_days(20, 5), excluded=frozenset({"publicity"}))),
            "/limits/excluded",
            "NOT_LEFT_OUT_BY_LAW",
        ),
        (an_item(supplement=Allowance(3, Unit.WORKING_HOUR)), "/supplement", "NOT_DAYS"),
        (an_item(service_levels=()), "/service_levels", "NOBODY_TAKES_IT_IN"),
        (
            an_item(service_levels=(ServiceLevel("MOON", (ServiceRole.ACCEPT,)),)),
            "/service_levels/0/level",
            "UNKNOWN_LEVEL",
        ),
        (an_item(materials=(FORM, FORM)), "/materials", "REPEATED"),
        (
            an_item(materials=(Material("A", "甲", "A", Obtain.SHARED),)),
            "/materials/0/licence_type",
            "NO_RECORD_TYPE",
        ),
        (
            an_item(materials=(replace(FORM, when=(Condition("who", ("x",)),)),)),
            "/materials/0/when/0",
            "UNKNOWN_FIELD",
        ),
        (
            an_item(form=(replace(AGE, when=(Condition("paid_by", ("x",)),)), PAID_BY), materials=()),
            "/form/0/when/0",
            "UNKNOWN_FIELD",
        ),
        (an_item(form=(replace(AGE, least=140),), materials=()), "/form/0/least", "OVER_MOST"),
        (
            an_item(form=(replace(PAID_BY, choices=()),), materials=()),
            "/form/0/choices",
            "CHOICES_DO_NOT_FIT",
        ),
        (
            an_item(form=(AGE, replace(PAID_BY, when=(Condition("age"),))), materials=()),
            "/form/1/when/0",
            "NEVER_HOLDS",
        ),
        (an_item(delegation=DELEGATED), "/delegation", "NOT_INSTANT"),
        (an_item(kind=CaseKind.INSTANT, delegation=replace(DELEGATED, document="")), "/delegation", "BLANK"),
        (an_item(kind=CaseKind.INSTANT, delegation=DELEGATED), "", ""),
    ],
)
def test_a_fault_is_found_at_its_place(item: Item, pointer: str, code: str) -> None:
    assert [fault[:2] for fault in item_faults(item)] == ([(pointer, code)] if code else [])


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"age": 79}, [("/age", "TOO_SMALL")]),
        ({"age": 131}, [("/age", "TOO_LARGE")]),
        ({"age": "80"}, [("/age", "WRONG_KIND")]),
        ({"age": True}, [("/age", "WRONG_KIND")]),
        ({"living_alone": "yes"}, [("/living_alone", "WRONG_KIND")]),
        ({"paid_by": "gold"}, [("/paid_by", "NOT_A_CHOICE")]),
        ({"paid_by": "bank"}, [("/account", "REQUIRED")]),
        ({"paid_by": "bank", "account": "   "}, [("/account", "REQUIRED")]),
        ({"paid_by": "bank", "account": "1234567"}, [("/account", "TOO_SMALL")]),
        ({"account": "12345678"}, [("/account", "NOT_ASKED")]),
        ({"since": "2026-02-30"}, [("/since", "NO_DAY")]),
        ({"since": "2026-2-3"}, [("/since", "NO_DAY")]),
        ({"since": "2026-02-28", "other": "x"}, [("/other", "NOT_ASKED")]),
        ({"age": 1, "living_alone": 0, "paid_by": 3}, [
            ("/living_alone", "WRONG_KIND"), ("/age", "TOO_SMALL"), ("/paid_by", "WRONG_KIND"),
        ]),
    ],
)  # fmt: skip
def test_every_wrong_answer_is_told_at_its_place(
    changes: dict[str, Answer], faults: list[tuple[str, str]]
) -> None:
    answers: dict[str, Answer] = {"living_alone": True, "age": 85, "paid_by": "cash", **changes}

    assert [fault[:2] for fault in answer_faults(an_item(), answers)] == faults


def test_a_text_of_ten_thousand_characters_is_too_long_where_no_length_is_given() -> None:
    item = an_item(form=(FormField("note", "备注", "Note", FieldKind.TEXT),), materials=())

    assert answer_faults(item, {"note": "长" * 10_000})[0][:2] == ("/note", "TOO_LARGE")
