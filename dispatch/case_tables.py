"""What is stored of a case: its row, journal, tasks, clocks, materials and how it was routed."""

from piccolo.columns import (
    JSONB,
    Array,
    BigInt,
    Boolean,
    Bytea,
    Date,
    Integer,
    Numeric,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class Cases(Table, tablename="cases", schema="dispatch"):
    """The present state of each case; everything in it can be folded from the journal."""

    id = BigInt(primary_key=True)
    case_no = Varchar(length=64)
    tracking_no = Varchar(length=12)
    password_mark = Bytea()
    kind = Varchar(length=16)
    state = Varchar(length=32)
    back_to = Varchar(length=32, null=True)
    version = Integer()
    last_seq = Integer()
    last_hash = Bytea()
    matter = Varchar(length=128)
    matter_version = BigInt()
    area_path = Text()
    edition_id = BigInt()
    responsibility_edition = BigInt()
    calendar_code = Varchar(length=32)
    calendar_version = Integer()
    channel = Varchar(length=16)
    service_point_id = BigInt(null=True)
    window_id = BigInt(null=True)
    first_responder = BigInt()
    subject_id = BigInt(null=True)
    agent_id = BigInt(null=True)
    urgent = Boolean()
    from_public = Boolean()
    materials_complete = Boolean()
    result_code = SmallInt(null=True)
    received_at = Timestamptz(null=True)
    accepted_at = Timestamptz(null=True)
    decided_at = Timestamptz(null=True)
    settled_at = Timestamptz(null=True)
    closed_at = Timestamptz(null=True)
    rating_until = Timestamptz(null=True)
    due_at = Timestamptz(null=True)
    origin_case = BigInt(null=True)
    external_source = Varchar(length=64, null=True)
    external_ref = Varchar(length=128, null=True)
    opened_at = Timestamptz()


class Journal(Table, tablename="journal", schema="dispatch"):
    """One fact about a case; append-only, gapless and hash-chained (see `dispatch/journal.py`)."""

    case_id = BigInt(primary_key=True)
    seq = Integer()
    at = Timestamptz()
    recorded_at = Timestamptz()
    kind = Varchar(length=48)
    actor = Varchar(length=64)
    channel = Varchar(length=16)
    data = JSONB()
    prev_hash = Bytea()
    hash = Bytea()


class Tasks(Table, tablename="tasks", schema="dispatch"):
    """What somebody must do about a case."""

    id = BigInt(primary_key=True)
    case_id = BigInt()
    kind = Varchar(length=16)
    state = Varchar(length=16)
    department_id = BigInt(null=True)
    worker = Varchar(length=64, null=True)
    ruled = Boolean()
    routing_id = BigInt(null=True)
    opened_at = Timestamptz()
    signed_at = Timestamptz(null=True)
    signed_by = Varchar(length=64, null=True)
    ended_at = Timestamptz(null=True)
    due_at = Timestamptz(null=True)
    to_settle = Boolean()


class Clocks(Table, tablename="clocks", schema="dispatch"):
    """A running, paused or stopped time limit; its derivation is computed anew from these columns."""

    id = BigInt(primary_key=True)
    case_id = BigInt()
    task_id = BigInt(null=True)
    order_id = Integer(null=True)
    kind = Varchar(length=16)
    amount = Numeric(digits=(10, 4), null=True)
    unit = Varchar(length=16, null=True)
    calendar_code = Varchar(length=32)
    calendar_version = Integer()
    started_at = Timestamptz()
    pauses = JSONB()
    extensions = JSONB()
    state = Varchar(length=16)
    due_at = Timestamptz(null=True)
    provisional = Boolean()
    stopped_at = Timestamptz(null=True)
    warn_at = Timestamptz(null=True)
    warned_at = Timestamptz(null=True)
    breached_at = Timestamptz(null=True)


class Routings(Table, tablename="routings", schema="dispatch"):
    """Why a piece of work went where it went: the rows considered and why the winner won."""

    id = BigInt(primary_key=True)
    case_id = BigInt()
    at = Timestamptz()
    edition_id = BigInt()
    responsibility_edition = BigInt()
    matter = Varchar(length=128)
    area_path = Text()
    route = JSONB()
    border = JSONB(null=True)


class CaseMaterials(Table, tablename="case_materials", schema="dispatch"):
    """Each material of an application: given on paper or as a file, held, fetched, or still to come."""

    case_id = BigInt(primary_key=True)
    code = Varchar(length=64)
    status = Varchar(length=16)
    source = Varchar(length=32)
    file_id = BigInt(null=True)
    evidence = Varchar(length=128, null=True)
    exception_text = BigInt(null=True)
    at = Timestamptz()
    more_files = Array(BigInt())


class CaseNumbers(Table, tablename="case_numbers", schema="dispatch"):
    """The last serial number given out for a prefix on a day."""

    prefix = Varchar(length=64, primary_key=True)
    day = Date()
    last = Integer()
