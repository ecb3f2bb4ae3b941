"""By which ways who may say that a matter came in."""

from collections.abc import Iterator

from desk.input_errors import FieldError
from desk.new_case import Channel
from dispatch.field_work import WALKING
from reach import Reach, ReachKind

# The first is what is meant when nothing is said.
_BY_KIND = {
    ReachKind.STAFF: (Channel.WINDOW, Channel.FIELD, Channel.HOTLINE, Channel.KIOSK),
    ReachKind.SERVICE: (
        Channel.BUS, Channel.HOTLINE, Channel.OPEN311, Channel.KIOSK, Channel.RESIDENT, Channel.WINDOW,
        Channel.FIELD,
    ),
    ReachKind.SUBJECT: (Channel.RESIDENT,),
}  # fmt: skip


def usual_channel(reach: Reach) -> Channel:
    """What is meant when nothing is said: workers are in the field, other staff at a window."""
    if reach.kind is ReachKind.STAFF and reach.roles & WALKING:
        return Channel.FIELD
    return _BY_KIND[reach.kind][0]


def channel_faults(channel: Channel | None, reach: Reach) -> Iterator[FieldError]:
    """A channel that is none of this caller's."""
    if channel is not None and channel not in _BY_KIND[reach.kind]:
        yield FieldError("/channel", "not_yours", "is no way by which this caller brings matters in")
