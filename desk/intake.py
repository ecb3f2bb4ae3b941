"""Takes a matter in, whatever the channel: placed, routed, answered for, and opened in one transaction."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import asyncpg
import msgspec

import database
from desk.errors import DuplicateReference, PlaceMissing, SubjectMissing
from desk.first_texts import texts_of
from desk.gathering import gather
from desk.idempotency import WITHOUT_KEY, Answer, RequestIdentity, keeping_of
from desk.intake_people import check_files, subject_of
from desk.materials import checklist
from desk.new_case import NewCase, Registered
from desk.opening import Reserved, Taken, open_case
from desk.surveying import Prepared, placing, survey
from dispatch.case_writing import new_ids
from dispatch.numbering import taking_serial
from dispatch.rules.states import CaseKind
from dispatch.scene import scene
from dispatch.terms import Terms, number_prefix, terms_by, terms_in_force, version_in_force
from grid.city import City
from grid.locate import share_edition_lock
from integrations.licences.store import LicenceStore
from reach import Reach
from registry.catalogue import Version
from registry.vault import new_text_ids
from together import ask_together

_KNOWN_AND_NEW = "EXISTS (SELECT FROM matter) AND NOT EXISTS (SELECT FROM kept)"


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


class _Found(NamedTuple):
    """The answer kept for a request, the version its matter falls under, the serial number taken for it."""

    kept: Answer | None
    matter: Version | None
    serial: int | None


async def prepare(new: NewCase, city: City, now: datetime, store: LicenceStore | None = None) -> Prepared:
    """Reads the matter's terms, takes a serial number and asks outside systems, outside any transaction."""
    return await _prepared(await _look(new, city, now, WITHOUT_KEY), new, (city, now), store)


async def prepare_once(
    identity: RequestIdentity, new: NewCase, at: tuple[City, datetime], store: LicenceStore | None = None
) -> Prepared | Answer:
    """The same for a request not answered yet, or the answer it was given: then nothing is asked or taken.

    Raises KeyUsedOtherwise besides.
    """
    found = await _look(new, *at, identity)
    return found.kept or await _prepared(found, new, at, store)


async def _look(new: NewCase, city: City, now: datetime, identity: RequestIdentity) -> _Found:
    """One round trip; a number is taken only where the matter is known and nothing answered yet."""
    _check_shape(new)
    day = (new.reported_at or now).astimezone(city.zone).date()
    kept, matter = keeping_of(identity), version_in_force(new.kind, new.matter, now)
    serial = taking_serial(number_prefix(new.kind, new.matter), day, _KNOWN_AND_NEW)
    told = await ask_together(kept=kept, matter=matter, serial=serial)
    return _Found(told.of(kept), told.of(matter), told.of(serial))


async def _prepared(
    found: _Found, new: NewCase, at: tuple[City, datetime], store: LicenceStore | None
) -> Prepared:
    terms = await terms_by(new.kind, new.matter, found.matter)
    asked = await ask_first(new, *at, store, terms)
    if found.serial is None:
        raise RuntimeError("a known matter nobody was answered about takes a number")
    return replace(asked, serial=found.serial)


async def ask_first(
    new: NewCase, city: City, now: datetime, store: LicenceStore | None = None, terms: Terms | None = None
) -> Prepared:
    """The matter's terms and what outside systems say, without a number, outside any transaction.

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
    async with database.joined():
        await share_edition_lock()
        return await register_locked(prepared, reach, city)


async def register_locked(prepared: Prepared, reach: Reach, city: City) -> Registered:
    """The same in the caller's transaction, which shares the edition lock already."""
    try:
        return await open_case(*await _take(prepared, reach, city))
    except asyncpg.UniqueViolationError as error:
        source, reference = prepared.new.external or ("", None)
        if error.constraint_name == "cases_external" and reference is not None:
            raise DuplicateReference(source, reference) from error
        raise


async def _take(prepared: Prepared, reach: Reach, city: City) -> tuple[Taken, Reserved]:
    new = prepared.new
    ids, texts = new_ids(), new_text_ids(len(texts_of(new)))
    found, told = await scene(
        placing(new.where, prepared.terms, city), city, prepared.at, ids=ids, texts=texts
    )
    taken = await survey(prepared, reach, city, (found, checklist))
    values = msgspec.structs.replace(taken.values, **await _optional(new, reach))
    if isinstance(values.subject_id, int):
        await check_files(new, values.subject_id)
    return replace(taken, values=values), Reserved(prepared.serial, told.of(ids), told.of(texts))


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
