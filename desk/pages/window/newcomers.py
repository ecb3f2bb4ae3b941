"""What the desk keeps of somebody who comes for the first time: where he lives, as far as the matter says."""

from dataclasses import replace

from desk.new_case import NewCase, Where
from desk.pages.forms import Form
from desk.pages.window.matter import Matter
from desk.previewing import NOWHERE, Moment, preview_place
from grid.errors import BadPosition, PlaceNotFound
from grid.rules.levels import Level
from reach import Reach, Role
from registry.rules.item_definition import PlaceRule
from registry.subject_indexes import NewSubject

_AT_THE_WINDOW = frozenset({Role.CLERK, Role.RESULT_CLERK})
_DWELLING = frozenset({PlaceRule.RESIDENCE, PlaceRule.HOUSEHOLD_REGISTRATION})


async def at_home(new: NewCase, matter: Matter, form: Form, reach: Reach, moment: Moment) -> NewCase:
    """The case with its place and the home of its people; somebody the desk knows stays as he is kept."""
    if matter.city_wide:
        new = replace(new, where=Where(area_code=moment.city.code))
    if new.subject is None:
        return new
    area, address = area_of(reach), new.subject.address
    if matter.item is not None and matter.item.place in _DWELLING:
        # The item is decided where he lives, so the place that was given is his home.
        area = await _community(new, moment) or area
        address = address or _address(form)
    subject = replace(new.subject, address=address, area_path=area)
    return replace(new, subject=subject, agent=_known_here(new.agent, reach))


def _address(form: Form) -> str | None:
    """The standard address that was chosen, with the room; an area is no address."""
    return f"{form['place_words']} {form['room']}".strip() if form["place"].startswith("address:") else None


async def _community(new: NewCase, moment: Moment) -> str | None:
    if new.where == NOWHERE:
        return None
    try:
        location = (await preview_place(new.where, moment)).location
    except (PlaceNotFound, BadPosition):
        # Registration says what is wrong with the place.
        return None
    area = location.area_at(Level.COMMUNITY) if location else None
    return area.path if area else None


def area_of(reach: Reach) -> str | None:
    """Names are searched within an area only: whoever came to this window is looked for in its area."""
    posts = (post for post in reach.posts if post.role in _AT_THE_WINDOW)
    return next((post.area_path for post in posts if post.area_path), None)


def _known_here(agent: NewSubject | None, reach: Reach) -> NewSubject | None:
    return None if agent is None else replace(agent, area_path=area_of(reach))
