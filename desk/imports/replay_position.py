"""Remembers how far a replay came in a file, so that it goes on there and not in another file."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from desk.imports.errors import ImportRefused

_LOOKED_AT = 65_536  # bytes at the beginning by which a file is known again, with its size


class OtherFile(ImportRefused):
    """Raised when a remembered position belongs to a file with other contents."""


@dataclass(frozen=True, slots=True)
class Position:
    """The place in `path` where the line is kept up to which every row of the CSV file `of` is done."""

    path: Path
    of: Path

    def line(self) -> int:
        """The line remembered; 0 for none. Raises OtherFile."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise OtherFile(f"{self.path} is no position of a replay") from error
        if not isinstance(kept, dict) or kept.get("file") != self._known_by():
            raise OtherFile(f"{self.path} belongs to another file than {self.of}; remove it to begin anew")
        return int(kept["line"])

    def keep(self, line: int) -> None:
        """Remembers a line; whoever reads meanwhile sees the old one or the new one."""
        new = self.path.with_name(f"{self.path.name}.new")
        new.write_text(json.dumps({"file": self._known_by(), "line": line}), "utf-8")
        os.replace(new, self.path)

    def forget(self) -> None:
        """Begins anew the next time."""
        self.path.unlink(missing_ok=True)

    def _known_by(self) -> str:
        with self.of.open("rb") as file:
            head = file.read(_LOOKED_AT)
        return f"{self.of.stat().st_size}:{hashlib.sha256(head).hexdigest()[:32]}"
