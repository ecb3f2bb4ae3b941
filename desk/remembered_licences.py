"""Remembers for a minute what the store of licences said of a holder, for forms that ask at each change."""

import time
from dataclasses import dataclass

from integrations.errors import LicencesUnavailable
from integrations.licences.store import Licence, LicenceStore, holder_hash
from registry.rules.identity_numbers import NumberKind

_HOLDS = 60.0  # seconds
_HOLDS_FAILURE = 15.0  # a store that is down is not waited for at every change
_MOST = 500


@dataclass(frozen=True, slots=True)
class RememberingStore(LicenceStore):
    """The store itself, asked again only after a while; registration asks the store and not this."""

    async def held_by(self, number: str, kind: NumberKind) -> tuple[Licence, ...]:
        """What the holder has, as told at most a minute ago; raises as the store does."""
        holder = (self.url, holder_hash(number, kind))
        known = _known.get(holder)
        if known is None or known.until < time.monotonic():
            if len(_known) >= _MOST:
                _known.clear()
            # Whoever gives up waiting for it has learned that it does not answer.
            known = _Told(None, time.monotonic() + _HOLDS_FAILURE)
            try:
                known = await self._ask(number, kind)
            finally:
                _known[holder] = known
        if known.licences is None:
            raise LicencesUnavailable("it did not answer a moment ago")
        return known.licences

    async def _ask(self, number: str, kind: NumberKind) -> "_Told":
        try:
            held = await LicenceStore(self.client, self.url).held_by(number, kind)
        except LicencesUnavailable:
            return _Told(None, time.monotonic() + _HOLDS_FAILURE)
        return _Told(held, time.monotonic() + _HOLDS)


@dataclass(frozen=True, slots=True)
class _Told:
    licences: tuple[Licence, ...] | None
    until: float


_known: dict[tuple[str, str], _Told] = {}


def remembering(store: LicenceStore | None) -> LicenceStore | None:
    """The store that remembers, over another; None where there is none."""
    return None if store is None else RememberingStore(store.client, store.url)
