"""What the rules say of a new case at its place: where that is, who answers for it, what is missing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.errors import NobodyAnswers
from desk.materials import Checklist
from desk.new_case import FROM_PUBLIC, NewCase, Where
from desk.opening import Taken
from dispatch.routing import Question, Routed, assignment_of, down_to, route_by
from dispatch.rules.assignment import assign
from dispatch.rules.change import CaseValues
from dispatch.rules.responsibility import Matter
from dispatch.scene import Scene
from dispatch.terms import Terms
from grid.city import City
from grid.locate import at_address, at_position, of_area
from grid.location import Location
from grid.rules.coordinates import is_null_island
from grid.rules.levels import Level
from reach import Reach, ReachKind, Role
from registry import staff
from registry.rules.form_fields import Answer
from registry.rules.item_definition import PlaceRule
from together import Query

Listing = Callable[[Terms, NewCase], Checklist]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A new case with what was found out and reserved before its transaction; `at` is UTC."""

    new: NewCase
    terms: Terms
    at: datetime
    serial: int


async def survey(prepared: Prepared, reach: Reach, city: City, at_hand: tuple[Scene, Listing]) -> Taken:
    """What the rules say of a new case at its place, before anybody is looked up or anything written.

    `at_hand` are the place as it stands, and how the list of its materials is made.
    """
    new, terms, at, (found, listing) = prepared.new, prepared.terms, prepared.at, at_hand
    location, calendar = found.location, found.calendar
    matter = Matter(new.kind, terms.class_code or terms.code, answers=_as_pairs(new.answers))
    urgent = new.urgent or terms.urgent
    routed = route_by(found.book, Question(location, matter, city, at, urgent))
    listed = listing(terms, new)
    values = CaseValues(
        matter=terms.code,
        matter_version=terms.version_id,
        area_path=_area_path(routed, city),
        edition_id=location.edition_id,
        responsibility_edition=routed.responsibility_edition,
        calendar_code=calendar.code,
        calendar_version=calendar.version,
        channel=new.channel.value,
        urgent=urgent,
        from_public=new.channel in FROM_PUBLIC,
        materials_complete=listed.complete,
    )
    return Taken(
        new, reach, city, at, terms, calendar, routed,
        assignment_of(routed, found.on_duty), values, listed,
        await _first_responder(reach, found, city, at),
    )  # fmt: skip


def _as_pairs(answers: Mapping[str, Answer]) -> tuple[tuple[str, str], ...]:
    """Answers as conditions of responsibilities compare them: text, yes and no in JSON's words."""
    return tuple(
        (name, value if isinstance(value, str) else json.dumps(value))
        for name, value in sorted(answers.items())
    )


def placing(where: Where, terms: Terms | None, city: City) -> Query[Location]:
    """Where a new case belongs; without terms, as if its matter left that to the place given.

    Its meaning raises PointOutsideCity, UnknownAddress, UnknownArea, NoEditionPublished.
    """
    if terms is not None and terms.item is not None and terms.item.place is PlaceRule.CITY:
        # The city itself decides such an item, wherever the applicant lives and whatever was typed.
        return of_area(city.code)
    if where.address_id is not None:
        return at_address(where.address_id)
    if where.area_code is not None:
        return of_area(where.area_code)
    assert where.position is not None
    if is_null_island(where.position):
        # A device that knows nothing says 0, 0: the city is all that is known, and a person must ask.
        return of_area(city.code)
    return at_position(where.position, where.precision_m)


def _area_path(routed: Routed, city: City) -> str:
    """Where the case stands: its lowest area, or the whole city where the point tells nothing."""
    position = routed.location.position
    if position is not None and city.default_point_at(position) is not None:
        return f"{city.code}/"
    return routed.location.path


async def _first_responder(reach: Reach, found: Scene, city: City, at: datetime) -> int:
    """首问负责: who took it in; for what came without staff, who is on duty there, or else an operator."""
    if reach.kind is ReachKind.STAFF:
        return int(reach.who)
    path = found.location.path
    chosen = assign(down_to(path, city, Level.GRID), found.on_duty).chosen
    if chosen is not None:
        return chosen.staff_id
    for role in (Role.OPERATOR, Role.DISPATCHER):
        holders = await staff.holders(role, at, path)
        if holders:
            return holders[0].id
    raise NobodyAnswers(f"nobody is on duty and no operator appointed for {path}")
