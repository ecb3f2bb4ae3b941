"""What a resident is told of a report: how to ask for it again, who answers, where it is, by when."""

from msgspec import Struct

from desk.api.residents import DueAnswer
from desk.new_case import Registered
from registry.staff import members


class AreaName(Struct):
    """An area by name."""

    zh: str
    en: str


class ReportedAnswer(Struct):
    """The answer to a report; the password is told this once only, and with the number tells the rest.

    `areas` run from the city down; `perhaps_known` counts open incidents close by that may be the same thing.
    """

    tracking_no: str
    password: str
    first_responder: str
    areas: list[AreaName]
    due: list[DueAnswer]
    perhaps_known: int


async def reported_answer(registered: Registered) -> ReportedAnswer:
    """The answer to somebody nobody knows: no ids or serial numbers, nothing of how work is shared out."""
    answering = await members([registered.first_responder])
    return ReportedAnswer(
        registered.tracking_no,
        registered.password,
        "".join(one.display_name for one in answering.values()),
        [AreaName(area.name, area.name_en) for area in registered.location.chain],
        [
            DueAnswer(
                due.clock.kind.value,
                due.derivation.last_day if due.derivation else None,
                due.clock.due_at,
                due.clock.provisional,
            )
            for due in registered.dues
        ],
        len(registered.similar),
    )
