"""Takes in what a worker sees on his way: the incident, its photos, and when and where he was, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.case_files import put_checked
from desk.intake import register_locked
from desk.new_case import Registered
from desk.surveying import Prepared
from desk.waiting_photos import take_photos
from dispatch import cases
from dispatch.captures import Captured, keep_captured
from dispatch.case_store import case_by_id
from dispatch.cases import ActRequest
from dispatch.rules.shared_facts import Attachments
from dispatch.rules.states import Act
from grid.city import City
from reach import Reach
from registry.uploads import Checked

_FIRST = 1  # the number of the entry that opens a case


@dataclass(frozen=True, slots=True)
class Seen:
    """What comes with a report: photos sent with it, tokens of those sent before, what the device says."""

    photos: Sequence[Checked] = ()
    waiting: Sequence[str] = ()
    captured: Captured | None = None


async def register_seen(
    prepared: Prepared, seen: Seen, reach: Reach, city: City, now: datetime
) -> Registered:
    """Opens the case with its photos in the caller's transaction, as `intake.register_locked`; `now` is UTC.

    Raises what that raises, and InvalidInput for photos that do not wait any more.
    """
    registered = await register_locked(prepared, reach, city)
    photos = [*seen.photos, *await take_photos(tuple(dict.fromkeys(seen.waiting)))]
    files = [await put_checked(reach, registered.case_id, photo) for photo in photos]
    if files:
        facts = Attachments(tuple(dict.fromkeys(file.id for file in files)))
        channel = prepared.new.channel.value
        await cases.act(ActRequest(registered.case_id, Act.ATTACH, facts=facts, channel=channel), reach, now)
    if seen.captured is not None:
        case = await case_by_id(reach, registered.case_id)
        await keep_captured(reach, case, _FIRST, seen.captured)
    return registered
