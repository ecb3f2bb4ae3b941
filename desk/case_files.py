"""Puts a photo or paper of a case away, and keeps apart when and where it says that it was taken."""

from zoneinfo import ZoneInfo

import database
from dispatch.captures import Captured, keep_of_picture
from reach import Reach
from registry.data_keys import case_owner
from registry.files import StoredFile, checked, put_file
from registry.uploads import Checked, Upload


async def put_of_case(reach: Reach, case_id: int, upload: Upload, zone: ZoneInfo) -> StoredFile:
    """Checks a file of a case that was fetched through the reach, and stores it; `zone` is the city's.

    Raises UploadRefused, OwnerErased. Must not run in a transaction, which would stay open for seconds while
    a picture is re-encoded; a caller that has one checks before it and then uses `put_checked`.
    """
    return await put_checked(reach, case_id, await checked(upload, zone))


async def put_checked(reach: Reach, case_id: int, sound: Checked) -> StoredFile:
    """Stores a checked file of a case, in the caller's transaction or one of its own; raises OwnerErased."""
    async with database.transaction():
        stored = await put_file(reach, case_owner(case_id), sound)
        said = stored.capture
        if said.taken_at is not None or said.lon is not None:
            captured = Captured(said.taken_at, lon=said.lon, lat=said.lat)
            await keep_of_picture(reach, case_id, stored.id, captured)
        return stored
