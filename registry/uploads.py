"""What somebody uploads, and what of it may be kept."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody sends: the name and media type are claims, the content decides."""

    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Capture:
    """When (UTC) and where (degrees, EPSG:4326) a picture says it was taken; each part only if it says so."""

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload fit to be kept: re-encoded without hidden data if it is a picture."""

    media_type: str
    content: bytes = field(repr=False)
    width: int | None
    height: int | None
    capture: Capture = field(repr=False)
