"""Puts the files of an act's form away before the act, so that none is sent twice, and names those kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from litestar.datastructures import UploadFile

from desk.api.files import MOST_FILES
from desk.case_files import put_of_case
from desk.input_errors import FieldError
from desk.pages.act_fields import ActField, Control
from desk.pages.act_reading import FILE_OF
from desk.pages.act_view import KeptFile
from desk.pages.forms import Form, whole_number
from reach import Reach
from registry.data_keys import Owner
from registry.errors import UploadRefused
from registry.file_owners import files_of
from registry.uploads import Upload

KEPT = "kept."  # before the name of the field whose files are here already
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class PutAway:
    """The files of a form by field, and what was wrong with those not taken; `refused` are their names."""

    kept: Mapping[str, tuple[KeptFile, ...]]
    faults: tuple[FieldError, ...]
    refused: tuple[str, ...] = ()

    @property
    def ids(self) -> dict[str, tuple[int, ...]]:
        """The ids by field."""
        return {name: tuple(file.id for file in files) for name, files in self.kept.items()}


def kept_files(fields: Sequence[ActField], typed: Form) -> dict[str, tuple[KeptFile, ...]]:
    """The files a form says are here already; whether they are of the case is asked before the act."""
    found: dict[str, tuple[KeptFile, ...]] = {}
    for name, values in typed.values.items():
        if name.startswith(KEPT) and _takes(name.removeprefix(KEPT), fields):
            found[name.removeprefix(KEPT)] = tuple(one for one in map(_read, values) if one is not None)
    return found


async def put_away(
    reach: Reach, owner: Owner, fields: Sequence[ActField], typed: Form, zone: ZoneInfo
) -> PutAway:
    """Checks and stores what was sent with the form, each file by itself; a refusal is told at its field.

    Raises OwnerErased.
    """
    kept = kept_files(fields, typed)
    faults: list[FieldError] = []
    refused: list[str] = []
    room = MOST_FILES - await files_of(owner) if typed.files else 0
    for name, files in typed.files.items():
        for file in files if _takes(name, fields) else ():
            if room <= 0:
                faults.append(FieldError(f"/{name}", "too_many", "the case has all the files it may have"))
                refused.append(file.filename[-_LONGEST_NAME:])
                continue
            try:
                stored = await _stored(reach, owner, file, zone)
            except UploadRefused as error:
                faults.append(FieldError(f"/{name}", error.reason, str(error)))
                refused.append(file.filename[-_LONGEST_NAME:])
                continue
            room -= 1
            if stored.id not in {one.id for one in kept.get(name, ())}:
                kept[name] = (*kept.get(name, ()), stored)
    return PutAway(kept, tuple(faults), tuple(refused))


async def _stored(reach: Reach, owner: Owner, file: UploadFile, zone: ZoneInfo) -> KeptFile:
    upload = Upload(file.filename, file.content_type, await file.read())
    put = await put_of_case(reach, owner.id, upload, zone)
    return KeptFile(put.id, put.size, file.filename[-_LONGEST_NAME:])


def _takes(name: str, fields: Sequence[ActField]) -> bool:
    """Whether a form has a place for files under this name."""
    if name.startswith(FILE_OF):
        return any(one.control is Control.BROUGHT for one in fields)
    return any(one.control is Control.FILES and one.name == name for one in fields)


def _read(value: str) -> KeptFile | None:
    number, _, rest = value.partition(":")
    size, colon, name = rest.partition(":")
    known = whole_number(number), whole_number(size)
    if not colon or known[0] is None or known[1] is None:
        return None
    return KeptFile(known[0], known[1], name[-_LONGEST_NAME:])
