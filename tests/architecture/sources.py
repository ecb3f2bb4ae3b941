"""The product's own Python files, parsed once, as the tests of the house look at them."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("grid", "registry", "dispatch", "integrations", "desk")
ROOT_MODULES = (
    "settings", "engine", "database", "together", "piccolo_conf", "canonical", "chain", "reach", "pinyin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file; `name` is its path from the root, with slashes."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def generated_or_dated(self) -> bool:
        """A migration is never touched again, so it follows no later rule of size."""
        return "/piccolo_migrations/" in self.name


@cache
def product() -> tuple[Source, ...]:
    """Every file of the product that holds anything."""
    paths = [ROOT / f"{module}.py" for module in ROOT_MODULES]
    for room in ROOMS:
        paths += sorted((ROOT / room).rglob("*.py"))
    return _parsed(paths)


@cache
def of_the_tests() -> tuple[Source, ...]:
    """Every file of the tests that holds anything."""
    return _parsed(sorted((ROOT / "tests").rglob("*.py")))


def _parsed(paths: list[Path]) -> tuple[Source, ...]:
    sources = []
    for path in paths:
        text = path.read_text("utf-8")
        if text.strip():
            sources.append(Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(sources)


def imported(source: Source) -> frozenset[str]:
    """The dotted names a file imports, wherever in the file; `from a import b` gives `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{source.name} imports relatively"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def first_parts(source: Source) -> frozenset[str]:
    """The packages a file imports from."""
    return frozenset(name.split(".")[0] for name in imported(source))


def functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a file, methods and inner ones too."""
    return [
        node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def dotted(node: ast.expr) -> str:
    """`a.b.c` for such an expression, and an empty string for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""
