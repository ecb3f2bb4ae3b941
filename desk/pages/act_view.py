"""The form of one act as the page of a case shows it: its fields with what they offer, and what was typed."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.pages.act_buttons import SERVED_AS, Buttons, buttons
from desk.pages.act_fields import ActField, ActForm
from desk.pages.act_forms import form_of
from desk.pages.act_offers import Offer, Standing, fields_over, offers
from desk.pages.forms import Form
from desk.pages.telling.steps import Step
from desk.pages.translations import gettext as _
from dispatch.case_store import Case
from dispatch.cases import allowed_acts
from dispatch.rules.states import Act

KEY, VERSION = "key", "version"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was sent before and is put away: its id, its size in bytes and the name it came under."""

    id: int
    size: int
    name: str

    def __str__(self) -> str:
        return f"{self.id}:{self.size}:{self.name}"


@dataclass(frozen=True, slots=True)
class ActView:
    """An open form: what was typed, what is wrong, which files are here already, what happened since."""

    act: Act
    path: str
    form: ActForm
    offers: tuple[Offer, ...]
    typed: Form
    version: int
    key: str
    kept: Mapping[str, tuple[KeptFile, ...]] = field(default_factory=dict)
    since: tuple[Step, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """What the fields are called, by their names."""
        return {offer.field.name: _(offer.field.label) for offer in self.offers}


@dataclass(frozen=True, slots=True)
class ActPart:
    """The part of a case's page that has the acts: all that is needed to open a form in it."""

    case: Case
    buttons: Buttons
    form: ActView


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody has sent already."""

    typed: Form = field(default_factory=Form)
    key: str = ""
    kept: Mapping[str, tuple[KeptFile, ...]] = field(default_factory=dict)
    since: tuple[Step, ...] = ()


def fields_of(act: Act, standing: Standing) -> Sequence[ActField]:
    """The fields of an act over this case; raises KeyError for an act nobody does by hand."""
    return fields_over(act, form_of(act, standing.known.case.kind).fields, standing.known)


async def act_view(act: Act, standing: Standing, filled: Filled | None = None) -> ActView:
    """The form of an act over a case, empty or with what was sent.

    Its key makes a second press the same as the first; a form that comes back keeps it.
    """
    filled = filled or Filled()
    return ActView(
        act,
        act.value.replace("_", "-"),
        form_of(act, standing.known.case.kind),
        tuple(await offers(act, fields_of(act, standing), standing)),
        filled.typed,
        standing.known.case.version,
        filled.key or secrets.token_urlsafe(16),
        filled.kept,
        filled.since,
    )


async def form_asked_for(path: str, standing: Standing) -> ActView | None:
    """The empty form of the act at the end of an address, if it is one that can be done now."""
    served = SERVED_AS.get(path)
    if served is None or served.act not in allowed_acts(standing.reach, standing.known):
        return None
    return await act_view(served.act, standing)


def act_part(standing: Standing, form: ActView) -> ActPart:
    """A form with the buttons beside it, for a page that has the rest already."""
    return ActPart(standing.known.case, buttons(standing.reach, standing.known), form)
