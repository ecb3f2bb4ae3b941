"""The people a new case names, and whether the files they bring are their own."""

from desk.input_errors import FieldError, InvalidInput, told_at
from desk.new_case import NewCase
from reach import SYSTEM, Reach, ReachKind
from registry import subjects
from registry.data_keys import subject_owner
from registry.errors import NameDiffers
from registry.file_owners import not_owned
from registry.subject_indexes import NewSubject


async def check_files(new: NewCase, subject_id: int) -> None:
    """What a case about to be opened brings is its subject's own: it owns nothing yet. Or InvalidInput."""
    named = {place: one.file_id for place, one in enumerate(new.materials) if one.file_id is not None}
    if not named:
        return
    foreign = await not_owned(subject_owner(subject_id), tuple(named.values()))
    faults = [
        FieldError(f"/materials/{place}/file_id", "not_found", "is no file of the subject")
        for place, file_id in named.items()
        if file_id in foreign
    ]
    if faults:
        raise InvalidInput(*faults)


async def subject_of(subject: NewSubject | None, reach: Reach, pointer: str) -> int | None:
    """The id of somebody a new case names, kept from now on; InvalidInput if known under another name."""
    if subject is None:
        return None
    with told_at(f"{pointer}/name", "name_differs", NameDiffers):
        return (await subjects.find_or_create(_looking(reach), subject)).id


async def subject_known(subject: NewSubject | None, reach: Reach, pointer: str) -> int | None:
    """The id of somebody a new case names, if the desk knows him; InvalidInput if under another name."""
    if subject is None:
        return None
    with told_at(f"{pointer}/name", "name_differs", NameDiffers):
        return await subjects.known_as(_looking(reach), subject)


def _looking(reach: Reach) -> Reach:
    """A resident who names himself at home looks nobody up: the desk does, and tells him nothing of it."""
    return SYSTEM if reach.kind in (ReachKind.SUBJECT, ReachKind.HOLDER) else reach
