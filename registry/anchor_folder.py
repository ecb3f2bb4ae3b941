"""The folder of anchors: one signed file for each, written whole or not at all, never written over."""

import asyncio
import contextlib
import errno
import os
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from registry.anchor_keys import AnchorKeys, pem
from registry.errors import (
    AnchorExists,
    AnchorFolderUnusable,
    AnchorMissing,
    AnchorNotSigned,
    AnchorUnreadable,
)
from registry.rules.anchor_sequence import MalformedAnchor, read, spelled
from registry.rules.anchors import Anchor

T = TypeVar("T")
P = ParamSpec("P")
# One thread of its own: a share of another machine that hangs holds up nobody but who asks for anchors.
_ASIDE = ThreadPoolExecutor(1, "anchors")
_NAME = re.compile(r"anchor-(\d{12})\.json")
_LARGEST = 64 << 20  # bytes; thousands of times what a busy hour makes
# What says that a file system has no second names for files; there a file is written under its own name.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES})


async def aside(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Does something with a folder of anchors beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_ASIDE, partial(work, *args, **named))


@dataclass(frozen=True, slots=True)
class AnchorFolder:
    """Where the anchors of one installation are kept, and the keys they are signed and proven with."""

    path: Path
    keys: AnchorKeys

    def numbers(self) -> list[int]:
        """The numbers of all anchors that are there, in order; none where the folder is not there.

        Raises AnchorFolderUnusable.
        """
        try:
            names = os.listdir(self.path)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unusable(error) from error
        return sorted(int(found[1]) for name in names if (found := _NAME.fullmatch(name)))

    def read(self, number: int) -> Anchor:
        """An anchor with a good signature.

        Raises AnchorMissing, AnchorNotSigned, and AnchorUnreadable for a file that holds something else.
        """
        path = self._file(number)
        try:
            if path.stat().st_size > _LARGEST:
                raise AnchorUnreadable(f"{path.name} is larger than an anchor can be")
            lines = path.read_bytes().split(b"\n")
        except FileNotFoundError as error:
            raise AnchorMissing(f"{path.name} is not in {self.path}") from error
        except OSError as error:
            raise AnchorUnreadable(f"{path.name} cannot be read ({error.strerror})") from error
        if len(lines) != 3 or lines[2]:
            raise AnchorUnreadable(f"{path.name} is not whole")
        try:
            self.keys.check(lines[0], lines[1])
            anchor = read(lines[0])
        except (AnchorNotSigned, MalformedAnchor) as error:
            raise AnchorNotSigned(f"{path.name}: {error}") from error
        if anchor.number != number:
            raise AnchorNotSigned(f"{path.name} holds anchor {anchor.number}")
        return anchor

    def write(self, anchor: Anchor) -> None:
        """Writes an anchor durably, and the public key beside it.

        Raises AnchorExists where its place is taken, and AnchorFolderUnusable where the folder takes nothing.
        """
        try:
            self._write(anchor)
        except OSError as error:
            if isinstance(error, FileExistsError) and anchor.number in self.numbers():
                raise AnchorExists(f"anchor {anchor.number} is there already") from error
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> AnchorFolderUnusable:
        return AnchorFolderUnusable(f"the folder of anchors {self.path} cannot be used: {error.strerror}")

    def _write(self, anchor: Anchor) -> None:
        self.path.mkdir(mode=0o750, parents=True, exist_ok=True)
        public = self.path / f"{self.keys.current}.pub"
        if not public.exists():
            with contextlib.suppress(FileExistsError):
                _put(public, pem(self.keys.public[self.keys.current]))
        body = spelled(anchor)
        _put(self._file(anchor.number), b"\n".join((body, self.keys.sign(body), b"")))
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _file(self, number: int) -> Path:
        return self.path / f"anchor-{number:012}.json"


def _put(path: Path, content: bytes) -> None:
    """A new file with this content, or FileExistsError; whole or not at all where the disk knows links."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write(draft, content)
        os.link(draft, path)
    except OSError as error:
        if error.errno not in _NO_LINKS or not draft.exists():
            raise
        _write(path, content)
    finally:
        draft.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
