"""Arrows between the rooms go down only, root modules know no room, and rules are pure."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import (
    ROOMS,
    ROOT,
    ROOT_MODULES,
    Source,
    dotted,
    first_parts,
    imported,
    product,
)

_IMPURE = {
    "os", "random", "secrets", "asyncio", "time", "socket", "subprocess", "threading", "urllib", "pathlib",
    "asyncpg", "piccolo", "sqlalchemy", "geoalchemy2", "httpx", "litestar", "dramatiq",
    "database", "settings", "engine", "piccolo_conf",
}  # fmt: skip
_CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}


def _rules() -> list[Source]:
    return [source for source in product() if "/rules/" in source.name]


def _names(sources: list[Source]) -> list[str]:
    return [source.name for source in sources]


def test_the_rooms_import_downwards_only() -> None:
    linter = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert linter is not None

    checked = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", ROOT_MODULES)
def test_a_root_module_imports_no_room(name: str) -> None:
    source = next(source for source in product() if source.name == f"{name}.py")

    assert not first_parts(source) & set(ROOMS)


def test_there_are_no_root_modules_but_the_named_ones() -> None:
    assert {path.stem for path in ROOT.glob("*.py")} == set(ROOT_MODULES)


@pytest.mark.parametrize("source", _rules(), ids=_names(_rules()))
def test_rules_know_no_clock_no_chance_no_store_and_no_network(source: Source) -> None:
    called = {dotted(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}

    assert not first_parts(source) & _IMPURE
    assert not {name for name in called if name.endswith(tuple(_CLOCKS))}
    assert not [node for node in ast.walk(source.tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]


@pytest.mark.parametrize("source", _rules(), ids=_names(_rules()))
def test_rules_of_a_room_import_no_other_part_of_it(source: Source) -> None:
    room = source.name.split("/")[0]
    inside = {name for name in imported(source) if name.split(".")[0] in ROOMS}

    others = {
        name
        for name in inside
        if ".rules" not in name and not name.startswith((f"{room}.errors", f"{room}.rules"))
    }

    assert not others - set(ROOMS)


def test_the_sandbox_imports_nothing_of_ours() -> None:
    sandbox = [source for source in product() if source.name.startswith("integrations/sandbox/")]

    guilty = {
        source.name: sorted(foreign)
        for source in sandbox
        if (
            foreign := {
                name
                for name in imported(source)
                if name.split(".")[0] in {*ROOMS, *ROOT_MODULES}
                and not name.startswith("integrations.sandbox")
            }
        )
    }

    assert not guilty


def test_nothing_is_imported_inside_a_function() -> None:
    guilty = [
        f"{source.name}:{inner.lineno}"
        for source in product()
        if not source.generated_or_dated
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert not guilty
