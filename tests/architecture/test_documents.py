"""What the documents name is there: files, folders, functions, links, commands and their options."""

import ast
import os
import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from desk.cli import command_line
from tests.architecture.sources import ROOMS, ROOT

DOCUMENTS = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]))
WRITTEN_BY_HAND = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/architecture.md",
    "docs/decisions.md",
)
_NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]

_FENCE = re.compile(r"^```.*?$(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(#[^)\s]+)?\)")
_FILE = re.compile(r"(?<![\w./<>{}*-])[\w.*-]+(?:/[\w.*-]+)*\.(?:py|md|csv|json|toml|txt|in|yaml|html|css)\b")
_FOLDER = re.compile(r"(?<![\w./<>{}*:-])[\w.-]+(?:/[\w.-]+)*/(?![\w<{*/])")
_FUNCTION = re.compile(r"`([\w/]+\.py)` `(\w+)`")
_COMMAND = re.compile(r"(?<![\w./-])(bin/[\w-]+)((?: +[^\s`#|;]+)*)")


@cache
def paths() -> tuple[str, ...]:
    """Every file and folder (these with a slash at the end) of the clone that `.gitignore` does not name."""
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()} | {".git"}
    found = []
    for folder, names, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        names[:] = [name for name in names if name not in ignored]
        found += [(here / name).as_posix() + "/" for name in names]
        found += [(here / name).as_posix() for name in files]
    return tuple(found)


def code_in(text: str) -> list[str]:
    """The pieces of a document set as code: fenced blocks, then spans outside them."""
    return _FENCE.findall(text) + _SPAN.findall(_FENCE.sub("", text))


def is_there(name: str) -> bool:
    """Whether a file or folder has this path, or a path inside a room ends so; `*` stands for anything."""
    first = name.split("/")[0]
    if name.startswith("var/") or (first in ROOMS and name.count("/") and "*" not in name):
        return name.startswith("var/") or name in paths()
    return any(fnmatchcase(path, name) or fnmatchcase(path, f"*/{name}") for path in paths())


def anchors(text: str) -> set[str]:
    """The anchors the headings of a document have."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(text: str) -> set[tuple[str, str]]:
    """Every command of ours a document shows, with what follows it."""
    shown = "\n".join(code_in(text)).replace("\\\n", " ")
    return {(command, rest.strip()) for command, rest in _COMMAND.findall(shown)}


@pytest.mark.parametrize("name", WRITTEN_BY_HAND)
def test_the_documents_a_newcomer_needs_are_there(name: str) -> None:
    assert name in _NAMES


@pytest.mark.parametrize("document", DOCUMENTS, ids=_NAMES)
def test_every_file_and_folder_a_document_names_is_there(document: Path) -> None:
    code = "\n".join(code_in(document.read_text("utf-8")))

    named = set(_FILE.findall(code)) | set(_FOLDER.findall(code))

    assert not {name for name in named if not is_there(name)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=_NAMES)
def test_every_function_a_document_names_with_its_file_is_in_it(document: Path) -> None:
    missing = set()
    for name, function in _FUNCTION.findall(document.read_text("utf-8")):
        files = [path for path in paths() if path == name or path.endswith(f"/{name}")]
        known: set[str] = set()
        for file in files:
            nodes = ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
            known |= {str(getattr(node, "name", getattr(node, "id", ""))) for node in nodes}
        if function not in known:
            missing.add(f"{name} {function}")

    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=_NAMES)
def test_every_link_inside_the_clone_leads_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    broken = set()
    for target, anchor in _LINK.findall(text):
        to = document.parent / target if target else document
        if not to.exists() or (anchor and anchor not in anchors(to.read_text("utf-8"))):
            broken.add(target + anchor)

    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=_NAMES)
def test_every_command_a_document_shows_can_be_run(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = []
    for command, rest in sorted(commands(document.read_text("utf-8"))):
        if not os.access(ROOT / command, os.X_OK):
            wrong.append(command)
        elif command == "bin/desk" and rest and not _understood(rest.split(), capsys):
            wrong.append(f"{command} {rest}")

    assert not wrong


def _understood(words: list[str], capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether bin/desk knows the command these words begin with, and every option among them."""
    for length in (2, 1, 0):
        inner = [word for word in words[:length] if not word.startswith(("-", "<"))]
        with pytest.raises(SystemExit) as ended:
            command_line().parse_args([*inner, "--help"])
        said = capsys.readouterr().out
        if ended.value.code == 0 and (inner or words[0].startswith(("-", "<"))):
            options = {word.split("=")[0] for word in words if word.startswith("--")}
            return all(re.search(rf"{re.escape(option)}\b", said) for option in options)
    return False


def test_every_folder_of_the_house_is_on_the_map() -> None:
    architecture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    shown = {*ROOMS, "tests"}
    folders = {Path(path).parent for path in paths() if path.endswith(".py") and path.split("/")[0] in shown}

    assert not {
        str(folder)
        for folder in folders
        if (f"{folder}/" if folder.parts[0] == "tests" else f"{folder.name}/") not in architecture
    }


def test_every_file_of_a_room_and_every_rule_of_work_is_on_the_map() -> None:
    architecture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    shown = set(re.findall(r"[\w*]+\.py", "\n".join(_FENCE.findall(architecture))))
    own = {"__init__.py", "errors.py", "tables.py", "piccolo_app.py"}  # every room has these
    files = [Path(path) for path in paths() if path.endswith(".py")]
    mapped = [
        file
        for file in files
        if file.parts[0] in ROOMS and (len(file.parts) == 2 or str(file.parent) == "dispatch/rules")
    ]

    missing = {str(file) for file in mapped if not any(fnmatchcase(file.name, name) for name in shown | own)}

    assert not {name for name in missing if not name.endswith("_tables.py")}


def test_what_is_not_there_is_found() -> None:
    text = "`desk/nowhere.py`, `rules/no_such_rule.py`, `grid/cellar/`\n```\nbin/nothing --help\n```\n"
    code = "\n".join(code_in(text))

    named = set(_FILE.findall(code)) | set(_FOLDER.findall(code))

    assert {name for name in named if not is_there(name)} == named
    assert commands(text) == {("bin/nothing", "--help")}
