"""Keeps on record whom the store of licences is asked about, before it is asked, once for each form."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from integrations.licences.store import Licence, LicenceStore, holder_hash
from reach import Reach
from registry import audit
from registry.rules.identity_numbers import NumberKind
from registry.subjects import find_by_number

_ONE_VISIT = 3600.0  # seconds in which a form that asks for the same holder again is still the same question
_noted: dict[tuple[str, str, str, str], float] = {}


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, in which form (by its key), and for the application for which item (by its code)."""

    reach: Reach
    form: str
    item: str


@dataclass(frozen=True, slots=True)
class RecordingStore(LicenceStore):
    """A store that is asked only once the question stands in the audit chain."""

    inner: LicenceStore
    asking: Asking

    async def held_by(self, number: str, kind: NumberKind) -> tuple[Licence, ...]:
        """What the holder has; an answer the inner store remembers counts as asked. Raises as it does."""
        await _note(self.asking, number, kind)
        return await self.inner.held_by(number, kind)


def recorded(store: LicenceStore | None, asking: Asking) -> LicenceStore | None:
    """The store that keeps a record, over another; None where there is none."""
    return None if store is None else RecordingStore(store.client, store.url, store, asking)


async def _note(asking: Asking, number: str, kind: NumberKind) -> None:
    holder = holder_hash(number, kind)
    question = (asking.reach.actor, asking.form, asking.item, holder)
    tick = time.monotonic()
    if _noted.get(question, 0.0) > tick:
        return
    fact = audit.Fact("licences_asked", datetime.now(UTC), await _said(asking, number, kind, holder))
    await audit.append(asking.reach, audit.access_stream(asking.reach), fact)
    for old in [one for one, until in _noted.items() if until < tick]:
        del _noted[old]
    _noted[question] = tick + _ONE_VISIT


async def _said(asking: Asking, number: str, kind: NumberKind, holder: str) -> dict[str, object]:
    """Who is known stands there by his id, which an erasure makes nobody's; others by the keyed index."""
    subject = await find_by_number(asking.reach, number, kind)
    whom = {"holder": holder} if subject is None else {"subject": subject}
    return {**whom, "item": asking.item, "purpose": "intake"}
