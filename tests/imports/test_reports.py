"""A row becomes the report of an incident: its place, class, title and time, and nothing else of it."""

from zoneinfo import ZoneInfo

import pytest

from desk.imports.columns import BadRow, Coordinates
from desk.imports.csv_files import CsvRow
from desk.imports.reports import Given, Peculiar, ReportColumns, RowReport, report
from desk.imports.times import Times
from grid.rules.coordinates import Crs

BOSTON = ZoneInfo("America/New_York")
COLUMNS = ReportColumns(
    "id",
    "type",
    "title",
    Coordinates("x", "y", Crs.WGS84),
    Times("opened", "%m/%d/%Y %I:%M:%S %p", BOSTON),
)


def a_report(**changes: str) -> RowReport:
    values = {
        "id": "101", "type": "Pothole", "title": "Hole", "x": "-71.06", "y": "42.3",
        "opened": "07/04/2015 01:45:37 AM", "queue": "PWDx_District 1C",
    }  # fmt: skip
    return report(CsvRow(9, values | changes), COLUMNS, Given())


def test_a_row_says_what_stands_in_its_columns_and_nothing_else() -> None:
    assert a_report().body == {
        "class_code": "Pothole",
        "place": {"point": {"lon": -71.06, "lat": 42.3, "crs": "WGS84", "precision_m": 0.0}},
        "description": "Hole",
        "external_ref": "101",
        "reported_at": "2015-07-04T05:45:37Z",
    }


def test_a_report_without_a_title_is_about_its_class() -> None:
    assert a_report(title=" ").body["description"] == "Pothole"


def test_hours_that_were_twice_or_never_are_counted() -> None:
    peculiar = Peculiar()
    opened = ("11/01/2015 01:10:00 AM", "03/08/2015 02:10:00 AM", "07/04/2015 01:10:00 AM")

    for made in (a_report(opened=time) for time in opened):
        peculiar.note(made.hour)

    assert (peculiar.twice, peculiar.never) == (1, 1)
    assert a_report(opened=opened[0]).body["reported_at"] == "2015-11-01T05:10:00Z"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("id", "", "required"),
        ("id", "编号", "bad_reference"),
        ("id", "x" * 129, "bad_reference"),
        ("type", " ", "required"),
        ("x", "inf", "bad_position"),
        ("y", "-98", "bad_position"),
        ("y", "12°", "not_a_number"),
        ("opened", "2015-07-04", "not_a_time"),
    ],
)
def test_what_cannot_be_meant_is_found_with_its_line(column: str, value: str, code: str) -> None:
    with pytest.raises(BadRow) as bad:
        a_report(**{column: value})

    assert (bad.value.finding.line, bad.value.finding.code) == (9, code)
