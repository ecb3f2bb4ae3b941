"""Checks the answers to an item's form: every fault at its place."""

from collections.abc import Iterator
from datetime import date

from registry.rules.form_fields import FieldKind, FormField
from registry.rules.item_definition import Item
from registry.rules.materials import Answers, holds

LONGEST_TEXT = 2000


def asked(item: Item, answers: Answers) -> tuple[FormField, ...]:
    """The questions a situation asks, in the order of the form."""
    return tuple(field for field in item.form if all(holds(condition, answers) for condition in field.when))


def answer_faults(item: Item, answers: Answers) -> tuple[tuple[str, str, str], ...]:
    """Every fault as (JSON pointer, code, detail): REQUIRED, WRONG_KIND, NOT_A_CHOICE, NO_DAY, TOO_SMALL,
    TOO_LARGE, NOT_ASKED. Days are of the calendar, without a time zone."""
    questions = {field.code: field for field in asked(item, answers)}
    found: list[tuple[str, str, str]] = []
    for code, field in questions.items():
        answer = answers.get(code)
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            found += [(f"/{code}", "REQUIRED", "")] if field.required else []
        else:
            found += [(f"/{code}", *fault) for fault in _faults(field, answer)]
    found += [(f"/{code}", "NOT_ASKED", "") for code in answers if code not in questions]
    return tuple(found)


def _faults(field: FormField, answer: object) -> Iterator[tuple[str, str]]:
    if field.kind is FieldKind.FLAG:
        if not isinstance(answer, bool):
            yield "WRONG_KIND", "true or false"
    elif field.kind is FieldKind.NUMBER:
        if isinstance(answer, bool) or not isinstance(answer, int):
            yield "WRONG_KIND", "a whole number"
        else:
            yield from _bounds(field, answer)
    elif not isinstance(answer, str):
        yield "WRONG_KIND", "text"
    elif field.kind is FieldKind.CHOICE:
        if answer not in {choice.value for choice in field.choices}:
            yield "NOT_A_CHOICE", ", ".join(choice.value for choice in field.choices)
    elif field.kind is FieldKind.DATE:
        if not _is_day(answer):
            yield "NO_DAY", "YYYY-MM-DD"
    else:
        yield from _bounds(field, len(answer))


def _bounds(field: FormField, measure: int) -> Iterator[tuple[str, str]]:
    most = LONGEST_TEXT if field.most is None and field.kind is FieldKind.TEXT else field.most
    if field.least is not None and measure < field.least:
        yield "TOO_SMALL", str(field.least)
    if most is not None and measure > most:
        yield "TOO_LARGE", str(most)


def _is_day(answer: str) -> bool:
    try:
        return date.fromisoformat(answer).isoformat() == answer
    except ValueError:
        return False
