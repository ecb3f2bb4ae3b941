"""Routes a case anew when it turns out to be something else: same place, same map, another matter."""

from datetime import datetime

from dispatch import places
from dispatch.case_store import Case
from dispatch.responsibilities import rulebook
from dispatch.routing import Question, Routed, keeping_routing, new_routing_id, route_by
from dispatch.rules.entry_data import RoutedData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.responsibility import Matter
from dispatch.telling import note
from dispatch.terms import terms_of
from grid.city import City
from grid.locate import locate, locate_area
from grid.location import Location
from grid.rules.coordinates import Position
from grid.rules.levels import codes_in
from reach import SYSTEM
from together import together


async def reroute(case: Case, city: City, now: datetime) -> Routed:
    """Keeps a new routing of a locked case and tells of it; whoever dispatches next follows it.

    Goes by the edition of the map and of the responsibilities that the case was taken in under. The place is
    the stored point, or the case's area where there is none.
    """
    location = await _place_of(case)
    book = await rulebook(case.responsibility_edition, city.zone)
    terms = await terms_of(case.kind, case.matter_version, case.matter)
    matter = Matter(case.kind, terms.class_code or terms.code)
    routed = route_by(book, Question(location, matter, city, now, case.urgent))
    routing_id = await new_routing_id()
    await together(keeping_routing(routing_id, case.id, routed, now))
    data = RoutedData(state=case.state, version=case.version, routing_id=routing_id)
    await note(case, EntryKind.ROUTED, data, (SYSTEM, "SYSTEM", now))
    return routed


async def _place_of(case: Case) -> Location:
    place = await places.place_of(SYSTEM, case.id)
    if place is None:
        return await locate_area(codes_in(case.area_path)[-1], case.edition_id)
    return await locate(Position(place.lon, place.lat), float(place.precision_m or 0), case.edition_id)
