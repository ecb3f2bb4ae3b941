"""What is sent to take a matter in, and how it becomes a new case; every fault is told at its pointer."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from desk.api.act_bodies import Aware, Code, Id, Text
from desk.api.channels import channel_faults, usual_channel
from desk.api.people_bodies import SubjectBody, subject_faults, subject_of
from desk.input_errors import FieldError
from desk.intake_faults import Read
from desk.new_case import Channel, GivenMaterial, NewCase, Where
from dispatch.rules.states import CaseKind
from grid.errors import BadPosition, UnknownCrs
from grid.rules.coordinates import Position, crs_named, to_wgs84
from reach import Reach, ReachKind

_Given = Annotated[str, Meta(max_length=1000)] | Annotated[int, Meta(ge=-(2**53), le=2**53)] | bool
_Answers = Annotated[dict[Code, _Given], Meta(max_length=100)]
_AreaCode = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,40}$")]


class PointBody(Struct, forbid_unknown_fields=True):
    """A point and the system its numbers are in: WGS84, CGCS2000, GCJ02 or BD09; precision in metres."""

    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    crs: Annotated[str, Meta(min_length=1, max_length=20)]
    precision_m: Annotated[float, Meta(ge=0, le=10_000)] = 10.0


class PlaceBody(Struct, forbid_unknown_fields=True):
    """Exactly one of a point, a standard address, or an area as a whole."""

    point: PointBody | None = None
    address_id: Id | None = None
    area_code: _AreaCode | None = None


class MaterialBody(Struct, forbid_unknown_fields=True):
    """A material brought on paper; files are sent to the open case. `exception` is the rule for asking."""

    code: Code
    exception: Annotated[str, Meta(max_length=1000)] = ""


class MatterBody(Struct, forbid_unknown_fields=True, kw_only=True):
    """What every matter has."""

    place: PlaceBody
    description: Text = ""
    channel: Channel | None = None
    answers: _Answers = {}
    service_point_id: Id | None = None
    window_id: Id | None = None
    origin_case: Id | None = None
    external_ref: Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,128}$")] | None = None
    reported_at: Aware | None = None


class IncidentBody(MatterBody, kw_only=True):
    """Something to be put right: its class, where it is, and what somebody saw."""

    class_code: Code
    urgent: bool = False
    subject: SubjectBody | None = None


class ApplicationBody(MatterBody, kw_only=True):
    """Something applied for: the item, who applies, and what he brings."""

    item: Code
    subject: SubjectBody
    agent: SubjectBody | None = None
    materials: Annotated[list[MaterialBody], Meta(max_length=100)] = []


class ReportBody(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a resident reports without signing in; how to reach him is kept sealed, if he says it.

    `photos` are the tokens of photos sent before.
    """

    class_code: Code
    place: PlaceBody
    description: Annotated[str, Meta(min_length=1, max_length=4000)]
    contact_name: Annotated[str, Meta(max_length=100)] = ""
    contact_phone: Annotated[str, Meta(max_length=30)] = ""
    photos: Annotated[list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(max_length=4)] = []


def incident(body: IncidentBody, reach: Reach) -> Read:
    """The new case, with every fault that shows before anything is looked up."""
    faults = [*_matter_faults(body, reach), *subject_faults(body.subject, "/subject")]
    return _read(CaseKind.INCIDENT, body.class_code, body, reach, faults)


def application(body: ApplicationBody, reach: Reach) -> Read:
    """The new case, with every fault that shows before anything is looked up."""
    faults = [
        *_matter_faults(body, reach),
        *subject_faults(body.subject, "/subject"),
        *subject_faults(body.agent, "/agent"),
    ]
    return _read(CaseKind.APPLICATION, body.item, body, reach, faults)


def report(body: ReportBody) -> Read:
    """The new case of a resident nobody knows, with every fault that shows before anything is looked up."""
    faults = tuple(_place_faults(body.place))
    texts = {
        "description": body.description,
        "contact_name": body.contact_name,
        "contact_phone": body.contact_phone,
    }
    where = _where_if_sound(body.place)
    return Read(NewCase(CaseKind.INCIDENT, body.class_code, Channel.RESIDENT, where, texts=texts), faults)


def _read(
    kind: CaseKind, matter: str, body: IncidentBody | ApplicationBody, reach: Reach, faults: list[FieldError]
) -> Read:
    applying = body if isinstance(body, ApplicationBody) else None
    new = NewCase(
        kind=kind,
        matter=matter,
        channel=body.channel or usual_channel(reach),
        where=_where_if_sound(body.place),
        subject=subject_of(body.subject),
        agent=subject_of(applying.agent) if applying else None,
        texts={"description": body.description},
        answers=body.answers,
        materials=_materials(applying) if applying else (),
        urgent=body.urgent if isinstance(body, IncidentBody) else False,
        service_point_id=body.service_point_id or _usual_point(reach),
        window_id=body.window_id,
        external=(str(reach.who), body.external_ref) if reach.kind is ReachKind.SERVICE else None,
        origin_case=body.origin_case,
        reported_at=body.reported_at,
    )
    return Read(new, tuple(faults))


def _usual_point(reach: Reach) -> int | None:
    """Whoever works at one service point only takes matters in there: it keeps them in sight of that desk."""
    at = reach.service_points if reach.kind is ReachKind.STAFF else ()
    return at[0] if len(at) == 1 else None


def _materials(body: ApplicationBody) -> tuple[GivenMaterial, ...]:
    return tuple(GivenMaterial(one.code, exception=one.exception) for one in body.materials)


def _where_if_sound(place: PlaceBody) -> Where:
    return Where() if any(_place_faults(place)) else _where(place)


def _where(place: PlaceBody) -> Where:
    if place.point is None:
        return Where(address_id=place.address_id, area_code=place.area_code)
    point = place.point
    position = to_wgs84(Position(point.lon, point.lat), crs_named(point.crs))
    return Where(position, point.precision_m)


def _matter_faults(body: MatterBody, reach: Reach) -> Iterator[FieldError]:
    yield from _place_faults(body.place)
    yield from channel_faults(body.channel, reach)
    if reach.kind is not ReachKind.SERVICE:
        if body.external_ref is not None:
            yield FieldError("/external_ref", "not_yours", "is for services that hand in their own cases")
        if body.reported_at is not None:
            yield FieldError("/reported_at", "not_yours", "is for services that hand in older cases")
    at_point = body.service_point_id
    if at_point is not None and reach.kind is ReachKind.STAFF and at_point not in reach.service_points:
        yield FieldError("/service_point_id", "not_yours", "is no service point of this caller")


def _place_faults(place: PlaceBody) -> Iterator[FieldError]:
    given = [one for one in (place.point, place.address_id, place.area_code) if one is not None]
    if len(given) != 1:
        yield FieldError("/place", "one_of", "has exactly one of point, address_id and area_code")
    if place.point is None:
        return
    try:
        _where(PlaceBody(point=place.point))
    except UnknownCrs as error:
        yield FieldError("/place/point/crs", "unknown_crs", str(error))
    except BadPosition as error:
        yield FieldError("/place/point", "bad_position", str(error))
