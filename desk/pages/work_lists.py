"""What the lists of work have in common: tabs with how much lies in each, and what the filters offer."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.pages import names


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a list with how much lies in it; `more` says that there is more than was counted."""

    name: str
    title: str
    number: int
    more: bool
    current: bool


async def matters_offered(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What there is work about (kind and code of the matter), code and name, by name."""
    return sorted((await names.matters_of(pairs)).items(), key=lambda pair: pair[1])


async def areas_offered(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Where there is work, path and name, by path; what has no name cannot be chosen."""
    called = await names.whereabouts(set(paths))
    return [(path, called[path]) for path in sorted(called) if called[path]]
