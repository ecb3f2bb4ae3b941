"""The second chain: what is not about one case, in streams of their own."""

from piccolo.columns import JSONB, BigInt, Bytea, Text, Timestamptz
from piccolo.table import Table


class AuditHead(Table, tablename="audit_head", schema="registry"):
    """The last entry of a stream; whoever appends holds this row."""

    stream = Text(primary_key=True)
    seq = BigInt()
    hash = Bytea()


class AuditEntry(Table, tablename="audit", schema="registry"):
    """One entry; its key is (stream, seq), of which Piccolo can name only one column."""

    stream = Text()
    seq = BigInt(primary_key=True)
    at = Timestamptz()
    recorded_at = Timestamptz()
    kind = Text()
    actor = Text()
    data = JSONB()
    prev_hash = Bytea()
    hash = Bytea()


class AnchoredStreams(Table, tablename="anchored_streams", schema="registry"):
    """How far each stream is anchored."""

    stream = Text(primary_key=True)
    seq = BigInt()
