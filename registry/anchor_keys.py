"""The key that signs anchors, and the public halves by which they are proven."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

import chain
from registry.errors import AnchorNotSigned, KeyFileProblem
from registry.keys import ANCHOR, read_key

_ALGORITHM = "Ed25519"


@dataclass(frozen=True, slots=True)
class AnchorKeys:
    """The private key that signs, and by its id every public key this installation signs or signed with."""

    private: Ed25519PrivateKey = field(repr=False)
    current: str
    public: Mapping[str, Ed25519PublicKey]

    def sign(self, body: bytes) -> bytes:
        """The line below that of an anchor: algorithm, id of the key, signature over the anchor's line."""
        signature = base64.b64encode(self.private.sign(body)).decode()
        return json.dumps({"algorithm": _ALGORITHM, "key": self.current, "signature": signature}).encode()

    def check(self, body: bytes, line: bytes) -> None:
        """Raises AnchorNotSigned unless the line is a signature over `body` by a key of ours."""
        try:
            said = json.loads(line)
            algorithm, key, signature = said["algorithm"], said["key"], base64.b64decode(said["signature"])
        except (ValueError, TypeError, KeyError) as error:
            raise AnchorNotSigned("it has no signature") from error
        if algorithm != _ALGORITHM or key not in self.public:
            raise AnchorNotSigned(f"it is signed by {key}, which is no key of this installation")
        try:
            self.public[key].verify(signature, body)
        except InvalidSignature:
            raise AnchorNotSigned("its signature does not belong to what it says") from None


def load_anchor_keys(folder: Path) -> AnchorKeys:
    """Reads the key of KEYS_DIR, and the public halves (`anchor-*.pub`) of those before it.

    Raises KeyFileProblem with the name of the file that is wrong.
    """
    private = Ed25519PrivateKey.from_private_bytes(read_key(folder / ANCHOR))
    own = private.public_key()
    earlier = [_public(path) for path in sorted(folder.glob("anchor-*.pub"))]
    return AnchorKeys(private, key_id(own), {key_id(one): one for one in (*earlier, own)})


def key_id(key: Ed25519PublicKey) -> str:
    """The name of a public key: the first 16 hex digits of the SM3 digest of its 32 bytes."""
    return chain.sm3(key.public_bytes_raw()).hex()[:16]


def pem(key: Ed25519PublicKey) -> bytes:
    """A public key as everybody's tools read it."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form)


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyFileProblem(f"{path} is no public key in PEM") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileProblem(f"{path} is no Ed25519 key")
    return key
