"""Departments, service points with their windows, staff, their credentials and posts."""

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    DoublePrecision,
    Text,
    Timestamptz,
)
from piccolo.table import Table


class Department(Table, tablename="department", schema="registry"):
    """An authority or unit that answers for matters in an area; `code` is its unified social credit code."""

    id = BigSerial(primary_key=True)
    code = Text()
    name = Text()
    name_en = Text()
    kind = Text()
    level = Text()
    area_path = Text()
    closed_at = Timestamptz(null=True)


class ServicePoint(Table, tablename="service_point", schema="registry"):
    """A place where people are served; lon and lat in degrees, EPSG:4326."""

    id = BigSerial(primary_key=True)
    code = Text()
    name = Text()
    name_en = Text()
    kind = Text()
    level = Text()
    area_path = Text()
    address = Text()
    lon = DoublePrecision()
    lat = DoublePrecision()
    hours = JSONB()
    phone = Text(null=True)
    closed_at = Timestamptz(null=True)


class ServiceWindow(Table, tablename="service_window", schema="registry"):
    """One counter of a service point."""

    id = BigSerial(primary_key=True)
    service_point_id = BigInt()
    number = Text()
    name = Text()
    name_en = Text()
    kind = Text()


class Staff(Table, tablename="staff", schema="registry"):
    """Somebody who works here and signs in by `login`."""

    id = BigSerial(primary_key=True)
    login = Text()
    display_name = Text()
    active = Boolean()
    made_at = Timestamptz()


class Credential(Table, tablename="credential", schema="registry"):
    """What a member of staff proves himself with."""

    staff_id = BigInt(primary_key=True)
    password_hash = Text()
    changed_at = Timestamptz()
    totp_sealed = Bytea(null=True)
    totp_kek_id = Text(null=True)
    totp_last_step = BigInt(null=True)
    set_by_another = Boolean()


class StaffPost(Table, tablename="staff_post", schema="registry"):
    """A role held somewhere from an instant on, until another one where that is known."""

    id = BigSerial(primary_key=True)
    staff_id = BigInt()
    role = Text()
    area_path = Text(null=True)
    department_id = BigInt(null=True)
    service_point_id = BigInt(null=True)
    valid_from = Timestamptz()
    valid_to = Timestamptz(null=True)
