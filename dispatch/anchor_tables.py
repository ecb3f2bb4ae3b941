"""What is stored of anchors: which there are, and how far each case is anchored."""

from piccolo.columns import BigInt, Boolean, Bytea, Integer, Timestamptz
from piccolo.table import Table

from dispatch.queue_tables import Xid8


class Anchors(Table, tablename="anchors", schema="dispatch"):
    """The anchors that were made, so that a missing file shows; `at` is real time (UTC).

    `since`: what this anchor leaves out was written by transactions from this number on, of cluster `epoch`.
    """

    number = BigInt(primary_key=True)
    at = Timestamptz()
    digest = Bytea()
    cases = BigInt()
    entries = BigInt()
    streams = BigInt()
    records = BigInt()
    complete = Boolean()
    restart = Boolean()
    since = Xid8()
    epoch = BigInt()


class AnchoredCases(Table, tablename="anchored_cases", schema="dispatch"):
    """How far the journal of each case is anchored."""

    case_id = BigInt(primary_key=True)
    seq = Integer()
