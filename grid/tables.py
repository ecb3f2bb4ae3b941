"""What the map keeps: the city, its editions, their areas and overlays, and the standard addresses."""

from piccolo.columns import (
    JSONB,
    Array,
    BigSerial,
    Boolean,
    DoublePrecision,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.table import Table


class CityRow(Table, tablename="cities", schema="grid"):
    """The one city this installation serves; `id` is always 1."""

    id = SmallInt(primary_key=True, default=1)
    code = Text()
    name = Text()
    name_en = Text()
    time_zone = Text()
    metric_srid = Integer()
    calendar_code = Text()
    code_profile = Text()
    languages = Array(base_column=Text())
    levels = Array(base_column=Text())
    default_points = JSONB()


class Edition(Table, tablename="editions", schema="grid"):
    """One state of the map; at most one is published."""

    id = BigSerial(primary_key=True)
    number = Integer(unique=True)
    status = Text(default="draft")
    note = Text(default="")
    created_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)


class AreaRow(Table, tablename="areas", schema="grid"):
    """An area of an edition; only `spatial_words.py` knows its shape (`geom`) and label point (`label`)."""

    id = BigSerial(primary_key=True)
    edition_id = ForeignKey(Edition, null=False)
    level = Text()
    code = Text()
    name = Text()
    name_en = Text(default="")
    parent_code = Text(null=True, default=None)
    path = Text()
    is_lowest = Boolean()
    area_m2 = DoublePrecision()
    attributes = JSONB(default="{}")


class OverlayRow(Table, tablename="overlays", schema="grid"):
    """One zone of a named layer that crosses the areas (police districts, wards); its shape is in `geom`."""

    id = BigSerial(primary_key=True)
    edition_id = ForeignKey(Edition, null=False)
    overlay = Text()
    code = Text()
    name = Text()


class AddressRow(Table, tablename="addresses", schema="grid"):
    """A standard address; its point is in `geom`, the areas it lies in are those of the published edition."""

    id = BigSerial(primary_key=True)
    code = Text(unique=True)
    text = Text()
    street = Text()
    number = Text()
    building = Text(default="")
    folded = Text()
    pinyin = Text()
    initials = Text()
    tokens = Array(base_column=Text())
    community_code = Text(null=True, default=None)
    cell_code = Text(null=True, default=None)
