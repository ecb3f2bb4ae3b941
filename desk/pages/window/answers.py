"""The questions of an item as fields of a page: which are asked now, what was answered, what is wrong."""

from dataclasses import dataclass

from desk.pages import wording
from desk.pages.forms import Form
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from registry.rules.form_fields import Answer, FieldKind, FormField
from registry.rules.forms import LONGEST_TEXT, answer_faults, asked
from registry.rules.item_definition import Item
from registry.rules.materials import Answers

YES, NO = "yes", "no"
_PREFIX = "answer-"
_SAID: dict[str, str] = {
    "REQUIRED": N_("请填写这一项。"),
    "NOT_A_CHOICE": N_("请从给出的选项中选择。"),
    "NO_DAY": N_("请填写日期，例如 2026-11-21。"),
    "NOT_ASKED": N_("这里不需要这一项。"),
}
_LONG = 60  # characters from which an answer gets more than one line


@dataclass(frozen=True, slots=True)
class Question:
    """One field of an item's form as the macros of forms show it."""

    name: str
    label: str
    hint: str
    control: str
    required: bool
    options: tuple[tuple[str, str], ...]
    attributes: dict[str, str | int]


def read_answers(form: Form, fields: tuple[FormField, ...]) -> dict[str, Answer]:
    """What was answered, as far as anything was; what is no number stays text, and is told as wrong."""
    found: dict[str, Answer] = {}
    for field in fields:
        text = form[f"{_PREFIX}{field.code}"]
        if text:
            found[field.code] = _answer(field, text)
    return found


def _answer(field: FormField, text: str) -> Answer:
    if field.kind is FieldKind.FLAG and text in (YES, NO):
        return text == YES
    if field.kind is FieldKind.NUMBER:
        digits = text.replace(",", "").replace("，", "")
        if digits.removeprefix("-").isdecimal() and len(digits) <= 15:
            return int(digits)
    return text


def asked_answers(item: Item, answers: Answers) -> dict[str, Answer]:
    """The answers to what is asked in this situation; what stood there before a change is let go."""
    found = dict(answers)
    while True:
        questions = {field.code for field in asked(item, found)}
        kept = {code: answer for code, answer in found.items() if code in questions}
        if kept == found:
            return kept
        found = kept


def questions(item: Item, answers: Answers) -> tuple[Question, ...]:
    """The fields this situation asks, in the language spoken."""
    return tuple(_question(field) for field in asked(item, answers))


def _question(field: FormField) -> Question:
    return Question(
        f"{_PREFIX}{field.code}",
        wording.spoken((field.label, field.label_en)),
        wording.spoken((field.help, field.help_en)),
        _control(field),
        field.required,
        _options(field),
        _attributes(field),
    )


def _control(field: FormField) -> str:
    if field.kind in (FieldKind.FLAG, FieldKind.CHOICE):
        return "select"
    if field.kind is FieldKind.TEXT and (field.most or LONGEST_TEXT) > _LONG:
        return "textarea"
    return "date" if field.kind is FieldKind.DATE else "text"


def _options(field: FormField) -> tuple[tuple[str, str], ...]:
    if field.kind is FieldKind.FLAG:
        return (("", _("请选择")), (YES, _("是")), (NO, _("否")))
    if field.kind is FieldKind.CHOICE:
        choices = ((one.value, wording.spoken((one.label, one.label_en))) for one in field.choices)
        return (("", _("请选择")), *choices)
    return ()


def _attributes(field: FormField) -> dict[str, str | int]:
    if field.kind is FieldKind.NUMBER:
        return {"inputmode": "numeric"}
    if field.kind is FieldKind.TEXT:
        return {"maxlength": field.most or LONGEST_TEXT}
    return {}


def faults_said(item: Item, answers: Answers) -> dict[str, tuple[str, ...]]:
    """What is wrong with the answers, in words at their fields."""
    kinds = {field.code: field.kind for field in item.form}
    found: dict[str, tuple[str, ...]] = {}
    for pointer, code, detail in answer_faults(item, answers):
        field = pointer.removeprefix("/")
        found[f"{_PREFIX}{field}"] = (_fault(kinds.get(field), code, detail),)
    return found


def _fault(kind: FieldKind | None, code: str, detail: str) -> str:
    if code in _SAID:
        return _(_SAID[code])
    if code == "WRONG_KIND":
        return _("请填写整数。") if kind is FieldKind.NUMBER else _("填写的内容不符合要求。")
    text = kind is FieldKind.TEXT
    if code == "TOO_SMALL":
        return (_("至少 %(number)s 个字。") if text else _("不能小于 %(number)s。")) % {"number": detail}
    return (_("最多 %(number)s 个字。") if text else _("不能大于 %(number)s。")) % {"number": detail}
