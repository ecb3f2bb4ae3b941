"""A body with several faults is answered with all of them, each at its pointer."""

from typing import Annotated

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from desk.input_errors import MOST_ERRORS, every_error


class _Person(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=5)]
    age: Annotated[int, Meta(ge=0)]


class _Form(msgspec.Struct, forbid_unknown_fields=True):
    people: Annotated[list[_Person], Meta(max_length=2)]
    lead: _Person | None = None
    tags: dict[str, int] | None = None
    codes: Annotated[list[Annotated[str, Meta(max_length=4)]], Meta(max_length=3)] | None = None


def _pointers(value: object) -> dict[str, str]:
    return {error.pointer: error.code for error in every_error(_Form, value)}


def test_a_sound_body_has_no_errors() -> None:
    assert _pointers({"people": [{"name": "x", "age": 1}], "lead": None}) == {}


def test_every_fault_is_found_at_its_pointer() -> None:
    found = _pointers(
        {
            "people": [{"name": "", "age": "old"}, {"age": -1, "x/y": 1}],
            "lead": {"name": "too long"},
            "tags": {"a": "b"},
            "else": 1,
        }
    )

    assert found == {
        "/people/0/name": "length",
        "/people/0/age": "invalid",
        "/people/1/name": "required",
        "/people/1/age": "out_of_range",
        "/people/1/x~1y": "unknown_field",
        "/lead/name": "length",
        "/lead/age": "required",
        "/tags/...": "invalid",
        "/else": "unknown_field",
    }


def test_a_list_that_is_too_long_is_told_of_the_list() -> None:
    person = {"name": "x", "age": 1}

    assert _pointers({"people": [person, person, person]}) == {"/people": "length"}


def test_the_elements_of_a_list_that_is_too_long_are_not_looked_at() -> None:
    assert _pointers({"people": [], "codes": [0] * 480_000}) == {"/codes": "length"}


def test_after_a_hundred_faults_it_is_said_that_there_are_more() -> None:
    found = every_error(_Form, {"people": [], **{f"field{number}": 1 for number in range(85_000)}})

    assert len(found) == MOST_ERRORS + 1
    assert (found[-1].pointer, found[-1].code) == ("", "and_more")


def test_an_answer_repeats_no_more_than_the_beginning_of_a_name() -> None:
    (fault,) = every_error(_Form, {"people": [], "x" * 900_000: 1})

    assert len(fault.pointer) < 300


def test_a_body_of_the_wrong_kind_is_one_error_at_the_root() -> None:
    assert _pointers([]) == {"": "invalid"}


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
)
_names = st.sampled_from(["people", "lead", "tags", "codes", "else"])
_bodies = st.dictionaries(_names, _json, max_size=4) | _json


@given(_bodies)
def test_errors_are_found_exactly_where_msgspec_refuses(value: object) -> None:
    try:
        msgspec.convert(value, _Form)
        refused = False
    except msgspec.ValidationError:
        refused = True

    assert bool(every_error(_Form, value)) == refused
