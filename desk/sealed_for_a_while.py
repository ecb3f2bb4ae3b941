"""Seals what is kept for days at most and has no owner yet, under the key-encryption key itself."""

import secrets

from registry.errors import KeyFileProblem
from registry.keys import keys
from registry.rules import sealing
from settings import settings

_ID_LENGTH = 16  # of a key-encryption key's name, which stands before what it sealed


def seal(content: bytes, place: str) -> bytes:
    """The content, to be opened only as what stands in this place (table, column, row)."""
    known = keys()
    key = sealing.wrapping_key(settings.sealing, known.keks[known.current], known.current)
    mark = settings.sealing[:1].encode() + known.current.encode()
    return mark + sealing.seal(key, secrets.token_bytes(sealing.NONCE), content, place)


def unseal(stored: bytes, place: str) -> bytes:
    """The reverse of `seal`; raises KeyFileProblem once the key is gone, DoesNotOpen for another place."""
    algorithm = sealing.AES if stored[:1] == b"a" else sealing.SM4
    kek_id = stored[1 : 1 + _ID_LENGTH].decode()
    kek = keys().keks.get(kek_id)
    if kek is None:
        raise KeyFileProblem(f"kek-{kek_id}.key is missing")
    key = sealing.wrapping_key(algorithm, kek, kek_id)
    return sealing.unseal(key, stored[1 + _ID_LENGTH :], place)
