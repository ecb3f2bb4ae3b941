"""The audit streams over HTTP, for the audit administrator alone."""

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.params import PathParameter, QueryParameter
from msgspec import Struct

from desk.guards import has_duty
from dispatch.rules.permissions import Duty
from registry import audit


class AuditAnswer(Struct):
    """One entry of a stream: who did what when; `data` holds codes, ids and numbers."""

    stream: str
    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    actor: str
    data: dict[str, object]


class StreamAnswer(Struct):
    """A stream and the number of its last entry."""

    stream: str
    last_seq: int


@get("/audit", guards=[has_duty(Duty.READ_AUDIT)], tags=["audit"], summary="All streams")
async def streams() -> list[StreamAnswer]:
    """Every stream with the number of its last entry."""
    return [StreamAnswer(stream, head.seq) for stream, head in (await audit.heads()).items()]


@get("/audit/{stream:path}", guards=[has_duty(Duty.READ_AUDIT)], tags=["audit"], summary="A stream")
async def stream_entries(
    stream: Annotated[str, PathParameter(description="config, security, or access/ and an actor")],
    after: Annotated[int, QueryParameter(required=False, ge=0, le=2**63 - 1)] = 0,
    limit: Annotated[int, QueryParameter(required=False, ge=1, le=500)] = 100,
) -> list[AuditAnswer]:
    """The entries after a number, in order."""
    return [
        AuditAnswer(**{name: getattr(entry, name) for name in AuditAnswer.__struct_fields__})
        for entry in await audit.entries(stream.lstrip("/"), after, limit)
    ]


ROUTES = (streams, stream_entries)
