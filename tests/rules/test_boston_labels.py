"""Boston's labels of many forms mean one thing each, and its figures count what was not taken as wrong."""

import pytest

from bench.boston import labels
from bench.boston.scoring import Stored, scores


@pytest.mark.parametrize(("label", "district"), [("C11", "C11"), ("C-11", "C11"), (" a-7 ", "A7"), ("", "")])
def test_a_police_district_has_one_form(label: str, district: str) -> None:
    assert labels.police_district(label) == district


@pytest.mark.parametrize(
    ("label", "ward"), [("Ward 5", "5"), ("05", "5"), ("5", "5"), ("20", "20"), ("", "")]
)
def test_a_ward_has_one_form(label: str, ward: str) -> None:
    assert labels.ward(label) == ward


@pytest.mark.parametrize(
    ("label", "precinct"), [("709.0", "0709"), ("0709", "0709"), ("2010.0", "2010"), ("", "")]
)
def test_a_precinct_has_one_form(label: str, precinct: str) -> None:
    assert labels.precinct(label) == precinct


def a_label(reference: str, **changes: str) -> dict[str, str]:
    return {
        "CASE_ENQUIRY_ID": reference, "LATITUDE": "42.3", "LONGITUDE": "-71.1", "police_district": "C-11",
        "ward": "Ward 5", "precinct": "501.0", "QUEUE": "Team A",
    } | changes  # fmt: skip


def test_a_row_the_desk_did_not_take_counts_as_wrong_and_a_missing_label_does_not_count() -> None:
    right = Stored("1", ("0501",), "C11", "5", "Team A", to_person=False)

    figures = scores([a_label("1", ward=""), a_label("2")], {"1": right})

    assert [(figure.right, figure.of) for figure in figures] == [
        (1, 2),
        (1, 2),
        (0, 1),
        (1, 2),
        (1, 2),
        (0, 0),
    ]


def test_a_default_point_is_right_with_a_person_only() -> None:
    label = a_label("1", LATITUDE="42.3594", LONGITUDE="-71.0587")
    routed = Stored("1", ("0501",), "C11", "5", "Team A", to_person=False)

    assert not scores([label], {"1": routed})[-1].met
    assert scores([label], {"1": Stored("1", ("0501",), "C11", "5", "", to_person=True)})[-1].met


def test_a_point_in_two_areas_is_not_located_in_exactly_one() -> None:
    twice = Stored("1", ("0501", "0502"), "C11", "5", "Team A", to_person=False)

    assert scores([a_label("1")], {"1": twice})[0].right == 0
