"""Counts a known limit again: to check it, after a pause, an extension, a new allowance or a new calendar."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.errors import OtherCalendar
from dispatch.rules.calendar import Calendar
from dispatch.rules.clocks import Extension, Pause
from dispatch.rules.counting import derive
from dispatch.rules.derivation import Derivation
from registry.rules.allowances import Allowance


@dataclass(frozen=True, slots=True)
class Move:
    """A limit that another calendar counts otherwise; `clock_id` is the caller's."""

    clock_id: int
    before: Derivation
    after: Derivation


def recount(known: Derivation, calendar: Calendar) -> Derivation:
    """The same limit by this calendar, pauses and extensions kept."""
    return derive(known.start, known.allowance, calendar, known.pauses, known.extensions)


def proves_itself(known: Derivation, calendar: Calendar) -> bool:
    """Whether counting again gives the same due time by the same steps.

    Raises OtherCalendar unless `calendar` is the one, in the version, that the derivation names.
    """
    if (known.calendar_code, known.calendar_version) != (calendar.code, calendar.version):
        raise OtherCalendar(
            f"{known.calendar_code} {known.calendar_version}, not {calendar.code} {calendar.version}"
        )
    return recount(known, calendar) == known


def with_allowance(known: Derivation, allowance: Allowance, calendar: Calendar) -> Derivation:
    """The limit with another allowance in place of its own: nothing that paused or extended it is lost."""
    return derive(known.start, allowance, calendar, known.pauses, known.extensions)


def extended(known: Derivation, extension: Extension, calendar: Calendar) -> Derivation:
    """The limit with one more extension."""
    return derive(known.start, known.allowance, calendar, known.pauses, (*known.extensions, extension))


def paused(known: Derivation, from_at: datetime, why: str, calendar: Calendar) -> Derivation:
    """The limit with a pause open from that instant on."""
    pauses = (*known.pauses, Pause(from_at, None, why))
    return derive(known.start, known.allowance, calendar, pauses, known.extensions)


def resumed(known: Derivation, at: datetime, calendar: Calendar) -> Derivation:
    """The limit with every open pause ended at that instant; with an expected instant, a projection."""
    pauses = tuple(pause if pause.to_at else replace(pause, to_at=at) for pause in known.pauses)
    return derive(known.start, known.allowance, calendar, pauses, known.extensions)


def affected(clocks: Iterable[tuple[int, Derivation]], calendar: Calendar) -> list[Move]:
    """What importing `calendar` would move: the limits whose due time changes or that stop (or start) being
    provisional, in the order given. Nothing is changed; the caller chooses which limits to ask about.
    """
    moves = [Move(clock_id, known, recount(known, calendar)) for clock_id, known in clocks]
    return [move for move in moves if _differs(move)]


def _differs(move: Move) -> bool:
    before, after = move.before, move.after
    return (before.due_at, before.provisional) != (after.due_at, after.provisional)
