"""What others did to a case while somebody had its page open, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.errors import Since
from desk.pages import wording
from desk.pages.telling.actors import actor_names
from dispatch.rules.entry_kinds import EntryKind


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened meanwhile; `at` is UTC."""

    at: datetime
    who: str
    what: str


async def meanwhile(since: Sequence[Since]) -> tuple[Happened, ...]:
    """What `MovedOn` carries in the language spoken, in the order in which it happened."""
    called = await actor_names({one.actor for one in since})
    return tuple(Happened(one.at, called[one.actor], wording.said(EntryKind(one.kind))) for one in since)
