"""Reads what a device says of when and where from the fields of a form; what is unusable is left out."""

import math

import msgspec

from desk.api.act_bodies import ActBody, CapturedBody, captured_in
from desk.calendar_edge import outside_the_calendar
from desk.pages.forms import Form
from dispatch.captures import Captured

_AT, _AHEAD = "captured.at", "captured.ahead"
_LON, _LAT, _ACCURACY = "captured.lon", "captured.lat", "captured.accuracy"
_MOST_METRES = 100_000
_LONGEST_LEAD = 2**31 - 1  # milliseconds


def captured(typed: Form) -> dict[str, object] | None:
    """What a `CapturedBody` is made of; a device's nonsense is no fault of whoever carries it."""
    told: dict[str, object] = {}
    if typed[_AT]:
        told["at"] = typed[_AT]
    if (ahead := _number(typed[_AHEAD])) is not None and abs(ahead) <= _LONGEST_LEAD:
        told["ahead_ms"] = round(ahead)
    lon, lat, accuracy = (_number(typed[name]) for name in (_LON, _LAT, _ACCURACY))
    if lon is not None and lat is not None:
        exact = None if accuracy is None else min(max(round(accuracy), 0), _MOST_METRES)
        told["point"] = {"lon": lon, "lat": lat, "accuracy_m": exact}
    return told if told and _sound(told) else None


def captured_of(typed: Form) -> Captured | None:
    """The same for those who keep it themselves."""
    told = captured(typed)
    return None if told is None else captured_in(ActBody(captured=msgspec.convert(told, CapturedBody)))


def _sound(told: dict[str, object]) -> bool:
    try:
        body = msgspec.convert(told, CapturedBody)
    except msgspec.ValidationError:
        return False
    return not any(outside_the_calendar(body))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
