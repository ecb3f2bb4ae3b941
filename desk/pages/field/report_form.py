"""A worker's report as it is filled in: class, photos that wait, and the place as far as it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desk.api.intake_bodies import IncidentBody
from desk.input_errors import every_error
from desk.pages.forms import Form, at_fields, new_key
from desk.pages.residents import places
from desk.pages.residents.places import Choice
from desk.requests import DeskRequest
from desk.waiting_photos import still_waiting

MOST = 6  # photos
# Where a fault of the body stands in the form.
FIELDS: Mapping[str, str] = {
    "/class_code": "class",
    **dict.fromkeys(("/place", "/place/point", "/place/address_id", "/place/area_code"), "where"),
    **{f"/photos/{place}": "photos" for place in range(MOST)},
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way; `key` is its idempotency key, `waiting` are tokens of photos sent before."""

    form: Form
    key: str
    waiting: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    place: Mapping[str, object] = field(default_factory=dict)

    @property
    def value(self) -> dict[str, object]:
        """The report as the API would be sent it."""
        return {
            "class_code": self.form["class"],
            "place": dict(self.place),
            "description": self.form["description"],
            "urgent": self.form["urgent"] == "yes",
        }

    def with_errors(self, errors: Mapping[str, tuple[str, ...]]) -> "Draft":
        """The same with these errors beside those there are."""
        return replace(self, form=self.form.with_errors({**self.form.errors, **errors}))


def empty(class_code: str) -> Draft:
    """A report of this class nobody has begun."""
    return Draft(Form({"class": (class_code,)}), new_key())


async def drafted(request: DeskRequest, form: Form) -> Draft:
    """What was sent, with its place looked up."""
    waiting = await still_waiting(form.all("photo")[:MOST])
    found = await places.choices(request, form["where"]) if form["where"] else []
    draft = Draft(form, form["key"] or new_key(), waiting, tuple(found))
    key = form["place"]
    if key in ("", "point") and len(found) == 1:
        key = found[0].key
    chosen = await places.chosen(key) if ":" in key else None
    if chosen is not None:
        return replace(draft, place=places.body_of(chosen))
    at = None if found else places.point(form["lon"], form["lat"])
    return draft if at is None else replace(draft, place=places.body_at(at, form["accuracy"]))


async def as_typed(form: Form) -> Draft:
    """What was sent, with no place looked up: for a form that is shown again for another reason."""
    return Draft(form, form["key"] or new_key(), await still_waiting(form.all("photo")[:MOST]))


def faults(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Everything that shows to be wrong before anything is looked up, by field."""
    found = at_fields(every_error(IncidentBody, draft.value), FIELDS)
    if not draft.place:
        found["where"] = (places.wanted(draft.choices, draft.form["where"]),)
    return found
