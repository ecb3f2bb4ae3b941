"""What can be reported, the most frequent of one's own grids first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from dispatch.field_work import frequent_matters
from reach import Reach
from registry.incident_classes import published_classes
from registry.rules.incident_definition import IncidentClass

_LATELY = timedelta(days=90)
_FIRST = 6  # tiles that stand open
_ASKED = 40  # matters, of which several may be one class


@dataclass(frozen=True, slots=True)
class Tiles:
    """The classes to begin with, and all of them by the kind they are of."""

    first: tuple[IncidentClass, ...]
    groups: tuple[tuple[IncidentClass, ...], ...]

    def of(self, code: str) -> IncidentClass | None:
        """The class with this code."""
        return next((one for group in self.groups for one in group if one.code == code), None)


async def tiles(reach: Reach, now: datetime) -> Tiles:
    """Every class that can be reported; `now` is UTC."""
    every = sorted((one.incident_class for one in await published_classes()), key=lambda one: one.code)
    groups = tuple(tuple(members) for _, members in groupby(every, lambda one: one.major))
    lately = await frequent_matters(reach, now - _LATELY, _ASKED)
    return Tiles(_first(lately, every, groups), groups)


def _first(
    lately: Iterable[str], every: Sequence[IncidentClass], groups: Sequence[Sequence[IncidentClass]]
) -> tuple[IncidentClass, ...]:
    """What is frequent; where little has happened yet, one of each kind besides."""
    by_code = {one.code: one for one in every}
    # A matter names its class alone, or with a situation behind a hyphen.
    codes = (code if code in by_code else code.rpartition("-")[0] for code in lately)
    usual = [by_code[code] for code in codes if code in by_code]
    return tuple(dict.fromkeys([*usual, *(group[0] for group in groups)]))[:_FIRST]
