"""The typed facts that acts on an application cannot do without."""

from dataclasses import dataclass
from enum import StrEnum

from dispatch.rules.states import ResultCode


class RefusalReason(StrEnum):
    """The only two grounds on which an application may be refused acceptance (行政许可法 §32)."""

    NOT_NEEDED = "not_needed"
    NOT_OUR_POWER = "not_our_power"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Facts of propose_refusal and refuse; a refusal for want of power names the body that has it."""

    reason: RefusalReason
    text: str
    right_body: str | None = None
    department_id: int | None = None


class SpecialKind(StrEnum):
    """特别程序: what stops the decision clock (行政许可法 §45)."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


@dataclass(frozen=True, slots=True)
class Special:
    """Facts of start_special: its kind, the approver (actor string) and the length told to the applicant."""

    kind: SpecialKind
    approved_by: str
    expected_days: int


class DeliveryMode(StrEnum):
    """How a result reaches the applicant; the values are the codes of the approval-data standards."""

    WINDOW = "0"
    ONLINE = "1"
    EXPRESS = "8"


@dataclass(frozen=True, slots=True)
class HandingOut:
    """Facts of deliver: how, and at the window who collected (a subject id) with what kind of document."""

    mode: DeliveryMode
    collected_by: int | None = None
    document_kind: str | None = None
    parcel: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialFile:
    """Which stored file a material was brought as."""

    code: str
    file_id: int


@dataclass(frozen=True, slots=True)
class Citation:
    """The rule that lets a record be asked for although it can be had on line."""

    code: str
    rule: str


@dataclass(frozen=True, slots=True)
class Materials:
    """Facts of fail_pre_review, notify_supplement, supplement, ask_later, submit_later: codes of the item.

    `files` say what was brought as a file and not on paper. Of what is asked for, `defective` are the codes
    of what was given but not in proper form, and `cited` the exceptions for shared records.
    """

    codes: frozenset[str]
    text: str = ""
    files: tuple[MaterialFile, ...] = ()
    defective: frozenset[str] = frozenset()
    cited: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Facts of grant, deny and their instant forms: denial needs reasons and remedies, instant the body."""

    reasons: str = ""
    remedies: str = ""
    deciding_body: int | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """Facts of settle: 0 with a certificate, 6 without one or for a denial."""

    code: ResultCode


@dataclass(frozen=True, slots=True)
class Extension:
    """Facts of extend (working days) and of the two acts on an incident's extension (its handling unit)."""

    amount: int
    reason: str = ""
