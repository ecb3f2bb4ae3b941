"""What the faces store for themselves: sessions, tokens, answered requests, attempts, what waits."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table


class Sessions(Table, tablename="sessions", schema="desk"):
    """A login that is still good; only the hash of its secret is stored."""

    secret_hash = Bytea(primary_key=True)
    staff_id = BigInt()
    source = Varchar(length=64)
    opened_at = Timestamptz()
    seen_at = Timestamptz()
    ends_at = Timestamptz()
    password_until = Timestamptz(null=True)


class ApiTokens(Table, tablename="api_tokens", schema="desk"):
    """A secret by which a machine acts in its own name."""

    id = BigInt(primary_key=True)
    secret_hash = Bytea()
    service = Varchar(length=64)
    made_by = BigInt()
    made_at = Timestamptz()
    ends_at = Timestamptz()
    revoked_at = Timestamptz(null=True)


class AnsweredRequests(Table, tablename="answered_requests", schema="desk"):
    """A request with an idempotency key and the sealed answer it got."""

    actor = Varchar(length=80, primary_key=True)
    key = Varchar(length=128)
    fingerprint = Bytea()
    status = SmallInt(null=True)
    answer = Bytea(null=True)
    asked_at = Timestamptz()


class Attempts(Table, tablename="attempts", schema="desk"):
    """How often something was tried from one source, or on one account, in a stretch of time."""

    bucket = Text(primary_key=True)
    window_start = Timestamptz()
    tried = Integer()


class WaitingPhotos(Table, tablename="waiting_photos", schema="desk"):
    """A resident's photo, sealed, until its report takes it or two hours are over."""

    mark = Bytea(primary_key=True)
    content = Bytea()
    media_type = Varchar(length=32)
    width = Integer()
    height = Integer()
    kept_at = Timestamptz()
    sender = Bytea()


class WaitingPapers(Table, tablename="waiting_papers", schema="desk"):
    """A scan of what somebody brought to the window, sealed, until the form it belongs to is handed in."""

    id = BigInt(primary_key=True)
    staff_id = BigInt()
    form_key = Varchar(length=128)
    code = Varchar(length=64)
    mark = Bytea()
    name = Bytea()
    content = Bytea()
    media_type = Varchar(length=32)
    size = Integer()
    width = Integer(null=True)
    height = Integer(null=True)
    kept_at = Timestamptz()


class Drafts(Table, tablename="drafts", schema="desk"):
    """What a clerk has typed and not yet handed in, sealed under a key that stands beside it, wrapped."""

    staff_id = BigInt(primary_key=True)
    key = Varchar(length=128)
    key_id = UUID()
    algorithm = Varchar(length=16)
    kek_id = Varchar(length=32)
    wrapped = Bytea()
    sealed = Bytea()
    commitment = Varchar(length=128)
    parked = Boolean()
    saved_at = Timestamptz()


class DraftKeys(Table, tablename="draft_keys", schema="desk"):
    """The key a clerk's browser seals drafts with while the desk is away, itself sealed."""

    staff_id = BigInt(primary_key=True)
    key_id = UUID()
    sealed = Bytea()
    lent_at = Timestamptz()
