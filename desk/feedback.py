"""What a subscriber of the bus is told of an entry: only from the entry itself and published versions."""

import logging
from collections.abc import Callable, Sequence

from dispatch.deliveries import Untold
from dispatch.running import name, trail
from dispatch.told import EntryToTell, entries_to_tell
from integrations.bus.messages import cloud_event
from integrations.bus.relay import Worded

# How each profile words an entry; a subscriber's row names its profile.
PROFILES: dict[str, Callable[[EntryToTell], bytes]] = {"generic-json": cloud_event}
_LOG = logging.getLogger(__name__)


async def compose(profile: str, wanted: Sequence[Untold]) -> list[Worded]:
    """The messages of each case, the same bytes for the same entry every time.

    A case that cannot be worded does not keep the others waiting: it comes back with the error's name.
    """
    found = await entries_to_tell(wanted)
    return [_worded(profile, case, found[case.case_id]) for case in wanted]


def _worded(profile: str, case: Untold, entries: Sequence[EntryToTell]) -> Worded:
    if [entry.seq for entry in entries] != list(range(case.next_seq, case.head_seq + 1)):
        return Worded(case.case_id, error="EntriesMissing")
    try:
        return Worded(case.case_id, [PROFILES[profile](entry) for entry in entries])
    except (LookupError, ValueError, TypeError) as error:
        _LOG.error("case %s cannot be worded for %s: %s", case.case_id, profile, trail(error))
        return Worded(case.case_id, error=name(error))
