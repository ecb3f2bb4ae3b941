"""The one spelling of a value in bytes, which hashes and messages are taken over."""

from datetime import UTC, datetime

import msgspec

DEEPEST = 32
_AS_THEY_ARE = frozenset((str, bool, type(None)))
_LISTS = (list, tuple)
_ENCODER = msgspec.json.Encoder(order="sorted")


class NotCanonical(ValueError):
    """Raised when a value has no single spelling in bytes; `path` says where in the value it stands."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(f"{path or 'value'}: {reason}")
        self.reason = reason
        self.path = path

    def inside(self, step: str) -> "NotCanonical":
        """The same finding, told from one container further out."""
        glue = "" if not self.path or self.path.startswith("[") else "."
        return NotCanonical(self.reason, f"{step}{glue}{self.path}")


def canonical(value: object) -> bytes:
    """The one spelling of a value: JSON in UTF-8 without spaces, keys sorted by code point.

    Taken are str, int (up to 64 bits), bool, None, list, tuple (as a list), dict with text keys, and aware
    datetimes, written in UTC with six digits of fraction and `Z`. Only what JSON demands is escaped.
    Raises NotCanonical for anything else: floats, naive datetimes, bytes, lone surrogates, deep nesting.
    """
    try:
        return _ENCODER.encode(_plain(value, 0))
    except UnicodeEncodeError as error:
        raise NotCanonical("a lone surrogate is not a character") from error


def _plain(value: object, depth: int) -> object:
    # Only here is refused what the encoder would let through, so every type it may meet is named here.
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if depth >= DEEPEST:
        raise NotCanonical(f"nested deeper than {DEEPEST}")
    if isinstance(value, int):
        return _whole_number(int(value))
    if isinstance(value, dict):
        return _plain_object(value, depth + 1)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, _LISTS):
        return [_plain_inside(item, f"[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        raise NotCanonical("a float has no single spelling; give a whole number or text")
    raise NotCanonical(f"{kind.__name__} has no canonical form")


def _plain_object(fields: dict[object, object], depth: int) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in fields.items():
        if not isinstance(key, str):
            raise NotCanonical(f"a key of type {type(key).__name__}; keys are text")
        # Spelled out once more: most values end here, and this runs for every journal entry.
        plain[key] = item if type(item) in _AS_THEY_ARE else _plain_inside(item, key, depth)
    return plain


def _plain_inside(value: object, step: str, depth: int) -> object:
    try:
        return _plain(value, depth)
    except NotCanonical as error:
        raise error.inside(step) from None


def _whole_number(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise NotCanonical("a whole number beyond 64 bits")
    return value


def _instant(value: datetime) -> str:
    if value.tzinfo is not UTC:
        if value.utcoffset() is None:
            raise NotCanonical("a datetime without a time zone")
        value = value.astimezone(UTC)
    return f"{value.isoformat(timespec='microseconds')[:26]}Z"
