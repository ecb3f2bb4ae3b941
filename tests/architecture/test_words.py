"""Committed files name no registry and nobody's own machine; only one file sends a NOTIFY."""

import ast
import os
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, product

_REGISTRIES = re.compile(
    r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|--(?:extra-)?index-url"
    r"|--find-links|https?://[^\s\"')]*/simple\b)"
)
# Folders of the machine somebody happens to work on.
_OWN_FOLDERS = re.compile(r"(?<![\w./*])/(?:home|Users|root|work)/\w")
_TEXTS = {
    ".txt",
    ".in",
    ".toml",
    ".json",
    ".yaml",
    ".yml",
    ".py",
    ".md",
    ".cfg",
    ".ini",
    ".sh",
    ".js",
    ".css",
    ".html",
    ".po",
    "",
}
_NOTIFY = re.compile(r"\bNOTIFY\b|pg_notify", re.IGNORECASE)
_NOTIFIER = "dispatch/waking.py"


def _committed() -> list[Path]:
    """Every text of the clone that `.gitignore` does not name; needs no git where only a copy was given."""
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()} | {".git"}
    found = []
    for folder, names, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        names[:] = [name for name in names if name not in ignored and str(here / name) not in ignored]
        found += [Path(folder, file) for file in files if Path(file).suffix in _TEXTS]
    return sorted(found)


@pytest.mark.parametrize("path", _committed(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_committed_file_names_no_registry_and_nobodys_own_folders(path: Path) -> None:
    if path == Path(__file__):
        return

    assert not _REGISTRIES.findall(path.read_text("utf-8"))
    assert not _OWN_FOLDERS.findall(path.read_text("utf-8"))


def test_only_one_file_sends_a_notify() -> None:
    senders = set()
    for source in product():
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        texts = [
            str(node.value)
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        ]
        if any(_NOTIFY.search(text) for text in texts):
            senders.add(source.name)

    assert senders <= {_NOTIFIER}


def test_no_comment_is_left_for_later() -> None:
    later = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")

    assert not [source.name for source in product() if later.search(source.text)]
