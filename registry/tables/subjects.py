"""Persons and organisations as the database knows them: keyed indexes only, the texts are sealed."""

from piccolo.columns import Array, BigInt, BigSerial, Bytea, Text, Timestamptz
from piccolo.table import Table


class Subject(Table, tablename="subject", schema="registry"):
    """A person or an organisation; `tokens` are keyed search tokens of the name."""

    id = BigSerial(primary_key=True)
    kind = Text()
    area_path = Text(null=True)
    phone_index = Bytea(null=True)
    phone_last4_index = BigInt(null=True)
    tokens = Array(BigInt())
    made_by = Text()
    made_at = Timestamptz()
    erased_at = Timestamptz(null=True)


class SubjectNumber(Table, tablename="subject_number", schema="registry"):
    """One number by which a subject is known, as a keyed index; several numbers can lead to one subject."""

    number_index = Bytea(primary_key=True)
    subject_id = BigInt()
    kind = Text()
    last4_index = BigInt(null=True)
