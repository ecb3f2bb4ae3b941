"""Joins what the desk stored with the labels of the file and counts how often they agree; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bench.boston import labels

DEFAULT_POINT = ("42.3594", "-71.0587")
Label = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the desk made of one row: its lowest area, others that hold the point too, zones, handler."""

    reference: str
    areas: tuple[str, ...]
    police_district: str
    ward: str
    handler: str
    to_person: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and the share that was asked for."""

    name: str
    right: int
    of: int
    wanted: float

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 0.0

    @property
    def met(self) -> bool:
        return self.of > 0 and self.share >= self.wanted

    def __str__(self) -> str:
        mark = "met" if self.met else "MISSED"
        asked = f"asked {self.wanted:.1%}, {mark}"
        return f"{self.name:<44} {self.right:>6} of {self.of:>6} = {self.share:7.2%}  ({asked})"


def on_default_point(label: Label) -> bool:
    """Whether the row stands where the geocoder puts what it does not know."""
    return (label["LATITUDE"].strip(), label["LONGITUDE"].strip()) == DEFAULT_POINT


def scores(rows: Iterable[Label], stored: Mapping[str, Stored]) -> tuple[Share, ...]:
    """The figures of a replay; a row the desk did not take counts as wrong everywhere."""
    every = list(rows)
    off = [row for row in every if not on_default_point(row)]
    default = [row for row in every if on_default_point(row)]

    def count(name: str, of: Iterable[Label], right: Callable[[Stored, Label], bool], wanted: float) -> Share:
        asked = list(of)
        hits = [one for row in asked if (one := stored.get(row["CASE_ENQUIRY_ID"])) and right(one, row)]
        return Share(name, len(hits), len(asked), wanted)

    return (
        count("located in exactly one area", every, lambda one, _: len(one.areas) == 1, 0.999),
        count(
            "police district as recorded",
            [row for row in off if labels.police_district(row["police_district"])],
            lambda one, row: one.police_district == labels.police_district(row["police_district"]),
            0.99,
        ),
        count(
            "ward as recorded",
            [row for row in off if labels.ward(row["ward"])],
            lambda one, row: one.ward == labels.ward(row["ward"]),
            0.99,
        ),
        count(
            "precinct as recorded",
            [row for row in off if labels.precinct(row["precinct"])],
            lambda one, row: one.areas[:1] == (labels.precinct(row["precinct"]),),
            0.94,
        ),
        count(
            "routed to the recorded queue",
            off,
            lambda one, row: not one.to_person and one.handler == row["QUEUE"].strip(),
            0.80,
        ),
        count("default point: to a person", default, lambda one, _: one.to_person, 1.0),
    )
