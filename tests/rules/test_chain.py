"""Canonical bytes have one spelling, SM3 gives the published digests, and a link binds its predecessor."""

import json
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum, StrEnum

import gmalg
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chain
from canonical import NotCanonical, canonical
from tests import vectors

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


class Kind(StrEnum):
    OPENED = "opened"


class Level(IntEnum):
    CITY = 3


@pytest.mark.parametrize(("data", "digest"), vectors.SM3_DIGESTS.items())
def test_sm3_gives_the_published_digests(data: bytes, digest: str) -> None:
    assert chain.sm3(data).hex() == digest


def test_hmac_sm3_gives_the_published_digest() -> None:
    key, data, digest = vectors.HMAC_SM3

    assert chain.hmac_sm3(key, data).hex() == digest


@given(st.binary(max_size=300))
def test_sm3_agrees_with_another_implementation(data: bytes) -> None:
    other = gmalg.SM3()
    other.update(data)

    assert chain.sm3(data) == other.value()


def test_one_key_set_up_once_gives_the_same_digests_again_and_again() -> None:
    digest = chain.keyed_sm3(b"key")

    assert [digest(b"a"), digest(b"b"), digest(b"a")] == [
        chain.hmac_sm3(b"key", data) for data in (b"a", b"b", b"a")
    ]


def test_keys_are_sorted_and_nothing_is_spaced_or_escaped_without_need() -> None:
    value = {"重": [1, True, None], "a": {"z": "\u2028\x7f", "b": '"\n'}, "Z": -1}

    spelled = canonical(value)

    assert spelled.decode() == '{"Z":-1,"a":{"b":"\\"\\n","z":"\u2028\x7f"},"重":[1,true,null]}'


@given(VALUES)
def test_canonical_bytes_are_the_sorted_compact_json_of_the_value(value: object) -> None:
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    assert canonical(value) == plain


@given(st.dictionaries(TEXT, LEAVES), st.randoms(use_true_random=False))
def test_the_order_in_which_fields_were_given_does_not_matter(
    fields: dict[str, object], random: object
) -> None:
    shuffled = list(fields.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert canonical(dict(shuffled)) == canonical(fields)


@given(VALUES)
def test_what_was_read_back_has_the_bytes_that_were_written(value: object) -> None:
    spelled = canonical(value)

    assert canonical(json.loads(spelled)) == spelled


def test_an_instant_is_written_in_utc_with_six_digits() -> None:
    noon_in_putian = datetime(2026, 9, 28, 12, tzinfo=timezone(timedelta(hours=8)))

    assert canonical(noon_in_putian) == b'"2026-09-28T04:00:00.000000Z"'


@given(st.datetimes(timezones=st.timezones()))
def test_one_instant_has_one_spelling_in_every_zone(at: datetime) -> None:
    assert canonical(at) == canonical(at.astimezone(timezone(timedelta(hours=-9))))


def test_named_values_are_spelled_as_their_plain_ones() -> None:
    spelled = canonical({Kind.OPENED: Kind.OPENED, "level": Level.CITY, "pair": (1, 2)})

    assert spelled == b'{"level":3,"opened":"opened","pair":[1,2]}'


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"data": {"amounts": [1, 1.5]}}, "data.amounts[1]"),
        ({"data": float("nan")}, "data"),
        ({"at": datetime(2026, 9, 28)}, "at"),  # noqa: DTZ001
        ({"at": datetime(2026, 9, 28, tzinfo=UTC).date()}, "at"),
        ({"data": [{1: "x"}]}, "data[0]"),
        ({"hash": b"\x00"}, "hash"),
        ({"id": 2**63}, "id"),
        ({"id": -(2**63) - 1}, "id"),
        ({"data": {1, 2}}, "data"),
    ],
)
def test_what_has_no_single_spelling_is_refused_at_its_place(value: object, path: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical(value)

    assert refused.value.path == path


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, [{"a": "x\udc00"}]])
def test_a_lone_surrogate_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical, match="surrogate"):
        canonical(value)


def test_bottomless_nesting_is_refused_and_not_followed() -> None:
    bottomless: list[object] = []
    bottomless.append(bottomless)

    with pytest.raises(NotCanonical, match="nested deeper"):
        canonical(bottomless)


def test_a_link_binds_the_entry_before_it() -> None:
    fields = {"seq": 1}

    assert chain.link(chain.ZERO, fields) == chain.sm3(bytes(32) + b'{"seq":1}')
    assert chain.link(chain.sm3(b"other"), fields) != chain.link(chain.ZERO, fields)


def test_a_link_wants_a_whole_previous_hash() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        chain.link(b"", {"seq": 1})


def test_a_commitment_tells_apart_texts_and_salts() -> None:
    salt, other = bytes(16), bytes(15) + b"\x01"

    told = {
        chain.commitment(salt, "水管爆裂"),
        chain.commitment(salt, "水管"),
        chain.commitment(other, "水管爆裂"),
    }

    assert len(told) == 3
    assert chain.commitment(salt, "水管爆裂") in told


def test_a_commitment_refuses_a_salt_that_could_be_guessed() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        chain.commitment(b"short", "水管爆裂")
