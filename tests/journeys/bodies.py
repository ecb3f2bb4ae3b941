"""What people of the demo city bring: places by community, and the matters the journeys are about."""

from registry.demo.people import demo_persons
from registry.demo.points import demo_service_points, point_code

ALLOWANCE = "350111001000"  # 高龄补贴: promised, decided where the applicant's household is registered
SENIOR_CARD = "350111004000"  # 老年人优待证: decided at once
RUBBISH, BAD_PARKING, DUST = "0102", "0403", "0302"

Body = dict[str, object]


def at(slug: str) -> Body:
    """The place of a division's service point."""
    point = next(one for one in demo_service_points() if one.code == point_code(slug))
    return {"point": {"lon": point.lon, "lat": point.lat, "crs": "WGS84", "precision_m": 0}}


def incident(code: str, slug: str, said: str = "请尽快处理") -> Body:
    return {"class_code": code, "place": at(slug), "description": said}


def application(item: str, area_code: str, person: int, **changes: object) -> Body:
    """An application by one of the demo's persons, about somewhere in a community."""
    found = demo_persons()[person]
    subject = {"kind": "person", "name": found.name, "number": found.number, "number_kind": "resident_id"}
    body: Body = {"item": item, "place": {"area_code": area_code}, "subject": subject}
    return {**body, **changes}


def allowance(area_code: str, person: int = 2, brings: tuple[str, ...] = ("FORM",)) -> Body:
    """The allowance for the aged, paid to the social card; the form is all that has to be brought."""
    answers = {"age": 84, "paid_by": "social_card", "agent": False}
    materials = [{"code": code} for code in brings]
    return application(ALLOWANCE, area_code, person, answers=answers, materials=materials)
