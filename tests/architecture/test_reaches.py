"""Every store function that touches a person or a case asks for a reach."""

import ast

from tests.architecture.sources import Source, product

# The stores of persons and of cases. A new one is named here.
STORES = {
    "dispatch/case_store.py",
    "dispatch/journal.py",
    "dispatch/places.py",
    "registry/erasing.py",
    "registry/files.py",
    "registry/staff.py",
    "registry/vault.py",
}
# Functions that may do without one, each with its reason.
WITHOUT_REACH = {
    "dispatch/case_store.py holder_mark": "the holder's login: the number is all he has",
    "dispatch/journal.py append": "only the one act function writes, with the actor's reach checked",
    "dispatch/journal.py broken_cases": "verification recomputes every chain and shows no content",
    "dispatch/journal.py entries_of": "for a case that was fetched through a reach",
    "registry/erasing.py replay_erasures": "start-up erases again whom a restore brought back",
    "registry/files.py checked": "looks at bytes before they belong to anybody",
    "registry/files.py sweep_files": "removes what nobody owns, reads nothing",
    "registry/staff.py reach_of": "makes the reach",
    "registry/staff.py holders": "who may be given work: names of staff are open to code",
    "registry/staff.py members": "names of staff by id are open to code",
}


def public_without_reach(source: Source) -> list[str]:
    """The public asynchronous functions of a file with neither a reach nor a case fetched through one."""
    return [
        f"{source.name} {one.name}"
        for one in source.tree.body
        if isinstance(one, ast.AsyncFunctionDef) and not one.name.startswith("_") and not _asks_for_reach(one)
    ]


def _asks_for_reach(function: ast.AsyncFunctionDef) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotations = {ast.unparse(argument.annotation) for argument in arguments if argument.annotation}
    return bool({"Reach", "Case"} & annotations)


def test_stores_of_persons_and_cases_ask_for_a_reach() -> None:
    stores = [source for source in product() if source.name in STORES]

    guilty = {name for source in stores for name in public_without_reach(source)}

    assert guilty == set(WITHOUT_REACH)


def test_every_named_store_exists() -> None:
    assert not STORES - {source.name for source in product()}


def test_a_function_without_a_reach_is_found() -> None:
    text = "async def everybody() -> list[str]: ...\nasync def one(reach: Reach) -> str: ...\n"

    assert public_without_reach(Source("x.py", text, ast.parse(text))) == ["x.py everybody"]
