"""Which functions touch rows of people or cases, told by the SQL they run, themselves or through others."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import Source

# What is kept of people and of cases; a new table of theirs is named here.
TABLES = frozenset({
    "registry.subject", "registry.subject_number", "registry.owner_key", "registry.sealed_text",
    "registry.stored_file", "registry.erasure",
    "registry.staff", "registry.staff_post", "registry.credential",
    "dispatch.cases", "dispatch.journal", "dispatch.tasks", "dispatch.clocks", "dispatch.places",
    "dispatch.captures", "dispatch.case_materials", "dispatch.routings", "dispatch.deliveries",
    "desk.sessions", "desk.answered_requests", "desk.drafts", "desk.draft_keys", "desk.waiting_photos",
    "desk.waiting_papers",
})  # fmt: skip
_NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ONLY)\s+([a-z]+\.\w+)")


def tables_named(node: ast.AST) -> frozenset[str]:
    """The tables that SQL inside a piece of code names."""
    texts = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
    return frozenset(
        table for text in texts if isinstance(text, str) for table in _NAMED.findall(" ".join(text.split()))
    )


def touching(source: Source) -> list[ast.AsyncFunctionDef]:
    """The public asynchronous functions of a file that touch rows of people or cases.

    A function touches what the texts it uses name, and what the functions and texts of its file do that it
    uses. What it calls in other files is looked at there.
    """
    known: set[str] = set()
    while True:
        found = {name for one in source.tree.body if _touches(one, known) for name in _names(one)}
        if found <= known:
            break
        known |= found
    return [
        one
        for one in source.tree.body
        if isinstance(one, ast.AsyncFunctionDef) and one.name in known and not one.name.startswith("_")
    ]


def _touches(node: ast.stmt, known: set[str]) -> bool:
    used = (one.id for one in ast.walk(node) if isinstance(one, ast.Name))
    return bool(tables_named(node) & TABLES) or any(name in known for name in used)


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def asks_for_reach(function: ast.AsyncFunctionDef) -> bool:
    """Whether a function takes a reach, or a case that was fetched through one."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotations = {ast.unparse(argument.annotation) for argument in arguments if argument.annotation}
    return bool({"Reach", "Case"} & annotations)
