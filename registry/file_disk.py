"""Sealed content on the disk: written whole or not at all, read, and found when it is old."""

import os
import secrets
from pathlib import Path

from registry.rules import sealing
from registry.rules.sealing import DataKey
from settings import settings


def _place(address: str) -> str:
    return f"registry.stored_file|content|{address}"


def path_of(address: str) -> Path:
    """Where the sealed content of an address lies."""
    return settings.files_dir / address[:2] / address[2:4] / address


def write_sealed(key: DataKey, address: str, content: bytes) -> None:
    """Seals content and writes it durably where its address lies: after a crash all is there or nothing."""
    path = path_of(address)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{address}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sealing.seal(key, secrets.token_bytes(sealing.NONCE), content, _place(address)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_sealed(key: DataKey, address: str) -> bytes:
    """The content of an address; raises FileNotFoundError, and DoesNotOpen for what was changed or moved."""
    return sealing.unseal(key, path_of(address).read_bytes(), _place(address))


def older_than(oldest: float) -> list[str]:
    """The addresses of what was written before `oldest` (seconds since 1970)."""
    return [path.name for path in settings.files_dir.glob("??/??/[!.]*") if _is_older(path, oldest)]


def remove_older(address: str, oldest: float) -> int:
    """Removes a file unless it was written anew since `oldest`; returns how many files went."""
    return _remove(path_of(address), oldest)


def remove_drafts(oldest: float) -> int:
    """Removes what a crash left half written before `oldest`; returns how many files went."""
    return sum(_remove(path, oldest) for path in settings.files_dir.glob("??/??/.*"))


def _remove(path: Path, oldest: float) -> int:
    if not _is_older(path, oldest):
        return 0
    path.unlink(missing_ok=True)
    return 1


def _is_older(path: Path, oldest: float) -> bool:
    try:
        return path.stat().st_mtime < oldest
    except FileNotFoundError:
        # Finished or swept by somebody else since it was listed.
        return False
