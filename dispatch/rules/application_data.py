"""What the journal says of an application: why it was refused, who decides, how the result was handed out."""

from dispatch.rules.entry_data import EntryData


class RefusalData(EntryData, frozen=True, kw_only=True):
    """Why acceptance is refused."""

    reason: str
    department_id: int | None = None


class DecisionData(EntryData, frozen=True, kw_only=True):
    """Which body (department id) decides; unset where it is the approver's own."""

    deciding_body: int | None = None


class SpecialData(EntryData, frozen=True, kw_only=True):
    """A special procedure: its kind, who approved it, how many working days the applicant was told."""

    procedure: str
    approved_by: str
    expected_days: int


class HandingData(EntryData, frozen=True, kw_only=True):
    """How a result was handed out; the collector is a subject id."""

    mode: str
    collected_by: int | None = None
    document_kind: str | None = None
