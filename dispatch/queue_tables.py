"""What is stored of background work: jobs, deliveries, subscribers, readers of the feed, processes."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    Column,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class Xid8(Column):
    """The 64-bit number of a transaction, which orders the feed."""

    value_type = int

    @property
    def column_type(self) -> str:
        return "XID8"


class Jobs(Table, tablename="jobs", schema="dispatch"):
    """Work to be done once `due_at` has come; the same kind and key asked twice is one row.

    `again_at`: it was asked for again while it ran, and will be due again then.
    `lease_until`, `next_try`: database clock; `due_at`: the city's clock, which a demo may set.
    """

    id = BigInt(primary_key=True)
    kind = Varchar(length=48)
    key = Varchar(length=128)
    args = JSONB()
    due_at = Timestamptz()
    again_at = Timestamptz(null=True)
    lease_until = Timestamptz(null=True)
    lease_token = UUID(null=True)
    next_try = Timestamptz(null=True)
    tries = Integer()
    last_error = Varchar(length=256, null=True)
    failed_at = Timestamptz(null=True)
    created_at = Timestamptz()


class Subscribers(Table, tablename="subscribers", schema="dispatch"):
    """Who is told of every entry, and whether it can be reached; `secret_name` is a file in KEYS_DIR."""

    code = Varchar(length=32, primary_key=True)
    url = Text()
    secret_name = Varchar(length=64)
    profile = Varchar(length=32)
    active = Boolean()
    batch_size = SmallInt()
    circuit_open_until = Timestamptz(null=True)
    failures = Integer()
    last_success = Timestamptz(null=True)
    last_failure = Timestamptz(null=True)
    last_error = Varchar(length=256, null=True)


class Deliveries(Table, tablename="deliveries", schema="dispatch"):
    """How far a subscriber has been told of a case; due means `next_seq <= head_seq`, from this row alone.

    The key is subscriber and case. A refused delivery waits for a person; `next_try` null means at once.
    """

    subscriber = Varchar(length=32, primary_key=True)
    case_id = BigInt()
    next_seq = Integer()
    head_seq = Integer()
    waiting_since = Timestamptz()
    next_try = Timestamptz(null=True)
    tries = Integer()
    lease_until = Timestamptz(null=True)
    lease_token = UUID(null=True)
    refused = JSONB(null=True)
    last_error = Varchar(length=256, null=True)


class FeedCursors(Table, tablename="feed_cursors", schema="dispatch"):
    """How far a reader of the feed has come; `epoch` is the cluster whose transaction numbers these are."""

    reader = Varchar(length=64, primary_key=True)
    xid = Xid8()
    case_id = BigInt()
    seq = Integer()
    epoch = BigInt()


class Heartbeats(Table, tablename="heartbeats", schema="dispatch"):
    """Which background processes live and which of them pumps; database clock.

    `broker_away`: by which error a process fails to reach the broker; null where it reaches it.
    """

    process = Varchar(length=128, primary_key=True)
    kind = Varchar(length=16)
    pumping = Boolean()
    broker_away = Varchar(length=64, null=True)
    started_at = Timestamptz()
    beat_at = Timestamptz()
