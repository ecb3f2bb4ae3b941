"""Finds every error of a JSON value at its pointer, where msgspec alone stops at the first."""

import re
import types
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

MOST_ERRORS = 100  # nobody mends more at once, and an answer must not outgrow its question
_LONGEST_QUOTE = 200  # characters of what was sent that an answer repeats
_PATH = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.(?P<name>[^.\[\]]+)|\[(?P<index>\d+|\.\.\.)\]")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with an input: a JSON pointer (RFC 6901) into the body, a code and a sentence."""

    pointer: str
    code: str
    detail: str


class InvalidInput(Exception):
    """Raised when an input has errors; carries all of them.

    `causes` are the errors of lower rooms that said so, for what they know besides. An input with one error,
    which has a cause, is a problem of the kind of its cause.
    """

    def __init__(self, *errors: FieldError, causes: tuple[Exception, ...] = ()) -> None:
        super().__init__("; ".join(f"{error.pointer}: {error.detail}" for error in errors))
        self.errors, self.causes = errors, causes

    @property
    def alone(self) -> Exception | None:
        """The one cause of the one error, if it is so."""
        return self.causes[0] if len(self.errors) == len(self.causes) == 1 else None


@contextmanager
def told_at(pointer: str, code: str, *kinds: type[Exception]) -> Iterator[None]:
    """Says of errors of these kinds where in the input they belong: raises InvalidInput instead."""
    try:
        yield
    except kinds as error:
        raise InvalidInput(FieldError(pointer, code, str(error)), causes=(error,)) from error


def escape(name: str) -> str:
    """One step of a JSON pointer."""
    return name[:_LONGEST_QUOTE].replace("~", "~0").replace("/", "~1")


def every_error(wanted: Any, value: object, pointer: str = "") -> list[FieldError]:
    """The errors msgspec would find in `value` if it went on after the first; none if it is well formed.

    Stops after MOST_ERRORS and says that there are more.
    """
    return at_most(_errors(wanted, value, pointer))


def at_most(errors: Iterable[FieldError]) -> list[FieldError]:
    """The first MOST_ERRORS; one more, at the root, says that others were left out."""
    found = list(islice(errors, MOST_ERRORS + 1))
    if len(found) > MOST_ERRORS:
        found[-1] = FieldError("", "and_more", f"and more: these are the first {MOST_ERRORS} faults")
    return found


def _errors(wanted: Any, value: object, pointer: str) -> Iterator[FieldError]:
    inner = _without_alternatives(wanted, value)
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct) and isinstance(value, dict):
        yield from _struct_errors(inner, value, pointer)
    elif get_origin(inner) in (list, tuple, set, frozenset) and isinstance(value, list):
        yield from _list_errors(wanted, inner, value, pointer)
    else:
        yield from _leaf_errors(wanted, value, pointer)


def _without_alternatives(wanted: Any, value: object) -> Any:
    """The type behind Annotated and Optional that a non-null value must have."""
    while get_origin(wanted) is Annotated:
        wanted = get_args(wanted)[0]
    if get_origin(wanted) in (Union, types.UnionType) and value is not None:
        inside = [arg for arg in get_args(wanted) if arg not in (type(None), msgspec.UnsetType)]
        if len(inside) == 1:
            return _without_alternatives(inside[0], value)
    return wanted


def _struct_errors(
    struct: type[msgspec.Struct], value: dict[str, object], pointer: str
) -> Iterator[FieldError]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    tag = struct.__struct_config__.tag_field
    for name in value:
        if name not in fields and name != tag and struct.__struct_config__.forbid_unknown_fields:
            yield FieldError(f"{pointer}/{escape(name)}", "unknown_field", "there is no such field")
    for name, field in fields.items():
        if name in value:
            yield from _errors(field.type, value[name], f"{pointer}/{escape(name)}")
        elif field.required:
            yield FieldError(f"{pointer}/{escape(name)}", "required", "this field is required")


def _list_errors(wanted: Any, inner: Any, value: list[object], pointer: str) -> Iterator[FieldError]:
    # The length first: whoever may send a hundred elements must not make us look at a million.
    too_long = [length for length in _lengths(wanted) if len(value) > length]
    if too_long:
        yield FieldError(pointer, "length", f"Expected 'array' of length <= {min(too_long)}")
        return
    sound = True
    for index, element in enumerate(value):
        for error in _errors(get_args(inner)[0], element, f"{pointer}/{index}"):
            sound = False
            yield error
    if sound:
        # What is left to find is about the list: its least length.
        yield from _leaf_errors(wanted, value, pointer)


def _lengths(wanted: Any) -> Iterator[int]:
    """Every greatest length a type states for lists, also where null may stand instead."""
    if get_origin(wanted) is Annotated:
        inside, *notes = get_args(wanted)
        for note in notes:
            if isinstance(note, msgspec.Meta) and note.max_length is not None:
                yield note.max_length
        yield from _lengths(inside)
    elif get_origin(wanted) in (Union, types.UnionType):
        for inside in get_args(wanted):
            if get_origin(_without_alternatives(inside, ())) in (list, tuple, set, frozenset):
                yield from _lengths(inside)


def _leaf_errors(wanted: Any, value: object, pointer: str) -> Iterator[FieldError]:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        matched = _PATH.match(str(error))
        what, path = (matched["what"], matched["path"] or "") if matched else (str(error), "")
        steps = [step["name"] or step["index"] for step in _STEP.finditer(path)]
        said = what.replace("`", "'")[:_LONGEST_QUOTE]
        yield FieldError("/".join([pointer, *map(escape, steps)]), _code(what), said)


def _code(what: str) -> str:
    if "length" in what:
        return "length"
    if "missing required" in what:
        return "required"
    if "unknown field" in what:
        return "unknown_field"
    return "out_of_range" if ">=" in what or "<=" in what or " > " in what or " < " in what else "invalid"
