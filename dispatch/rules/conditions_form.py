"""The JSON form of a responsibility's conditions."""

from collections.abc import Iterable

from dispatch.errors import MalformedResponsibility
from dispatch.rules.conditions import AnswerIs, AttributeIs, Condition, During


def conditions_to_json(conditions: Iterable[Condition]) -> list[dict[str, dict[str, object]]]:
    """The JSON form of a conjunction; `conditions_from_json` reads it back to an equal value."""
    return [_to_json(condition) for condition in conditions]


def conditions_from_json(form: object) -> tuple[Condition, ...]:
    """Reads the JSON form; raises MalformedResponsibility for anything it does not know."""
    if not isinstance(form, list):
        raise MalformedResponsibility("conditions are a list")
    return tuple(_from_json(part) for part in form)


def _to_json(condition: Condition) -> dict[str, dict[str, object]]:
    match condition:
        case During(start, end, weekdays):
            return {"during": {"from": _clock(start), "to": _clock(end), "weekdays": list(weekdays)}}
        case AnswerIs(question, value):
            return {"answer": {"question": question, "equals": value}}
        case AttributeIs(name, value):
            return {"attribute": {"name": name, "equals": value}}


def _from_json(part: object) -> Condition:
    # An unread key would silently widen a rule, so anything left over refuses the row.
    match part:
        case {"during": {"from": str(start), "to": str(end), "weekdays": [*days], **rest}, **others}:
            if not rest and not others and all(type(day) is int for day in days):
                return During(_minute(start), _minute(end), tuple(days))
        case {"answer": {"question": str(question), "equals": str(value), **rest}, **others}:
            if not rest and not others:
                return AnswerIs(question, value)
        case {"attribute": {"name": str(name), "equals": str(value), **rest}, **others}:
            if not rest and not others:
                return AttributeIs(name, value)
    raise MalformedResponsibility(f"not a condition: {part!r}")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _minute(clock: str) -> int:
    hours, colon, minutes = clock.partition(":")
    if not (colon and len(clock) == 5 and (hours + minutes).isascii() and (hours + minutes).isdigit()):
        raise MalformedResponsibility(f"not a time of day as HH:MM: {clock!r}")
    if int(minutes) > 59:
        raise MalformedResponsibility(f"not a time of day as HH:MM: {clock!r}")
    return int(hours) * 60 + int(minutes)
