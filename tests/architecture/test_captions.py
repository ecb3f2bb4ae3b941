"""The first line of every file says in one sentence what the file is."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, Source, of_the_tests, product

_ALL = (*product(), *of_the_tests())
_SECOND_SENTENCE = re.compile(r"[.!?] [A-Z]")


def caption_fault(source: Source) -> str | None:
    """What is wrong with a file's first line, or None."""
    first = source.text.splitlines()[0]
    if not first.startswith('"""'):
        return "the first line is no caption"
    caption = (ast.get_docstring(source.tree) or "").splitlines()[0]
    if not caption.endswith("."):
        return "the caption is no sentence with a full stop"
    if _SECOND_SENTENCE.search(caption):
        return "the caption is more than one sentence"
    return None


@pytest.mark.parametrize("source", _ALL, ids=[source.name for source in _ALL])
def test_a_file_begins_with_its_caption(source: Source) -> None:
    assert caption_fault(source) is None


@pytest.mark.parametrize("script", sorted(ROOT.glob("bin/*")), ids=lambda path: path.name)
def test_a_command_says_what_it_does_below_its_first_line(script: Path) -> None:
    second = script.read_text().splitlines()[1]

    assert second.startswith("# ")


def test_a_file_without_a_caption_is_found() -> None:
    source = Source("x.py", "import os\n", ast.parse("import os\n"))

    assert caption_fault(source) == "the first line is no caption"
