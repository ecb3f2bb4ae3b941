"""The matter a clerk has chosen, told on the page: its guide, situations, questions and materials."""

from dataclasses import dataclass
from datetime import datetime

from desk.materials import DOWN, FETCHED, GIVEN, MISSING, PENDING
from desk.new_case import MaterialLine
from desk.pages import wording
from desk.pages.telling.derivations import amount
from desk.pages.window.answers import Question, questions
from desk.pages.window.form import Chosen
from desk.pages.window.papers import PHOTOS, Attached
from desk.previewing import Preview
from desk.waiting_papers import Paper
from dispatch.rules.states import CaseKind
from registry.incident_classes import published_class
from registry.items import published_item
from registry.rules.form_fields import FormField
from registry.rules.incident_definition import IncidentClass
from registry.rules.item_definition import Item, Material, Obtain, PlaceRule
from registry.rules.materials import Answers, needed

FREE = "free"


@dataclass(frozen=True, slots=True)
class Matter:
    """What is published of a chosen matter, and in which version; one of item and incident class."""

    chosen: Chosen
    version_id: int
    item: Item | None = None
    incident_class: IncidentClass | None = None

    @property
    def name(self) -> str:
        """What it is called in the language spoken."""
        named = self.item or self.incident_class
        return wording.spoken((named.name, named.name_en)) if named else ""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The questions its form may ask."""
        return self.item.form if self.item else ()

    @property
    def city_wide(self) -> bool:
        """Whether the city decides it, wherever somebody lives."""
        return self.item is not None and self.item.place is PlaceRule.CITY

    @property
    def situations(self) -> tuple[tuple[str, str], ...]:
        """The situations of an incident class as choices."""
        if self.incident_class is None or len(self.incident_class.situations) < 2:
            return ()
        return tuple(
            (one.code, wording.spoken((one.name, one.name_en))) for one in self.incident_class.situations
        )

    def kept_as_files(self, answers: Answers) -> frozenset[str]:
        """What may come as files in this situation: all that is not had on line; photos of an incident."""
        if self.item is None:
            return frozenset({PHOTOS})
        wanted = needed(self.item, answers)
        return frozenset(one.code for one in wanted if one.obtain is not Obtain.SHARED)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What a guide says first, as pairs of a label's key and a text."""
        return _item_facts(self.item) if self.item else _class_facts(self.incident_class, self.chosen)


async def published_matter(chosen: Chosen, now: datetime) -> Matter:
    """The matter as it stands at `now` (UTC); raises VersionNotFound."""
    if chosen.kind is CaseKind.APPLICATION:
        item = await published_item(chosen.code, now)
        return Matter(chosen, item.version_id, item=item.item)
    found = await published_class(chosen.code, now)
    return Matter(chosen, found.version_id, incident_class=found.incident_class)


def _item_facts(item: Item) -> tuple[tuple[str, str], ...]:
    return (
        ("kind", wording.said(item.kind)),
        ("promised", amount(item.limits.promised)),
        ("statutory", amount(item.limits.statutory)),
        ("place", wording.said(item.place)),
        ("fee", "fee" if item.fee else FREE),
    )


def _class_facts(of: IncidentClass | None, chosen: Chosen) -> tuple[tuple[str, str], ...]:
    if of is None:
        return ()
    situation = next((one for one in of.situations if one.code == chosen.situation), of.situations[0])
    return (
        ("handling", amount(situation.limit)),
        ("filing", situation.filing),
        ("closing", situation.closing),
    )


@dataclass(frozen=True, slots=True)
class MaterialLineShown:
    """A material in the list of the form; `status` is its code, `brought` whether its box is ticked."""

    code: str
    name: str
    status: str
    brought: bool
    can_be_brought: bool
    papers: tuple[Paper, ...]

    @property
    def field(self) -> str:
        """The name of the field its files are sent in."""
        return f"file.{self.code}"


def asked_now(matter: Matter, answers: Answers) -> tuple[Question, ...]:
    """The questions of this situation."""
    return questions(matter.item, answers) if matter.item else ()


def material_lines(
    matter: Matter, answers: Answers, seen: Preview, attached: Attached
) -> tuple[MaterialLineShown, ...]:
    """Every material of this situation: had on line, to be had, brought or to bring."""
    if matter.item is None:
        return ()
    lines = {line.code: line for line in seen.checklist.lines}
    return tuple(
        _line(material, lines.get(material.code), attached.of(material.code))
        for material in needed(matter.item, answers)
    )


def _line(material: Material, line: MaterialLine | None, papers: tuple[Paper, ...]) -> MaterialLineShown:
    status = line.status if line else MISSING
    # What is had on line may not be asked for; whoever hands it over all the same is not sent away with it.
    can_be_brought = material.obtain is not Obtain.SHARED or status == GIVEN
    if status == PENDING and line is not None and line.evidence == DOWN:
        status = DOWN
    return MaterialLineShown(
        material.code,
        wording.spoken((material.name, material.name_en)),
        status,
        status == GIVEN,
        can_be_brought and status != FETCHED,
        papers,
    )
