"""What can be reported, in groups with a picture each, those that hold somebody's own words first."""

from dataclasses import dataclass
from itertools import groupby

from registry.incident_classes import ClassVersion, published_classes, search_classes
from registry.nearest_matters import nearest_matters
from registry.rules.incident_definition import IncidentClass

# The national groups of classes (大类, GB/T 30428) by their first digits, and the picture each has.
_PICTURES = {
    "01": "bin",
    "02": "poster",
    "03": "crane",
    "04": "street",
    "05": "warning",
}
OTHER = "talk"
_MOST = 20  # classes that may be meant by a sentence


@dataclass(frozen=True, slots=True)
class Group:
    """Classes of one kind: what the kind is called, its picture, whether it is open, or but a guess."""

    name: str
    english: str
    picture: str
    classes: tuple[IncidentClass, ...]
    open: bool
    nearest: bool = False


async def groups(words: str, chosen: str) -> list[Group]:
    """Every class by its group; with words, those that hold them, or come nearest, are a group before."""
    every = sorted((one.incident_class for one in await published_classes()), key=lambda one: one.code)
    found, nearest = await _meant(words[:64]) if words else ((), False)
    rest = [one for one in every if one not in found]
    first = [Group("", "", "", found, True, nearest)] if found else []
    return first + [_group(tuple(members), chosen) for _, members in groupby(rest, _major)]


async def _meant(words: str) -> tuple[tuple[IncidentClass, ...], bool]:
    """The classes that hold all the words, or else come nearest, and whether these are nearest only."""
    whole = await search_classes(words)
    near = whole or await nearest_matters(words, _MOST)
    return tuple(one.incident_class for one in near if isinstance(one, ClassVersion)), not whole


def _group(members: tuple[IncidentClass, ...], chosen: str) -> Group:
    one = members[0]
    picture = _PICTURES.get(one.code[:2], OTHER)
    return Group(one.major, one.major_en, picture, members, any(each.code == chosen for each in members))


def _major(one: IncidentClass) -> str:
    return one.major
