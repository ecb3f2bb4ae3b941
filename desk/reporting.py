"""Takes in what a resident reports without signing in, together with the photos he sent before."""

from collections.abc import Sequence
from datetime import datetime

import database
from desk.intake import Prepared, register_prepared
from desk.new_case import Registered
from desk.waiting_photos import take_photos
from dispatch import cases
from dispatch.cases import ActRequest
from dispatch.rules.shared_facts import Attachments
from dispatch.rules.states import Act
from grid.city import City
from reach import Reach, ReachKind
from registry.data_keys import case_owner
from registry.files import put_file

# Somebody nobody knows: a resident without a file of his own.
RESIDENT = Reach(ReachKind.SUBJECT, 0)


async def register_report(
    prepared: Prepared, photos: Sequence[str], reach: Reach, city: City, now: datetime
) -> Registered:
    """Opens the case, puts its photos away under the case's own key and notes them, in one transaction.

    `photos` are tokens of `waiting_photos`, `now` is UTC. Raises what `intake.register` raises, and
    InvalidInput for photos that do not wait any more; then they and everything else are as before.
    """
    async with database.transaction():
        registered = await register_prepared(prepared, reach, city)
        # From here on he is who holds the number of this case, and so its photos are his to add.
        holder = Reach(ReachKind.HOLDER, registered.case_id)
        owner = case_owner(registered.case_id)
        files = [
            await put_file(holder, owner, photo) for photo in await take_photos(tuple(dict.fromkeys(photos)))
        ]
        if files:
            facts = Attachments(tuple(file.id for file in files))
            channel = prepared.new.channel.value
            await cases.act(
                ActRequest(registered.case_id, Act.ATTACH, facts=facts, channel=channel), holder, now
            )
        return registered
