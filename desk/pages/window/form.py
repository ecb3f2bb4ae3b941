"""The window's form as a clerk types it, and the new case it says; what is wrong stands at its field."""

import math
from dataclasses import dataclass

from desk.api.channels import usual_channel
from desk.new_case import GivenMaterial, NewCase, Where
from desk.pages.forms import Form, whole_number
from desk.pages.window.answers import read_answers
from desk.pages.window.persons import AGENT, SUBJECT, acts_for_another, person
from desk.rules.agency import Standing, told
from dispatch.rules.states import CaseKind
from grid.errors import BadPosition
from grid.rules.coordinates import Crs, Position, to_wgs84
from reach import Reach
from registry.rules.form_fields import FormField

ITEM, CLASS = "item", "class"
_LONGEST = {"code": 100, "description": 4000, "room": 100}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A matter by kind and code; `situation` names that of an incident class, if the clerk chose one."""

    kind: CaseKind
    code: str
    situation: str = ""

    @property
    def matter(self) -> str:
        """The code intake takes it in by."""
        return f"{self.code}-{self.situation}" if self.situation else self.code


def chosen_matter(form: Form) -> Chosen | None:
    """The item (`item:350…`) or incident class (`class:0102`) the form names."""
    kind, _, code = form["matter"].partition(":")
    if not code or kind not in (ITEM, CLASS) or len(code) > _LONGEST["code"]:
        return None
    if kind == ITEM:
        return Chosen(CaseKind.APPLICATION, code)
    return Chosen(CaseKind.INCIDENT, code, form["situation"][:20])


def place_of(form: Form) -> Where:
    """The place the form names: `address:12`, `area:3503…`, `point:119.01,25.44,10`; Where() for none."""
    kind, _, said = form["place"].partition(":")
    if kind == "address" and (number := whole_number(said)) is not None:
        return Where(address_id=number)
    if kind == "area" and said and len(said) <= 40:
        return Where(area_code=said)
    return _point(said) if kind == "point" else Where()


def _point(said: str) -> Where:
    try:
        lon, lat, precision = (float(part) for part in said.split(","))
        if not 0 <= precision <= 10_000 or not math.isfinite(precision):
            return Where()
        return Where(to_wgs84(Position(lon, lat), Crs.WGS84), precision)
    except (ValueError, BadPosition):
        return Where()


def new_case(form: Form, chosen: Chosen, fields: tuple[FormField, ...], reach: Reach) -> NewCase:
    """The case as far as it has been typed; whatever is wrong is left out of it."""
    application = chosen.kind is CaseKind.APPLICATION
    agent = person(form, AGENT).subject if acts_for_another(form) else None
    points = reach.service_points
    return NewCase(
        kind=chosen.kind,
        matter=chosen.matter,
        channel=usual_channel(reach),
        where=place_of(form),
        subject=person(form, SUBJECT).subject,
        agent=agent,
        texts=_texts(form),
        answers=read_answers(form, fields),
        materials=tuple(GivenMaterial(code) for code in form.all("brought")) if application else (),
        urgent=not application and form["urgent"] == "yes",
        service_point_id=points[0] if len(points) == 1 else None,
    )


def _texts(form: Form) -> dict[str, str]:
    """What was written, by field, as it is sealed."""
    texts = {"description": form["description"][: _LONGEST["description"]]}
    if form["room"]:
        texts["room"] = form["room"][: _LONGEST["room"]]
    if acts_for_another(form) and form["agent_standing"] in set(Standing):
        standing = Standing(form["agent_standing"])
        texts["agency"] = told(standing, form["agent_authority"] == "yes")
    return texts
