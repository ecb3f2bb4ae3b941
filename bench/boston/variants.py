"""What one could learn from instead, and when: each by what it asks of the past, the special first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.boston import labels
from bench.boston.lessons import Key, Lesson, Step, learned, right
from bench.boston.scoring import Label

MAP_DISTRICT, MAP_PRECINCT = "map_district", "map_precinct"  # what the published map says of a row's point


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to learn, in words."""

    name: str
    steps: tuple[Step, ...]


def column(*names: str) -> Key:
    """What stands in the columns; empty where the first of them is."""
    return lambda row: "|".join(row[name].strip() for name in names) if row[names[0]].strip() else ""


DISTRICT, PRECINCT = Step(column(MAP_DISTRICT)), column(MAP_PRECINCT)
ALONE = Variant("type alone", ())
AS_IT_IS = Variant("type and district of the map: as the desk has learned", (DISTRICT,))
TITLED = Variant("title and district, else as it is", (Step(column(MAP_DISTRICT, "CASE_TITLE")), DISTRICT))
RECORDED = Variant("type and district as recorded", (Step(column("pwd_district")),))
FROM_THE_PAST = (
    ALONE,
    AS_IT_IS,
    RECORDED,
    Variant("type and police district as recorded", (Step(column("police_district")),)),
    Variant("type and ward as recorded", (Step(lambda row: labels.ward(row["ward"])),)),
    Variant("type and neighbourhood as recorded", (Step(column("neighborhood")),)),
    Variant("type and precinct of the map", (Step(PRECINCT), DISTRICT)),
    Variant("precinct of the map where 3 agree, else district", (Step(PRECINCT, 3), DISTRICT)),
    TITLED,
    Variant("reason and district, else as it is", (Step(column(MAP_DISTRICT, "REASON")), DISTRICT)),
    Variant("how it came and district, else as it is", (Step(column(MAP_DISTRICT, "Source")), DISTRICT)),
    Variant("land's use and district, else as it is", (Step(column(MAP_DISTRICT, "land_usage")), DISTRICT)),
    Variant(
        "precinct where 3 agree, else title and district, else as it is",
        (Step(column(MAP_PRECINCT, "CASE_TITLE"), 3), Step(column(MAP_DISTRICT, "CASE_TITLE")), DISTRICT),
    ),
)
ANEW = (AS_IT_IS, RECORDED, TITLED)
# Learned from the very rows they are judged by: no list of this shape can do better.
BOUNDS = (
    ALONE,
    Variant("type and district of the map", (DISTRICT,)),
    Variant("type and ward as recorded", (Step(lambda row: labels.ward(row["ward"])), DISTRICT)),
    Variant("type and precinct of the map", (Step(PRECINCT), DISTRICT)),
    Variant("title and district", (Step(column(MAP_DISTRICT, "CASE_TITLE")), DISTRICT)),
    Variant("title, way and district", (Step(column(MAP_DISTRICT, "CASE_TITLE", "Source")), DISTRICT)),
)
# Whoever learns in July may look at the last months only: what was so in winter may be over.
SINCE = ("01/01", "03/01", "04/01", "05/01", "06/01")


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the list that the city itself changed: from a day (month and day) on another queue answers.

    `district` is empty for all of them.
    """

    name: str
    kind: str
    district: str
    day: str
    queue: str


# What the file shows to have been reorganised: until then one queue had nearly all rows, then another.
CHANGES = (
    Change(
        "CE Collection in district 1B: to North End from September on",
        "CE Collection", "1B", "09/01", "PWDx_District 1B: North End",
    ),
    Change(
        "Request for Recycling Cart: to those who replace carts from October on",
        "Request for Recycling Cart", "", "10/01", "PWDx_IPL Damaged Cart Replacement",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A lesson some of whose rows were changed by hand on their day."""

    lesson: Lesson
    changes: tuple[Change, ...]

    def answer(self, row: Label) -> str:
        """The queue for a row on the day it was reported."""
        for one in self.changes:
            here = not one.district or row[MAP_DISTRICT] == one.district
            if here and row["TYPE"] == one.kind and row["OPEN_DT"][:5] >= one.day:
                return one.queue
        return self.lesson.answer(row)


def since(past: Iterable[Label], day: str) -> list[Label]:
    """Rows of a month and day of the year and later."""
    return [row for row in past if row["OPEN_DT"][:5] >= day]


def each_month(rows: Sequence[Label], asked: Sequence[Label], steps: Sequence[Step]) -> int:
    """How many go right where the list is learned anew on the first of each month from all before."""
    count = 0
    for month in sorted({row["OPEN_DT"][:2] for row in asked}):
        lesson = learned([row for row in rows if row["OPEN_DT"][:2] < month], steps)
        count += right([row for row in asked if row["OPEN_DT"][:2] == month], lesson)
    return count
