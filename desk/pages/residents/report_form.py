"""A resident's report as it is filled in: what was typed, the photos that wait, the place as far as known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from litestar.datastructures import UploadFile

from desk.api.intake_bodies import ReportBody
from desk.attempts import TooManyAttempts
from desk.input_errors import FieldError, every_error
from desk.pages import names
from desk.pages.fault_words import said
from desk.pages.forms import Form, at_fields, new_key
from desk.pages.residents import places
from desk.pages.residents.places import Choice, Chosen
from desk.pages.translations import gettext as _
from desk.requests import DeskRequest
from desk.waiting_photos import MOST, keep_photo, still_waiting
from dispatch.known_nearby import Known
from registry.errors import PhoneUnusable, UploadRefused
from registry.rules.phones import normalised
from registry.uploads import Upload

# Where a fault of the body stands in the form.
FIELDS: Mapping[str, str] = {
    "/class_code": "class",
    "/place": "where",
    "/place/point": "where",
    "/place/address_id": "where",
    "/place/area_code": "where",
    "/photos": "photos",
    **{f"/photos/{place}": "photos" for place in range(MOST)},
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way: the form with its errors, the photos that wait, the place as far as it is known.

    `key` is the idempotency key the page carries; `known` what is open nearby already; `again` says that a
    report under this key was taken in before.
    """

    form: Form
    photos: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    place: Mapping[str, object] = field(default_factory=dict)
    chosen: Chosen | None = None
    key: str = ""
    known: tuple[Known, ...] = ()
    again: bool = False

    def with_errors(self, errors: Mapping[str, tuple[str, ...]]) -> "Draft":
        """The same with these errors beside those there are."""
        return replace(self, form=self.form.with_errors({**self.form.errors, **errors}))

    @property
    def value(self) -> dict[str, object]:
        """The report as the API would be sent it."""
        texts = ("description", "contact_name", "contact_phone")
        return {
            "class_code": self.form["class"],
            "place": dict(self.place),
            "photos": list(self.photos),
            **{name: self.form[name] for name in texts},
        }


def empty(about: str = "") -> Draft:
    """A report nobody has begun; `about` is the class it is opened with."""
    return Draft(Form({"class": (about,)} if about else {}), key=new_key())


async def drafted(request: DeskRequest, form: Form) -> Draft:
    """What was sent, with its photos put aside and its place looked up; faults stand at their fields."""
    photos, wrong = await _photos(request, form)
    found = await _placed(request, Draft(form, photos, key=form["key"] or new_key()))
    return found.with_errors(wrong)


async def as_typed(form: Form) -> Draft:
    """What was sent, with nothing looked up that counts: for a form that is shown again for another reason.

    Photos sent with it are not looked into; those sent before wait on.
    """
    draft = Draft(replace(form, files={}), await still_waiting(form.all("photo")[:MOST]), key=form["key"])
    chosen = await places.chosen(form["place"]) if ":" in form["place"] else None
    if chosen is None:
        return draft
    choice = Choice(chosen.key, chosen.name, chosen.english, "")
    return replace(draft, chosen=chosen, choices=(choice,), place=places.body_of(chosen) if chosen else {})


async def _photos(request: DeskRequest, form: Form) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    kept = list(await still_waiting(form.all("photo")[:MOST]))
    sent = form.files.get("photos", ())
    wrong: list[str] = []
    for file in sent[: MOST - len(kept)]:
        try:
            kept.append(await _kept(request, file))
        except UploadRefused as refused:
            wrong.append(f"{file.filename[:60]}{_('：')}{said(FieldError('', refused.reason, ''))}")
        except TooManyAttempts:
            wrong.append(_("照片发送得太多，请稍后再加，或者先不带照片提交。"))
            break
    if len(sent) + len(form.all("photo")) > MOST:
        wrong.append(_("最多 %(number)s 张照片，多出的没有保留。") % {"number": MOST})
    return tuple(kept), {"photos": tuple(wrong)} if wrong else {}


async def _kept(request: DeskRequest, file: UploadFile) -> str:
    upload = Upload(file.filename, file.content_type, await file.read())
    return (await keep_photo(upload, request.sender, await names.city())).token


async def _placed(request: DeskRequest, draft: Draft) -> Draft:
    form = draft.form
    key, at = form["place"], places.point(form["lon"], form["lat"])
    if at is not None and key in ("", "point"):
        return replace(draft, place=places.body_at(at, form["accuracy"]))
    chosen = await places.chosen(key) if key else None
    found = await places.choices(request, form["where"]) if form["where"] else []
    # The only one there is needs no choosing; what was chosen stays among the choices.
    if chosen is None and len(found) == 1:
        chosen = await places.chosen(found[0].key)
    if chosen is not None and chosen.key not in {one.key for one in found}:
        found.insert(0, Choice(chosen.key, chosen.name, chosen.english, ""))
    return replace(draft, chosen=chosen, choices=tuple(found), place=places.body_of(chosen) if chosen else {})


def faults(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Everything that shows to be wrong before anything is looked up, by field."""
    form = draft.form
    found = at_fields(every_error(ReportBody, draft.value), FIELDS)
    if not form["class"]:
        found["class"] = (_("请选择是什么问题。"),)
    if not draft.place:
        found["where"] = (places.wanted(draft.choices, form["where"]),)
    if not form["description"]:
        found["description"] = (_("请说明看到了什么。"),)
    if form["contact_phone"] and "contact_phone" not in found:
        try:
            normalised(form["contact_phone"])
        except PhoneUnusable:
            found["contact_phone"] = (said(FieldError("", "bad_number", "")),)
    return found
