"""What people wrote about a case before there was one: sealed with it, and named in its first entry."""

import json
from collections.abc import Iterable
from dataclasses import replace

from desk.answers_given import FIELD
from desk.new_case import MaterialLine, NewCase
from dispatch.rules.entry_data import SealedText


def texts_of(new: NewCase) -> list[tuple[str, str]]:
    """Everything to be sealed, by field: texts, the rules by which shared records were asked for, answers."""
    texts = {field: text for field, text in new.texts.items() if text.strip()}
    for given in new.materials:
        if given.exception.strip():
            texts[_exception(given.code)] = given.exception
    if new.answers:
        texts[FIELD] = json.dumps(dict(new.answers), ensure_ascii=False, sort_keys=True)
    return list(texts.items())


def with_exceptions(lines: Iterable[MaterialLine], sealed: dict[str, SealedText]) -> list[MaterialLine]:
    """The list with the rule beside each shared record that was asked for all the same."""
    return [
        replace(line, exception_text=sealed[_exception(line.code)].text)
        if _exception(line.code) in sealed
        else line
        for line in lines
    ]


def _exception(code: str) -> str:
    return f"exception_{code}"
