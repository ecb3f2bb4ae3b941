"""Versions of items and incident classes."""

from piccolo.columns import JSONB, Array, BigSerial, Integer, Text, Timestamptz
from piccolo.table import Table


class CatalogueVersion(Table, tablename="catalogue_version", schema="registry"):
    """One version of an item or an incident class; never changed once published."""

    id = BigSerial(primary_key=True)
    kind = Text()
    code = Text()
    version = Integer()
    content = JSONB()
    words = Array(Text())
    drafted_by = Text()
    drafted_at = Timestamptz()
    published_by = Text(null=True)
    published_at = Timestamptz(null=True)
    valid_to = Timestamptz(null=True)
