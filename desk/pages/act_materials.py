"""The materials of an application as a form offers them: what may be asked for, what can be brought."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.materials import HAD, MISSING
from desk.new_case import MaterialLine
from desk.pages import wording
from dispatch.cases import Known
from registry.rules.item_definition import Material, Obtain


@dataclass(frozen=True, slots=True)
class MaterialOffer:
    """One material: its name, how it stands, and whether it is ticked beforehand.

    `given` can be asked for again only as defective, `shared` only with a rule that allows it.
    """

    code: str
    name: str
    status: str
    ticked: bool = False
    given: bool = False
    shared: bool = False


def asked_for(known: Known, lines: Mapping[str, MaterialLine]) -> tuple[MaterialOffer, ...]:
    """Everything the published item asks for in this situation; what is missing is ticked."""
    return tuple(
        _offer(one, lines, ticked=_status(one, lines) == MISSING and one.obtain is not Obtain.SHARED)
        for one in _published(known)
        # What the situation does not need may not be asked for; its list has everything it does.
        if one.code in lines or not lines
    )


def brought(known: Known, lines: Mapping[str, MaterialLine]) -> tuple[MaterialOffer, ...]:
    """What was asked for and is waited for."""
    past = known.facts.past
    waiting = past.later_open.union(*(one.asked for one in past.rounds if one.answered_at is None))
    return tuple(_offer(one, lines) for one in _published(known) if one.code in waiting)


def _published(known: Known) -> tuple[Material, ...]:
    return known.terms.item.materials if known.terms.item else ()


def _status(material: Material, lines: Mapping[str, MaterialLine]) -> str:
    return lines[material.code].status if material.code in lines else ""


def _offer(material: Material, lines: Mapping[str, MaterialLine], *, ticked: bool = False) -> MaterialOffer:
    status = _status(material, lines)
    return MaterialOffer(
        material.code,
        wording.spoken((material.name, material.name_en)),
        wording.named(status, "material") if status else "",
        ticked,
        status in HAD,
        material.obtain is Obtain.SHARED,
    )
