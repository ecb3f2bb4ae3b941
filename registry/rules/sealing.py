"""Authenticated encryption of texts, files and keys, with AES-256-GCM or SM4-GCM (GB/T 32907)."""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import chain

AES, SM4 = "aes-gcm", "sm4-gcm"
NONCE = 12
TAG = 16
SALT = 16
KEY_SIZES = {AES: 32, SM4: 16}


class DoesNotOpen(Exception):
    """Raised when sealed bytes were not made with this key and these associated data, or were changed."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """An owner's data key; `key_id` is bound into everything sealed under it."""

    key_id: str
    algorithm: str
    key: bytes = field(repr=False)


def seal(key: DataKey, nonce: bytes, content: bytes, place: str) -> bytes:
    """Nonce, ciphertext and tag. `place` (table|column|row) is bound in, so a seal fits nowhere else."""
    associated = f"{place}|{key.key_id}".encode()
    if key.algorithm == AES:
        return nonce + AESGCM(key.key).encrypt(nonce, content, associated)
    encryptor = Cipher(algorithms.SM4(key.key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(associated)
    return nonce + encryptor.update(content) + encryptor.finalize() + encryptor.tag


def unseal(key: DataKey, sealed: bytes, place: str) -> bytes:
    """What `seal` was given; raises DoesNotOpen."""
    associated = f"{place}|{key.key_id}".encode()
    nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
    if len(sealed) < NONCE + TAG:
        raise DoesNotOpen("too short to be sealed")
    try:
        if key.algorithm == AES:
            return AESGCM(key.key).decrypt(nonce, body + tag, associated)
        decryptor = Cipher(algorithms.SM4(key.key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(associated)
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag as error:
        raise DoesNotOpen(f"{place} does not open with its key") from error


@lru_cache(maxsize=16)
def wrapping_key(algorithm: str, kek: bytes, kek_id: str) -> DataKey:
    """The key that wraps data keys of one algorithm, derived from the key-encryption key."""
    derived = chain.hmac_sm3(kek, f"wrap|{algorithm}".encode())
    return DataKey(kek_id, algorithm, derived[: KEY_SIZES[algorithm]])
