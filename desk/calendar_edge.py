"""Which instants an input may name: far from the ends of what clocks, zones and the database can count."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from msgspec import Struct
from msgspec.structs import fields

from desk.input_errors import FieldError

FIRST, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)
_HOLDING = (datetime, Struct, list, tuple)
_OUTSIDE = "lies outside the years 2000 to 2100"


def in_the_calendar(at: datetime) -> bool:
    """Whether an instant lies in the years 2000 to 2100 (UTC); one without a zone counts as UTC."""
    return FIRST <= (at if at.tzinfo else at.replace(tzinfo=UTC)) < END


def outside_the_calendar(value: object, pointer: str = "") -> Iterator[FieldError]:
    """Every instant of a decoded body that lies outside the years 2000 to 2100, at its pointer."""
    if isinstance(value, datetime):
        if not in_the_calendar(value):
            yield FieldError(pointer, "out_of_range", _OUTSIDE)
    elif isinstance(value, Struct):
        for name, told in _names(type(value)):
            held = getattr(value, name)
            # Texts and numbers are nearly all of a body.
            if isinstance(held, _HOLDING):
                yield from outside_the_calendar(held, f"{pointer}/{told}")
    elif isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield from outside_the_calendar(one, f"{pointer}/{index}")


@cache
def _names(struct: type[Struct]) -> tuple[tuple[str, str], ...]:
    """The names of its fields here and in JSON; finding them costs more than all the rest of a small body."""
    return tuple((field.name, field.encode_name) for field in fields(struct))
