"""What is stored of time: calendars in all their versions, and how far a demo's clock is moved."""

from piccolo.columns import (
    JSONB,
    Boolean,
    Integer,
    Interval,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class Calendars(Table, tablename="calendars", schema="dispatch"):
    """Each version of a calendar as it was imported; cases keep the version they were taken in under."""

    code = Varchar(length=32, primary_key=True)
    version = Integer()
    body = JSONB()
    current = Boolean()
    imported_at = Timestamptz()


class DemoClock(Table, tablename="demo_clock", schema="dispatch"):
    """How far a demo's clock is moved from the real one; at most one row."""

    only_one = Boolean(primary_key=True)
    moved_by = Interval()
