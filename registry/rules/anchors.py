"""What an anchor is: how far every chain had come at one time, and what was given up on the way."""

from dataclasses import dataclass
from datetime import datetime

FORMAT = 1
MOST = 5_000  # entries of one chain in one anchor; what is over goes into the next, at once
MARK = 8  # characters of an entry's mark
_CASE = "case/"


@dataclass(frozen=True, slots=True)
class Covered:
    """What an anchor says of one chain that moved: the entries after `after` up to `seq`, whose hash it pins.

    `marks` holds one mark for each of these entries, to tell afterwards what was done to which of them.
    """

    chain: str
    after: int
    seq: int
    hash: bytes
    marks: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How many chains and entries are anchored, this anchor included: of cases, and of audit streams."""

    cases: int
    entries: int
    streams: int
    records: int


NONE = Totals(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A chain an older database has brought back only up to `left`; entries up to `known` were anchored."""

    chain: str
    known: int
    left: int


@dataclass(frozen=True, slots=True)
class Restart:
    """Where somebody accepted that a restore broke the anchors: why, and what is given up by it.

    `missing`: first and last number of anchors that are gone; then every chain is listed anew from here on.
    """

    reason: str
    missing: tuple[int, int] | None
    given_up: tuple[GivenUp, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far every chain had come at `at` (UTC, real time), and the digest of the anchor before.

    `complete`: nothing that was committed then is left out. Chains stand in order of their names.
    """

    number: int
    at: datetime
    previous: bytes
    totals: Totals
    complete: bool
    covered: tuple[Covered, ...]
    restart: Restart | None = None
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Known:
    """What stays known of an anchor when its chains are left out."""

    number: int
    at: datetime
    digest: bytes
    totals: Totals
    complete: bool


def case_chain(case_id: int) -> str:
    """How the journal of a case is called among the chains; audit streams have their own names."""
    return f"{_CASE}{case_id}"


def is_case(name: str) -> bool:
    """Whether a chain is the journal of a case."""
    return name.startswith(_CASE)


def case_id(name: str) -> int:
    """The case whose journal a chain is."""
    return int(name.removeprefix(_CASE))
