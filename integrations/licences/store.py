"""Asks the city's store of licences what a holder has, so that nobody is asked to bring it."""

from dataclasses import dataclass
from datetime import date

import httpx
import msgspec

import database
from integrations.errors import LicencesUnavailable, NetworkInTransaction
from registry.keys import keyed_index
from registry.rules.identity_numbers import NumberKind
from registry.rules.number_reading import parse


class Licence(msgspec.Struct, frozen=True):
    """A licence a holder has: its type in the catalogue and its last day, None for one that does not end."""

    kind: str
    valid_until: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether it still holds on a local day."""
        return self.valid_until is None or day <= self.valid_until


class _Answer(msgspec.Struct):
    licences: tuple[Licence, ...]


@dataclass(frozen=True, slots=True)
class LicenceStore:
    """The store at an address; `client` is kept by the process, its time-outs bound the asking."""

    client: httpx.AsyncClient
    url: str

    async def held_by(self, number: str, kind: NumberKind) -> tuple[Licence, ...]:
        """What the holder of a number has, known to the store by a keyed hash of the number.

        Raises BadNumber, LicencesUnavailable when the store does not answer or not as agreed, and
        NetworkInTransaction where a transaction is open.
        """
        if database.in_transaction():
            raise NetworkInTransaction(self.url)
        holder = holder_hash(number, kind)
        try:
            response = await self.client.get(f"{self.url}/licences", params={"holder_hash": holder})
            response.raise_for_status()
            return msgspec.json.decode(response.content, type=_Answer).licences
        except (httpx.HTTPError, httpx.InvalidURL, msgspec.DecodeError) as error:
            raise LicencesUnavailable(type(error).__name__) from error


def holder_hash(number: str, kind: NumberKind) -> str:
    """What stands for a holder outside: a keyed hash of the number, usually spelled; raises BadNumber."""
    return keyed_index("holder", parse(number, kind).number).hex()
