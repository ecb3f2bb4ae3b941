"""Takes a matter in, whatever the channel: placed, routed, answered for, and opened in one transaction."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import asyncpg
import msgspec

import database
from desk.errors import DuplicateReference, NobodyAnswers, PlaceMissing, SubjectMissing
from desk.first_texts import texts_of
from desk.gathering import gather
from desk.intake_people import check_files, subject_of
from desk.materials import Checklist, checklist
from desk.new_case import FROM_PUBLIC, NewCase, Registered, Where
from desk.opening import Reserved, Taken, open_case
from dispatch.case_writing import new_ids
from dispatch.numbering import take_serial
from dispatch.routing import Question, Routed, assignment_of, down_to, route_by
from dispatch.rules.assignment import assign
from dispatch.rules.change import CaseValues
from dispatch.rules.responsibility import Matter
from dispatch.rules.states import CaseKind
from dispatch.scene import Scene, scene
from dispatch.terms import Terms, terms_in_force
from grid.city import City
from grid.locate import at_address, at_position, of_area, share_edition_lock
from grid.location import Location
from grid.rules.coordinates import is_null_island
from grid.rules.levels import Level
from integrations.licences.store import LicenceStore
from reach import Reach, ReachKind, Role
from registry import staff
from registry.rules.form_fields import Answer
from registry.rules.item_definition import PlaceRule
from registry.vault import new_text_ids
from together import Query

Listing = Callable[[Terms, NewCase], Checklist]


async def register(
    new: NewCase, reach: Reach, city: City, now: datetime, store: LicenceStore | None = None
) -> Registered:
    """Takes a case in; `now` is UTC. Nothing is kept of a case that could not be taken in.

    Raises what is wrong with the place (PlaceMissing, PointOutsideCity, UnknownAddress, UnknownArea), the
    matter (UnknownMatter), the people (SubjectMissing, BadNumber, …), ActRefused for somebody who may not
    take it in, NobodyAnswers, DuplicateReference. Asks outside systems, so it must not run in a transaction;
    a caller that needs one around it uses `prepare` before and `register_prepared` inside.
    """
    return await register_prepared(await prepare(new, city, now, store), reach, city)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A new case with what was found out and reserved before its transaction; `at` is UTC."""

    new: NewCase
    terms: Terms
    at: datetime
    serial: int


async def prepare(new: NewCase, city: City, now: datetime, store: LicenceStore | None = None) -> Prepared:
    """Reads the matter's terms, asks outside systems and takes a serial number, outside any transaction."""
    _check_shape(new)
    asked = await ask_first(new, city, now, store)
    serial = await take_serial(asked.terms.number_prefix, asked.at.astimezone(city.zone).date())
    return replace(asked, serial=serial)


async def ask_first(
    new: NewCase, city: City, now: datetime, store: LicenceStore | None = None, terms: Terms | None = None
) -> Prepared:
    """The matter's terms and what outside systems say, without a number yet, outside any transaction.

    Whoever has asked for the terms in force already hands them in.
    """
    at = new.reported_at or now
    terms = terms or await terms_in_force(new.kind, new.matter, now)
    gathered = await gather(new, terms, at.astimezone(city.zone).date(), store)
    return Prepared(gathered, terms, at, serial=0)


def _check_shape(new: NewCase) -> None:
    given = (new.where.position, new.where.address_id, new.where.area_code)
    if sum(one is not None for one in given) != 1:
        raise PlaceMissing("a case has exactly one place: a point, an address or an area")
    if new.kind is CaseKind.APPLICATION and new.subject is None:
        raise SubjectMissing("an application names who applies")


async def register_prepared(prepared: Prepared, reach: Reach, city: City) -> Registered:
    """Takes a prepared case in, in the caller's transaction or one of its own; raises as `register`.

    The caller's transaction must not go on after an error.
    """
    try:
        async with database.joined():
            return await open_case(*await _take(prepared, reach, city))
    except asyncpg.UniqueViolationError as error:
        source, reference = prepared.new.external or ("", None)
        if error.constraint_name == "cases_external" and reference is not None:
            raise DuplicateReference(source, reference) from error
        raise


async def _take(prepared: Prepared, reach: Reach, city: City) -> tuple[Taken, Reserved]:
    new = prepared.new
    await share_edition_lock()
    ids, texts = new_ids(), new_text_ids(len(texts_of(new)))
    found, told = await scene(
        placing(new.where, prepared.terms, city), city, prepared.at, ids=ids, texts=texts
    )
    taken = await survey(prepared, reach, city, (found, checklist))
    values = msgspec.structs.replace(taken.values, **await _optional(new, reach))
    if isinstance(values.subject_id, int):
        await check_files(new, values.subject_id)
    return replace(taken, values=values), Reserved(prepared.serial, told.of(ids), told.of(texts))


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


async def _optional(new: NewCase, reach: Reach) -> dict[str, object]:
    """The values of a case that not every case has."""
    subject, agent = (
        await subject_of(new.subject, reach, "/subject"),
        await subject_of(new.agent, reach, "/agent"),
    )
    return {
        name: value
        for name, value in {
            "subject_id": subject,
            "agent_id": agent,
            "service_point_id": new.service_point_id,
            "window_id": new.window_id,
            "origin_case": new.origin_case,
            "external_source": new.external[0] if new.external else None,
            "external_ref": new.external[1] if new.external else None,
        }.items()
        if value is not None
    }


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
