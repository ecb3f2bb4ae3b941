"""Who did something, as people are told: a name on a door, the applicant, a connected system, the house."""

from collections.abc import Collection

from desk.pages import names
from desk.pages.translations import gettext as _
from dispatch.rules.states import CaseKind
from reach import ReachKind


async def actor_names(actors: Collection[str], kind: CaseKind | None = None) -> dict[str, str]:
    """What to call the actors of journals (`staff:12`, `subject:5`, `holder:77`, `service:…`, `system`).

    One question for all of them. Residents are not named, their names are opened for a purpose only: they
    are called by what they are in a case of this kind.
    """
    staff = await names.staff({int(who) for kind, who in map(_split, actors) if kind is ReachKind.STAFF})
    resident = _("上报居民") if kind is CaseKind.INCIDENT else _("申请人")
    return {actor: _name(actor, staff) or resident for actor in actors}


def _split(actor: str) -> tuple[ReachKind, str]:
    kind, _colon, who = actor.partition(":")
    return ReachKind(kind), who


def _name(actor: str, staff: dict[int, str]) -> str:
    kind, who = _split(actor)
    match kind:
        case ReachKind.STAFF:
            return staff.get(int(who)) or _("已离任人员")
        case ReachKind.SERVICE:
            return _("接入系统 %(name)s") % {"name": who}
        case ReachKind.SYSTEM:
            return _("系统")
        case _:
            return ""
