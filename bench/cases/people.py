"""Makes persons by the hundred thousand, each with a key of his own, sealed texts and indexes to be found."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from asyncpg import Connection, Record

from registry.data_keys import new_key, wrap
from registry.demo.numbers import phone_number, resident_number
from registry.rules.identity_numbers import NumberKind
from registry.rules.phones import normalised
from registry.subject_indexes import (
    NewSubject,
    SubjectKind,
    identities,
    last4_index,
    phone_index,
    sealed_fields,
    tokens_of,
)
from registry.text_sealing import put_away

_SURNAMES = "林陈黄郑吴张李王刘杨许蔡郭谢曾叶苏庄江何柯方翁卓佘"
_GIVEN = "晓燕志明美玲建国丽华文彬秀英强雅婷俊杰淑芬伟海子轩金凤德福玉珍宇航春梅永兴思涵家豪月娥清源佳怡"
_FIRST_BORN = date(1930, 1, 1)
_A_DAY = 700  # persons born on one day, so that their numbers differ
Row = tuple[object, ...]


def person(number: int, homes: list[str]) -> NewSubject:
    """The number-th person; the same for the same number."""
    chance = Random(number)
    name = chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)
    born = _FIRST_BORN + timedelta(days=number // _A_DAY)
    return NewSubject(
        SubjectKind.PERSON, name, resident_number(born, number % _A_DAY + 1), NumberKind.RESIDENT_ID,
        phone_number(10_000_000 + number), None, chance.choice(homes),
    )  # fmt: skip


async def add_people(connection: "Connection[Record]", ids: range, homes: list[str]) -> None:
    """Writes the persons with these ids; the connection is one that no trigger hinders."""
    subjects: list[Row] = []
    numbers: list[Row] = []
    owners: list[Row] = []
    texts: list[Row] = []
    now = datetime.now(UTC)
    for one in ids:
        new, key = person(one, homes), new_key()
        phone = new.phone or ""
        subjects.append(
            (one, new.kind, new.area_path, phone_index(phone), last4_index(normalised(phone)),
             tokens_of(new.name), "system")
        )  # fmt: skip
        numbers += [(index.index, one, index.kind, index.last4) for index in identities(new)]
        owners.append((UUID(key.key_id), "subject", one, key.algorithm, *wrap(key)))
        sealed = [put_away(key, *text) for text in sealed_fields(new)]
        texts += [(UUID(key.key_id), put.field, put.sealed, put.commitment, "system", now) for put in sealed]
    await _copy(
        connection, "subject", subjects, "id kind area_path phone_index phone_last4_index tokens made_by"
    )
    await _copy(connection, "subject_number", numbers, "number_index subject_id kind last4_index")
    await _copy(connection, "owner_key", owners, "key_id owner_kind owner_id algorithm kek_id wrapped")
    await _copy(connection, "sealed_text", texts, "key_id field sealed commitment sealed_by sealed_at")


async def _copy(connection: "Connection[Record]", table: str, rows: list[Row], columns: str) -> None:
    await connection.copy_records_to_table(
        table, schema_name="registry", columns=columns.split(), records=rows
    )
