"""Asks outside systems before intake, within a budget: what does not answer is pending, not an obstacle."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from desk.new_case import Gathered, MaterialLine, NewCase
from dispatch.terms import Terms
from integrations.errors import LicencesUnavailable
from integrations.licences.store import Licence, LicenceStore
from registry.rules.item_definition import Item, Obtain
from registry.rules.materials import needed

BUDGET = timedelta(seconds=2)


async def gather(new: NewCase, terms: Terms, day: date, store: LicenceStore | None) -> NewCase:
    """The new case with what the store of licences says of its subject on a local day.

    Asked at most once and for at most two seconds, outside any transaction; a store that is down is no error.
    Without a store, or without a number to ask by, what is had on line stays pending.
    """
    wanted = _shared(terms.item, new) if terms.item else {}
    subject = new.subject
    if (
        store is None
        or not wanted
        or subject is None
        or subject.number is None
        or subject.number_kind is None
    ):
        return new
    try:
        async with asyncio.timeout(BUDGET.total_seconds()):
            held = await store.held_by(subject.number, subject.number_kind)
    except (LicencesUnavailable, TimeoutError):
        return replace(new, gathered=Gathered(down=tuple(sorted(set(wanted.values())))))
    return replace(new, gathered=Gathered(_lines(wanted, held, day)))


def _shared(item: Item, new: NewCase) -> dict[str, str]:
    """The licence types of the materials that are had on line, by material code."""
    brought = {given.code for given in new.materials}
    return {
        material.code: material.licence_type
        for material in needed(item, new.answers)
        if material.obtain is not Obtain.SUBMIT and material.licence_type and material.code not in brought
    }


def _lines(wanted: dict[str, str], held: tuple[Licence, ...], day: date) -> dict[str, MaterialLine]:
    kinds = {licence.kind for licence in held if licence.valid_on(day)}
    return {
        code: MaterialLine(code, "fetched", kind, evidence=f"licences:{kind}")
        for code, kind in wanted.items()
        if kind in kinds
    }
