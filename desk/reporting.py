"""What a resident reports without signing in: whether it is known, and taking it in with its photos."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.intake import register_locked
from desk.new_case import Registered
from desk.surveying import Prepared
from desk.waiting_photos import take_photos
from dispatch import cases
from dispatch.cases import ActRequest
from dispatch.known_nearby import Known, open_in_cells
from dispatch.rules.shared_facts import Attachments
from dispatch.rules.states import Act
from grid.city import City
from grid.errors import GridError
from grid.locate import locate, locate_address
from grid.location import Location
from grid.rules.coordinates import Position
from reach import Reach, ReachKind
from registry.data_keys import case_owner
from registry.files import put_file

# Somebody nobody knows: a resident without a file of his own.
RESIDENT = Reach(ReachKind.SUBJECT, 0)
_NEARBY = 30.0  # metres within which cells on the other side of a border count as here


async def register_report(
    prepared: Prepared, photos: Sequence[str], reach: Reach, city: City, now: datetime
) -> Registered:
    """Opens the case, puts its photos away under the case's own key and notes them.

    In the caller's transaction, as `intake.register_locked`. `photos` are tokens of `waiting_photos`, `now`
    is UTC. Raises what that raises, and InvalidInput for photos that do not wait any more.
    """
    registered = await register_locked(prepared, reach, city)
    # From here on he is who holds the number of this case, and so its photos are his to add.
    holder = Reach(ReachKind.HOLDER, registered.case_id)
    owner = case_owner(registered.case_id)
    files = [
        await put_file(holder, owner, photo) for photo in await take_photos(tuple(dict.fromkeys(photos)))
    ]
    if files:
        facts = Attachments(tuple(file.id for file in files))
        channel = prepared.new.channel.value
        await cases.act(ActRequest(registered.case_id, Act.ATTACH, facts=facts, channel=channel), holder, now)
    return registered


async def known_nearby(class_code: str, place: Mapping[str, object]) -> tuple[Known, ...]:
    """What is open of the class in the cell of the place, and in those just beyond its border.

    `place` names a point (`lon` and `lat`, degrees in CGCS2000) or an address, as a report does.
    """
    try:
        found = await _location(place)
    except GridError:
        # What is wrong with the place is said when the report is taken in.
        return ()
    if found is None:
        return ()
    paths = [found.path, *(one.path for one in found.candidates)]
    return await open_in_cells(RESIDENT, class_code, paths)


async def _location(place: Mapping[str, object]) -> Location | None:
    match place:
        case {"point": {"lon": float(lon), "lat": float(lat)}}:
            return await locate(Position(lon, lat), _NEARBY)
        case {"address_id": int(address_id)}:
            return await locate_address(address_id)
        case _:
            return None
