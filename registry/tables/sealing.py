"""Data keys of owners, the texts and files sealed under them, and the erasures."""

from piccolo.columns import UUID, BigInt, BigSerial, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table


class OwnerKey(Table, tablename="owner_key", schema="registry"):
    """The wrapped data key of a subject or a case; erased when `wrapped` is null."""

    key_id = UUID(primary_key=True)
    owner_kind = Text()
    owner_id = BigInt()
    algorithm = Text()
    kek_id = Text(null=True)
    wrapped = Bytea(null=True)
    made_at = Timestamptz()
    erased_at = Timestamptz(null=True)


class SealedText(Table, tablename="sealed_text", schema="registry"):
    """One text under its owner's key; `sealed` is nonce, ciphertext and tag."""

    id = BigSerial(primary_key=True)
    key_id = UUID()
    field = Text()
    sealed = Bytea()
    commitment = Text()
    sealed_by = Text()
    sealed_at = Timestamptz()


class StoredFile(Table, tablename="stored_file", schema="registry"):
    """One attachment on disk, named by a keyed hash of its owner's key and its content."""

    id = BigSerial(primary_key=True)
    key_id = UUID()
    address = Text()
    media_type = Text()
    size = Integer()
    width = Integer(null=True)
    height = Integer(null=True)
    commitment = Text()
    stored_by = Text()
    stored_at = Timestamptz()


class Erasure(Table, tablename="erasure", schema="registry"):
    """One owner whose key was destroyed; replayed when an older database is restored."""

    key_id = UUID(primary_key=True)
    owner_kind = Text()
    owner_id = BigInt()
    erased_by = Text()
    erased_at = Timestamptz()
