"""One step of what has happened to a case: an entry added to the past."""

from collections.abc import Callable
from dataclasses import replace

from dispatch.rules.entry_data import EntryData
from dispatch.rules.journal import EntryLike
from dispatch.rules.past_facts import PastFacts

Step = Callable[[PastFacts, EntryLike, EntryData], PastFacts]


def handled(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    """Somebody has worked on the case, and so may not judge it."""
    return replace(past, handled_by=past.handled_by | {entry.actor})
