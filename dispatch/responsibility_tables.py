"""What is stored of duty: editions of the responsibility list, their rows, and who is on duty where."""

from piccolo.columns import JSONB, Array, BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class ResponsibilityEditions(Table, tablename="responsibility_editions", schema="dispatch"):
    """One state of the whole list; `revision` counts the changes to a draft, `written_by` who made them."""

    id = BigInt(primary_key=True)
    number = Integer()
    status = Varchar(length=16)
    note = Text()
    revision = Integer()
    written_by = Array(Text())
    created_at = Timestamptz()
    published_at = Timestamptz(null=True)
    published_by = Text(null=True)


class Responsibilities(Table, tablename="responsibilities", schema="dispatch"):
    """One row of an edition; `place` is an area path or "overlay:…"."""

    id = BigInt(primary_key=True)
    edition_id = BigInt()
    kind = Varchar(length=16)
    breadth = Varchar(length=8)
    code = Varchar(length=128)
    place = Text()
    conditions = JSONB()
    lead = JSONB()
    co_handlers = JSONB()
    valid_from = Timestamptz()
    valid_to = Timestamptz(null=True)


class Duties(Table, tablename="duties", schema="dispatch"):
    """Somebody on the roster of an area, from an instant on, until another one where that is known."""

    id = BigInt(primary_key=True)
    area_path = Text()
    staff_id = BigInt()
    rank = Varchar(length=16)
    valid_from = Timestamptz()
    valid_to = Timestamptz(null=True)
