"""What somebody brings: a new case as every channel hands it to intake, and what intake answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desk.named import Named
from dispatch.places import Nearby
from dispatch.routing import Routed
from dispatch.rules.derivation import Derivation
from dispatch.rules.kept_clock import Clock
from dispatch.rules.shared_facts import Assignment
from dispatch.rules.states import CaseKind
from grid.location import Location
from grid.rules.coordinates import Position
from registry.rules.form_fields import Answer
from registry.rules.item_definition import PlaceRule
from registry.subject_indexes import NewSubject


class Channel(StrEnum):
    """The ways in; every entry of a case says by which it came."""

    WINDOW = "WINDOW"
    KIOSK = "KIOSK"
    RESIDENT = "RESIDENT"
    FIELD = "FIELD"
    HOTLINE = "HOTLINE"
    OPEN311 = "OPEN311"
    BUS = "BUS"
    SYSTEM = "SYSTEM"


# What comes in by these was seen by nobody of the staff.
FROM_PUBLIC = frozenset({Channel.RESIDENT, Channel.KIOSK, Channel.HOTLINE, Channel.OPEN311, Channel.BUS})


@dataclass(frozen=True, slots=True)
class Where:
    """One place: a WGS-84 position with its precision in metres, a standard address, or an area by code."""

    position: Position | None = None
    precision_m: float = 0.0
    address_id: int | None = None
    area_code: str | None = None

    @property
    def source(self) -> str:
        """How the place was given, as the stored point remembers it."""
        if self.position is not None:
            return "point"
        return "address" if self.address_id is not None else "area"


@dataclass(frozen=True, slots=True)
class GivenMaterial:
    """A material brought along: by its code in the item, on paper or as a stored file of its subject.

    `exception` is the rule by which a record was asked for although it can be had on line.
    """

    code: str
    file_id: int | None = None
    exception: str = ""

    @property
    def files(self) -> tuple[int, ...]:
        """Its file, if it is one."""
        return () if self.file_id is None else (self.file_id,)


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material of a case: `given` by the applicant, `fetched` on line, `pending` on line, or `missing`.

    `source` says from where: `paper`, `file`, or the licence type of the store; `evidence` what proves it, or
    that the store was `down`. `exception_text` is the sealed rule by which a shared record was asked for.
    `file_id` is the first of its files, `more_files` are those that came besides.
    """

    code: str
    status: str
    source: str
    file_id: int | None = None
    evidence: str | None = None
    exception_text: int | None = None
    more_files: tuple[int, ...] = ()

    @property
    def files(self) -> tuple[int, ...]:
        """All files it was brought as, in the order in which they came."""
        return self.more_files if self.file_id is None else (self.file_id, *self.more_files)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What outside systems said before intake: lines by material code, and licence types that are down."""

    fetched: Mapping[str, MaterialLine] = field(default_factory=dict)
    down: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCase:
    """A matter brought to the desk; `matter` is the code of an item or incident class.

    `reported_at` (UTC) is for services that hand in what was taken in elsewhere; None means now. `texts` are
    what people wrote, by field; they are sealed. `external` is the service and its own reference, if any.
    `answers` are those of the item's form or class's questions.
    """

    kind: CaseKind
    matter: str
    channel: Channel
    where: Where
    subject: NewSubject | None = None
    agent: NewSubject | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    materials: tuple[GivenMaterial, ...] = ()
    urgent: bool = False
    service_point_id: int | None = None
    window_id: int | None = None
    external: tuple[str, str | None] | None = None
    origin_case: int | None = None
    reported_at: datetime | None = None
    gathered: Gathered = Gathered()


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that runs, and the proof of its due time where it was not simply ordered."""

    clock: Clock
    derivation: Derivation | None


@dataclass(frozen=True, slots=True)
class Registered:
    """What the person at the desk is told: numbers, who answers, where it belongs, by when, and why."""

    case_id: int
    case_no: str
    tracking_no: str
    password: str
    state: str
    version: int
    first_responder: int
    location: Location
    routed: Routed
    assignment: Assignment | None
    dues: tuple[Due, ...]
    similar: tuple[Nearby, ...]
    missing_materials: tuple[str, ...]
    place_decides: PlaceRule | None
    named: Named
