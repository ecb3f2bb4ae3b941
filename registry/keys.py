"""The secret keys: made at set-up as files, loaded once, named loudly when something is wrong with them."""

import functools
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import chain
from registry.errors import KeyFileProblem
from settings import settings

SIZE = 32
KEK, INDEX, TOKEN = "kek.key", "index.key", "token.key"
ANCHOR = "anchor.key"  # signs anchors; read by those who anchor and prove alone (anchor_keys.py)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of this installation; key-encryption keys by id, of which `current` wraps what is new."""

    keks: Mapping[str, bytes] = field(repr=False)
    current: str
    index: bytes = field(repr=False)
    token: bytes = field(repr=False)


def create_keys(folder: Path) -> tuple[str, ...]:
    """Makes the key files that are not there (0600, 32 random bytes); returns the names of those it made.

    Safe to run by several processes at once: a file appears whole or not at all, and is never replaced.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tuple(name for name in (KEK, INDEX, TOKEN, ANCHOR) if _create(folder / name))


def _create(path: Path) -> bool:
    if path.exists():
        return False
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def rotate_kek(folder: Path) -> str:
    """Makes a new key-encryption key and keeps the old one beside it under its id; returns the new id.

    Running processes go on with the old one until they start anew; `rewrapping.rewrap` then moves the data
    keys over, after which the old file can be destroyed.
    """
    old = read_key(folder / KEK)
    os.link(folder / KEK, folder / f"kek-{kek_id(old)}.key")
    draft = folder / f".{KEK}.{secrets.token_hex(8)}"
    _create(draft)
    new = read_key(draft)
    draft.replace(folder / KEK)
    return kek_id(new)


def kek_id(key: bytes) -> str:
    """The name of a key-encryption key: the first 16 hex digits of its SM3 digest."""
    return chain.sm3(key).hex()[:16]


def load_keys(folder: Path) -> Keys:
    """Reads the key files; raises KeyFileProblem with the name of the file that is wrong."""
    current = read_key(folder / KEK)
    return Keys(keks_in(folder), kek_id(current), read_key(folder / INDEX), read_key(folder / TOKEN))


def keks_in(folder: Path) -> dict[str, bytes]:
    """The key-encryption keys that are there, by id; raises KeyFileProblem for one that cannot be read."""
    paths = [path for path in (folder / KEK, *sorted(folder.glob("kek-*.key"))) if path.exists()]
    return {kek_id(key): key for key in map(read_key, paths)}


def read_key(path: Path) -> bytes:
    """The bytes of one key file; raises KeyFileProblem with its name."""
    try:
        content, mode = path.read_bytes(), path.stat().st_mode
    except OSError as error:
        raise KeyFileProblem(f"{path} cannot be read ({error.strerror}); bin/start makes the keys") from error
    if len(content) != SIZE:
        raise KeyFileProblem(f"{path} holds {len(content)} bytes instead of {SIZE}")
    if mode & 0o077:
        raise KeyFileProblem(f"{path} can be read by others; run chmod 600 on it")
    return content


@functools.cache
def keys() -> Keys:
    """The keys of `settings.keys_dir`, read at the first asking."""
    return load_keys(settings.keys_dir)


def keyed_index(label: str, text: str) -> bytes:
    """A blind index for equality: HMAC-SM3 of a text under the index key, apart for each label; 16 bytes."""
    return chain.kept_sm3(keys().index)(f"{label}|{text}".encode())[:16]


def keyed_number(label: str, text: str) -> int:
    """A blind index as a signed 64-bit number."""
    return int.from_bytes(keyed_index(label, text)[:8], "big", signed=True)
