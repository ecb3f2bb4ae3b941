"""Bodies of requests for the small world."""

from tests import builders_grid as grid
from tests.world import ALLOWANCE, RUBBISH

PERSON = {
    "kind": "person",
    "name": "陈测试",
    "number": "999999199001010016",
    "number_kind": "resident_id",
    "phone": "13800000000",
}


def a_point(x: float = 1.5, y: float = 1.5) -> dict[str, object]:
    """A place in the small map, in its own units."""
    position = grid.at(x, y)
    return {"point": {"lon": position.lon, "lat": position.lat, "crs": "WGS84"}}


def an_incident(**changes: object) -> dict[str, object]:
    """Rubbish at a road."""
    body: dict[str, object] = {"class_code": RUBBISH, "place": a_point(), "description": "路边有一堆垃圾"}
    return {**body, **changes}


def an_application(**changes: object) -> dict[str, object]:
    """The allowance for the aged, with everything that has to be brought."""
    body: dict[str, object] = {
        "item": ALLOWANCE,
        "place": {"area_code": "350304001001001"},
        "subject": PERSON,
        "answers": {"lives_alone": False},
        "materials": [{"code": "application"}],
        "description": "家中老人年满八十",
    }
    return {**body, **changes}
