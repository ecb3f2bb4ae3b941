"""A body is read strictly: no NUL, no field twice, no instant at the edge of the calendar."""

from datetime import datetime
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta

from desk.errors import MalformedBody
from desk.input_errors import MOST_ERRORS, InvalidInput
from desk.requests import decoded

_Aware = Annotated[datetime, Meta(tz=True)]


class _Visit(msgspec.Struct):
    at: _Aware | None = None
    words: object = None


class _Form(msgspec.Struct, forbid_unknown_fields=True):
    name: str = ""
    visits: list[_Visit] = []


def _faults(raw: bytes) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        decoded(raw, _Form)
    return {fault.pointer: fault.code for fault in refused.value.errors}


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "1999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"]
)
def test_an_instant_outside_2000_to_2100_is_a_fault_at_its_pointer(at: str) -> None:
    assert _faults(b'{"visits": [{}, {"at": "%s"}]}' % at.encode()) == {"/visits/1/at": "out_of_range"}


def test_the_years_are_counted_in_utc() -> None:
    read = decoded(b'{"visits": [{"at": "2101-01-01T00:30:00+01:00"}]}', _Form)

    assert isinstance(read, _Form)


def test_a_field_that_stands_twice_is_a_malformed_body() -> None:
    with pytest.raises(MalformedBody):
        decoded(b'{"name": 1, "name": "x"}', _Form)


def test_a_nul_is_found_however_deep_it_stands() -> None:
    nested = b'{"a":' * 900 + b'"\\u0000"' + b"}" * 900

    (pointer,) = _faults(b'{"visits": [{"words": %s}]}' % nested)

    assert pointer.startswith("/visits/0/words/a/a")


def test_a_name_with_a_nul_is_a_fault_too() -> None:
    assert _faults(b'{"visits": [{"words": {"a\\u0000b": 1}}]}') == {"/visits/0/words/ab": "invalid"}


def test_many_nuls_are_not_all_told() -> None:
    raw = msgspec.json.encode({"visits": [{"words": "\x00"}] * 1000})

    with pytest.raises(InvalidInput) as refused:
        decoded(raw, _Form)

    assert len(refused.value.errors) == MOST_ERRORS + 1
