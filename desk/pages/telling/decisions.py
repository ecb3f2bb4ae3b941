"""A routing as it was decided, fresh or stored, in one shape that can be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.case_store import Routing
from dispatch.responsibility_drafts import rows_by_id
from dispatch.routing import Routed
from dispatch.rules.border import BorderReason, Outcome
from dispatch.rules.responsibility import Handler, Responsibility
from dispatch.rules.responsibility_form import handler_from_json
from dispatch.rules.routes import Lost, Why
from dispatch.rules.states import CaseKind

_MILLIMETRES = 1000


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A cell the place may lie in: its path, metres from the point, and who would answer there."""

    path: str
    distance_m: float
    handlers: tuple[Handler, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """Who answers for a matter at a place: the rows looked at with why they lost (None for the winner)."""

    kind: CaseKind
    matter: str
    area_path: str
    why: Why
    rows: tuple[tuple[Responsibility, Lost | None], ...]
    outcome: Outcome | None
    reasons: tuple[BorderReason, ...]
    neighbours: tuple[Neighbour, ...]

    @property
    def winner(self) -> Responsibility | None:
        """The row that decided."""
        return next((row for row, lost in self.rows if lost is None), None)


def decided_now(routed: Routed) -> Decided:
    """A routing that has just been worked out."""
    return Decided(
        routed.matter.kind,
        routed.matter.code,
        routed.location.path,
        routed.route.why,
        tuple((one.row, one.lost) for one in routed.route.considered),
        routed.border.outcome,
        routed.border.reasons,
        tuple(
            Neighbour(one.cell, one.distance_m, tuple(_handlers(one.handler, one.co_handlers)))
            for one in routed.border.candidates
        ),
    )


async def decided_then(kind: CaseKind, routings: Sequence[Routing]) -> list[Decided]:
    """Stored routings of a case of this kind; the rows of all of them are fetched at once."""
    considered = {routing.id: _list(routing.route["considered"]) for routing in routings}
    rows = await rows_by_id(_whole(one["row"]) for ones in considered.values() for one in ones)
    return [_then(kind, routing, considered[routing.id], rows) for routing in routings]


def _then(
    kind: CaseKind,
    routing: Routing,
    considered: Sequence[Mapping[str, object]],
    rows: Mapping[int, Responsibility],
) -> Decided:
    border = routing.border or {}
    return Decided(
        kind,
        routing.matter,
        routing.area_path,
        Why(str(routing.route["why"])),
        tuple(
            (rows[_whole(one["row"])], Lost(str(one["lost"])) if one["lost"] else None)
            for one in considered
            if _whole(one["row"]) in rows
        ),
        Outcome(str(border["outcome"])) if border else None,
        tuple(BorderReason(str(reason)) for reason in _texts(border.get("reasons"))),
        tuple(_neighbour(one) for one in _list(border.get("candidates", []))),
    )


def _neighbour(form: Mapping[str, object]) -> Neighbour:
    lead = None if form["handler"] is None else handler_from_json(form["handler"])
    helpers = tuple(handler_from_json(one) for one in _list(form["co_handlers"]))
    return Neighbour(
        str(form["cell"]), _whole(form["distance_mm"]) / _MILLIMETRES, tuple(_handlers(lead, helpers))
    )


def _handlers(lead: Handler | None, helpers: Sequence[Handler]) -> list[Handler]:
    return [*([] if lead is None else [lead]), *helpers]


def _list(form: object) -> list[Mapping[str, object]]:
    return [one for one in form if isinstance(one, dict)] if isinstance(form, list) else []


def _texts(form: object) -> list[str]:
    return [str(one) for one in form] if isinstance(form, list) else []


def _whole(form: object) -> int:
    if not isinstance(form, int):
        raise TypeError(f"{form!r} is no whole number")
    return form
