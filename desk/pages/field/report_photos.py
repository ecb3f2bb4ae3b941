"""The photos of a worker's report: looked into one by one, and kept for him while the form comes back."""

from dataclasses import dataclass, field

from litestar.datastructures import UploadFile

from desk.attempts import TooManyAttempts
from desk.input_errors import FieldError
from desk.pages.fault_words import said
from desk.pages.field.report_form import MOST, Draft
from desk.pages.translations import gettext as _
from desk.waiting_photos import LONGEST_SIDE, keep_photo
from grid.city import City
from reach import Reach
from registry.errors import UploadRefused
from registry.files import checked
from registry.uploads import Checked, Upload

_LONGEST_NAME = 60


@dataclass(slots=True)
class Photos:
    """Those that are fit, as they came and as they can be kept; and what is wrong with the others."""

    uploads: list[Upload] = field(default_factory=list)
    sound: list[Checked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def errors(self) -> dict[str, tuple[str, ...]]:
        """The faults at their field."""
        return {"photos": tuple(self.faults)} if self.faults else {}


async def looked_into(draft: Draft, city: City) -> Photos:
    """The photos that came with the form; more than there may be are told of and left out."""
    found, sent = Photos(), draft.form.files.get("photos", ())
    room = MOST - len(draft.waiting)
    for file in sent[:room]:
        upload = Upload(file.filename, file.content_type, await file.read())
        try:
            found.sound.append(await checked(upload, city.zone, LONGEST_SIDE))
        except UploadRefused as refused:
            found.faults.append(_refused(file, refused))
        else:
            found.uploads.append(upload)
    if len(sent) > room:
        found.faults.append(_("最多 %(number)s 张照片，多出的没有保留。") % {"number": MOST})
    return found


async def put_aside(photos: Photos, reach: Reach, city: City) -> tuple[str, ...]:
    """Tokens of the photos that are fit, so that they need not be taken again."""
    kept: list[str] = []
    for upload in photos.uploads:
        try:
            kept.append((await keep_photo(upload, reach.actor, city)).token)
        except TooManyAttempts:
            photos.faults.append(_("照片发送得太多，请稍后再加，或者先不带照片提交。"))
            break
    return tuple(kept)


def _refused(file: UploadFile, refused: UploadRefused) -> str:
    why = said(FieldError("", refused.reason, ""))
    return f"{file.filename[-_LONGEST_NAME:]}{_('：')}{why}"
