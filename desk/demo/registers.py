"""Fills the pretend city's registers over HTTP: what the demo's persons hold, and where they are at home."""

import argparse
import asyncio
from collections.abc import Iterator

import httpx

from integrations.licences.store import holder_hash
from registry.demo.people import demo_persons
from registry.rules.identity_numbers import NumberKind
from registry.subject_indexes import NewSubject

_UNTIL = "2035-12-31"
# Every how manyth person holds it; the others bring something else, or find out that they lack it.
_HELD_BY_EACH = {
    "resident_id_card": 1,
    "household_register": 1,
    "photograph": 2,
    "marriage_certificate": 2,
    "income_record": 3,
    "property_record": 4,
    "disability_card": 4,
    "minimum_allowance_card": 6,
}


def licences_of(number: int) -> Iterator[str]:
    """The kinds of licence the number-th demo person holds."""
    for kind, each in _HELD_BY_EACH.items():
        if number % each == 0:
            yield kind


async def fill(client: httpx.AsyncClient, address: str) -> int:
    """Puts everything there; twice is once. Returns how many persons; raises httpx.HTTPError."""
    persons = demo_persons()
    for number, person in enumerate(persons):
        holder = holder_hash(str(person.number), person.number_kind or NumberKind.RESIDENT_ID)
        for kind in licences_of(number):
            body = {"holder_hash": holder, "kind": kind, "valid_until": _UNTIL}
            (await client.put(f"{address}/licences", json=body)).raise_for_status()
        home = {"holder_hash": holder, "area": _home(person)}
        (await client.put(f"{address}/population", json=home)).raise_for_status()
    return len(persons)


def _home(person: NewSubject) -> str:
    return str(person.area_path).rstrip("/").rpartition("/")[2]


async def _fill(address: str) -> None:
    # In containers it may be asked before the pretend city listens.
    patient = httpx.AsyncHTTPTransport(retries=6)
    async with httpx.AsyncClient(transport=patient, trust_env=False, timeout=10) as client:
        await fill(client, address)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m desk.demo.registers")
    parser.add_argument("--city", required=True, help="the address of the pretend city")
    asyncio.run(_fill(parser.parse_args().city))
