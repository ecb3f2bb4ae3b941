"""Seals one text with its salt, and opens it again."""

import secrets
from dataclasses import dataclass

import chain
from registry.errors import SealBroken
from registry.rules import sealing
from registry.rules.sealing import DataKey


@dataclass(frozen=True, slots=True)
class Put:
    """A text sealed but not yet stored."""

    field: str
    sealed: bytes
    commitment: str


def put_away(key: DataKey, field: str, text: str) -> Put:
    """Seals a text with its salt: whoever can open the text can check its commitment."""
    salt = secrets.token_bytes(sealing.SALT)
    commitment = chain.commitment(salt, text)
    content = salt + text.encode()
    sealed = sealing.seal(key, secrets.token_bytes(sealing.NONCE), content, _place(field, commitment))
    return Put(field, sealed, commitment)


def take_out(key: DataKey, field: str, sealed: bytes, commitment: str) -> str:
    """The text that was put away; raises SealBroken when it was changed or moved."""
    try:
        content = sealing.unseal(key, sealed, _place(field, commitment))
    except sealing.DoesNotOpen as error:
        raise SealBroken(f"a sealed {field} does not open") from error
    salt, text = content[: sealing.SALT], content[sealing.SALT :].decode()
    if chain.commitment(salt, text) != commitment:
        raise SealBroken(f"a sealed {field} does not keep its commitment")
    return text


def _place(field: str, commitment: str) -> str:
    return f"registry.sealed_text|{field}|{commitment}"
