"""Turns the time a wall clock showed into UTC, also in the hours that daylight saving doubles or skips."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class Hour(StrEnum):
    """What is peculiar about a local time."""

    PLAIN = "PLAIN"  # it was once
    TWICE = "TWICE"  # clocks were put back, so it was twice; the first, in summer time, is taken
    NEVER = "NEVER"  # clocks were put forward over it; it is read as if they had not been yet


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment in UTC and how certain the local time was."""

    utc: datetime
    hour: Hour


def to_utc(local: datetime, zone: ZoneInfo) -> Instant:
    """The moment at which clocks of the zone showed `local` (naive).

    A time that was twice is the first of the two; one that never was is as long after the last moment before
    the gap as it says (02:30 in a gap from 02:00 to 03:00 is the moment shown as 03:30). Both are told by
    `hour`. Raises ValueError for a time that carries an offset.
    """
    if local.tzinfo is not None:
        raise ValueError(f"{local.isoformat()} carries an offset already")
    early = local.replace(tzinfo=zone, fold=0)
    late = local.replace(tzinfo=zone, fold=1)
    utc = early.astimezone(UTC)
    if early.utcoffset() == late.utcoffset():
        return Instant(utc, Hour.PLAIN)
    shown = utc.astimezone(zone).replace(tzinfo=None)
    return Instant(utc, Hour.TWICE if shown == local.replace(fold=0) else Hour.NEVER)


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which a local day begins."""
    return to_utc(datetime.combine(day, time()), zone).utc
