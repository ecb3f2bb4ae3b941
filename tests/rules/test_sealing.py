"""What is sealed opens with its own key in its own place only, with either cipher."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.errors import PhoneUnusable
from registry.rules.phones import normalised
from registry.rules.sealing import (
    AES,
    KEY_SIZES,
    NONCE,
    SM4,
    DataKey,
    DoesNotOpen,
    seal,
    unseal,
    wrapping_key,
)
from tests import vectors


def _key(algorithm: str, fill: int = 1, key_id: str = "k") -> DataKey:
    return DataKey(key_id, algorithm, bytes([fill]) * KEY_SIZES[algorithm])


@pytest.mark.parametrize("algorithm", [AES, SM4])
@given(content=some.binary(max_size=300), nonce=some.binary(min_size=NONCE, max_size=NONCE))
def test_what_is_sealed_opens_again(algorithm: str, content: bytes, nonce: bytes) -> None:
    assert unseal(_key(algorithm), seal(_key(algorithm), nonce, content, "t|c"), "t|c") == content


def test_sm4_encrypts_as_the_published_vector_says() -> None:
    key, nonce = bytes.fromhex(vectors.SM4_KEY), bytes.fromhex(vectors.SM4_GCM_IV)

    sealed = seal(DataKey("k", SM4, key), nonce, bytes.fromhex(vectors.SM4_PLAIN), "t|c")

    # The ciphertext does not depend on the associated data; the tag does.
    assert sealed[NONCE:-16].hex() == vectors.SM4_GCM


@pytest.mark.parametrize("algorithm", [AES, SM4])
@pytest.mark.parametrize("other", ["key", "key_id", "place", "bit", "cut", "empty"])
def test_it_opens_with_nothing_else(algorithm: str, other: str) -> None:
    sealed = seal(_key(algorithm), bytes(NONCE), b"secret", "t|c")
    key, place = _key(algorithm), "t|c"
    if other == "key":
        key = _key(algorithm, 2)
    elif other == "key_id":
        key = _key(algorithm, 1, "other")
    elif other == "place":
        place = "t|d"
    elif other == "bit":
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    else:
        sealed = sealed[:-1] if other == "cut" else b""

    with pytest.raises(DoesNotOpen):
        unseal(key, sealed, place)


def test_keys_of_the_two_ciphers_are_wrapped_apart_and_not_shown() -> None:
    aes, sm4 = wrapping_key(AES, bytes(32), "k"), wrapping_key(SM4, bytes(32), "k")

    assert (len(aes.key), len(sm4.key)) == (32, 16)
    assert aes.key[:16] != sm4.key
    assert aes.key.hex() not in repr(aes)
    assert "key=" not in repr(aes)


@pytest.mark.parametrize(
    "said", ["12000000000", "+86 120-0000-0000", "0086 12000000000", "１２０００００００００"]
)
def test_a_phone_number_has_one_spelling(said: str) -> None:
    assert normalised(said) == "12000000000"


@pytest.mark.parametrize("said", ["", "1234", "1" * 16, "120x0000000", "call me", "+"])
def test_what_is_no_phone_number_is_refused(said: str) -> None:
    with pytest.raises(PhoneUnusable):
        normalised(said)
