"""The list of what the pages take from others: every file with its package, exact version and sha256."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

RECIPE = Path(__file__).resolve().parents[1] / "vendor"
LOCK = RECIPE / "assets.lock.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One file: `how` it is made (copy, bundle, theme, licences) and `source`, from what.

    A copy's source is a path in its package; that of anything else is a file beside the list. What is
    `develop` is for tests and never served.
    """

    name: str
    package: str
    version: str
    how: str
    source: str
    sha256: str
    develop: bool = False


def read_lock() -> tuple[Part, ...]:
    """All parts, in the order in which they are made."""
    return tuple(Part(**entry) for entry in json.loads(LOCK.read_text("utf-8")))


def write_lock(parts: tuple[Part, ...]) -> None:
    """Puts down other versions and sums than before."""
    entries = [{key: value for key, value in asdict(part).items() if value is not False} for part in parts]
    LOCK.write_text(json.dumps(entries, indent=2) + "\n", "utf-8")
