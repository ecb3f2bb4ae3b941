"""What can be reported, in groups with a picture each, those that hold somebody's own words first."""

from dataclasses import dataclass
from itertools import groupby

from registry.incident_classes import published_classes, search_classes
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


@dataclass(frozen=True, slots=True)
class Group:
    """Classes of one kind: what the kind is called, its picture, and whether it is shown open."""

    name: str
    english: str
    picture: str
    classes: tuple[IncidentClass, ...]
    open: bool


async def groups(words: str, chosen: str) -> list[Group]:
    """Every class by its group; with words, those that hold them come first, in a group of their own."""
    every = sorted((one.incident_class for one in await published_classes()), key=lambda one: one.code)
    asked = {one.incident_class.code for one in await search_classes(words[:64])} if words else set()
    found = tuple(one for one in every if one.code in asked)
    rest = [one for one in every if one.code not in asked]
    first = [Group("", "", "", found, True)] if found else []
    return first + [_group(tuple(members), chosen) for _, members in groupby(rest, _major)]


def _group(members: tuple[IncidentClass, ...], chosen: str) -> Group:
    one = members[0]
    picture = _PICTURES.get(one.code[:2], OTHER)
    return Group(one.major, one.major_en, picture, members, any(each.code == chosen for each in members))


def _major(one: IncidentClass) -> str:
    return one.major
