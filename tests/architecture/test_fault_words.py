"""Whatever can be wrong with a request or a field is said in words; codes are for machines."""

import ast
import re

import pytest

from desk.input_errors import FieldError
from desk.pages.fault_words import has_words, said, sentence
from desk.problems import BY_CODE, Problem
from dispatch.rules.findings import Unreachable
from registry.rules.materials import Demand
from tests.architecture.sources import Source, product

_CODE = re.compile(r"[A-Z][A-Z_]{2,}")
# Where rules name the faults of a definition as (pointer, code, detail), and of answers as (code, detail).
_DEFINING = (
    "registry/rules/",
    "dispatch/rules/calendar",
    "dispatch/rules/notice_form",
    "dispatch/rules/find",
)
# Faults of sheets are told at the command line, by line and column.
_OF_SHEETS = ("registry/rules/class_sheet.py",)


def _field_codes(source: Source) -> set[str]:
    """The codes a file writes into the errors of fields and of files."""
    found = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = {"FieldError": 1, "UploadRefused": 0}.get(node.func.id)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                found.add(str(ast.literal_eval(node.args[place])))
    return found


def _defining_codes(source: Source) -> set[str]:
    """The codes a file of rules gives out with the faults of a definition or of answers."""
    found = set()
    for node in ast.walk(source.tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Tuple):
            parts = node.elts
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("Violation", "faults.add"):
            parts = node.args
        for part in parts:
            for inner in ast.walk(part):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    found |= {inner.value} if _CODE.fullmatch(inner.value) else set()
    return found


def _codes() -> list[str]:
    found = {demand.value for demand in Demand} | {why.value for why in Unreachable}
    for source in product():
        found |= _field_codes(source)
        if source.name.startswith(_DEFINING) and source.name not in _OF_SHEETS:
            found |= _defining_codes(source)
    return sorted(found - {"CITY", "DISTRICT", "STREET", "COMMUNITY"})


@pytest.mark.parametrize("problem", BY_CODE.values(), ids=lambda problem: problem.code)
def test_every_problem_is_said_in_words(problem: Problem) -> None:
    assert sentence(problem).endswith("。")


@pytest.mark.parametrize("code", _codes())
def test_every_error_of_a_field_is_said_in_words(code: str) -> None:
    assert has_words(code)


def test_an_answer_that_is_too_large_is_not_taken_for_a_file() -> None:
    answer, file = FieldError("/answers/age", "too_large", ""), FieldError("/file", "too_large", "")

    assert said(answer) != said(file)
