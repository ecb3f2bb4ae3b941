"""The figures of Boston's report: who was confused with whom, what was learned, what kind a mistake is."""

from pathlib import Path

import pytest

from bench.boston.confusion import NOBODY, NOT_TAKEN, by_type, write
from bench.boston.lessons import Step, learned, right
from bench.boston.mistakes import Known, Mistake, mistake
from bench.boston.notes import Note, keep, kept
from bench.boston.scoring import Label, Stored
from bench.boston.variants import CHANGES, MAP_DISTRICT, Changed, column, each_month
from dispatch.rules.learning import PastCase, learn

DISTRICT = Step(column(MAP_DISTRICT))


def a_row(reference: str, queue: str, district: str = "03", **changes: str) -> Label:
    """A pothole of January somewhere off the default point."""
    row = {
        "CASE_ENQUIRY_ID": reference, "TYPE": "Pothole", "QUEUE": queue, "OPEN_DT": "01/02/2015 08:00:00 AM",
        "LATITUDE": "42.3", "LONGITUDE": "-71.1", "pwd_district": district, MAP_DISTRICT: district,
    }  # fmt: skip
    return {**row, **changes}


def given(reference: str, queue: str) -> dict[str, Stored]:
    return {reference: Stored(reference, ("0101",), "A1", "1", queue, False)}


def test_the_confusion_names_the_pairs_met_most_and_what_was_not_taken() -> None:
    rows = [a_row("1", "A"), a_row("2", "B"), a_row("3", "B"), a_row("4", "C"), a_row("5", "A")]
    stored = given("1", "A") | given("2", "A") | given("3", "A") | given("4", "")

    (potholes,) = by_type(rows, stored)

    assert (potholes.rows, potholes.right, potholes.share) == (5, 1, 0.2)
    assert potholes.pairs == [(("B", "A"), 2), (("A", NOT_TAKEN), 1), (("C", NOBODY), 1)]


def test_the_report_has_a_line_for_each_type_those_with_most_wrong_rows_first(tmp_path: Path) -> None:
    rows = [a_row("1", "A"), a_row("2", "B", TYPE="Graffiti")]

    write(by_type(rows, given("1", "A") | given("2", "A")), tmp_path / "types.csv")

    lines = (tmp_path / "types.csv").read_text("utf-8").splitlines()
    assert lines[1:] == ["Graffiti,1,0,0.0000,B,A,1", "Pothole,1,1,1.0000"]


def test_a_lesson_of_one_step_says_what_the_desk_learns() -> None:
    queues = "ABBACBCAAB"
    past = [a_row(str(at), queue, str(at % 3)) for at, queue in enumerate(queues)]

    lesson = learned(past, [DISTRICT])

    suggested = learn(PastCase("Pothole", row[MAP_DISTRICT], row["QUEUE"]) for row in past)
    known = {one.place: one.handler for one in suggested}
    assert {place: lesson.answer(a_row("", "", place)) for place in "0129"} == {
        place: known.get(place, known[None]) for place in "0129"
    }


def test_of_two_steps_the_general_answers_where_too_few_agree_on_the_special() -> None:
    title = Step(column("TITLE"), minimum=2)
    past = [a_row("1", "A", TITLE="x"), a_row("2", "A", TITLE="x"), a_row("3", "B", TITLE="y")]

    lesson = learned(past, [title, DISTRICT])

    assert [lesson.answer(a_row("", "", TITLE=one)) for one in "xy"] == ["A", "A"]


def test_what_is_learned_each_month_is_learned_from_earlier_months_only() -> None:
    months = [a_row(str(at), queue, OPEN_DT=f"{at:02}/01/2015") for at, queue in enumerate("ABBB", start=6)]

    # July is answered from June alone, August from an equal June and July: first by name.
    assert each_month(months, months[1:], [DISTRICT]) == 1


def test_a_row_changed_on_its_day_answers_from_that_day_on() -> None:
    lesson = learned([a_row("1", "old", "1B", TYPE="CE Collection")], [DISTRICT])
    rows = [
        a_row("2", CHANGES[0].queue, "1B", TYPE="CE Collection", OPEN_DT=day)
        for day in ("08/31/2015", "09/01/2015")
    ]

    assert right(rows, Changed(lesson, CHANGES)) == 1


@pytest.mark.parametrize(
    ("row", "answer", "kind"),
    [
        (a_row("9", "A"), NOT_TAKEN, Mistake.NOT_TAKEN),
        (a_row("9", "A", TYPE="Never seen"), NOBODY, Mistake.NEW_TYPE),
        (a_row("9", "new"), "A", Mistake.NEW_QUEUE),
        (a_row("9", "W_graffiti"), "A", Mistake.NEW_TO_TYPE),
        (a_row("9", "W_north", "01", pwd_district="02"), "W_south", Mistake.OTHER_DISTRICT),
        (a_row("9", "W_rare", "04"), "W_south", Mistake.CHANGED),
        (a_row("9", "INFO_form"), "W_south", Mistake.HOT_LINE),
        (a_row("9", "W_north"), "W_south", Mistake.ELSEWHERE),
        (a_row("9", "W_rare"), "W_south", Mistake.SAME_OFFICE),
        (a_row("9", "P_rare"), "W_south", Mistake.OTHER_OFFICE),
    ],
)
def test_a_mistake_is_of_the_first_kind_that_fits(row: Label, answer: str, kind: Mistake) -> None:
    south = [a_row(f"s{at}", "W_south", place) for at in range(5) for place in ("01", "03", "04")]
    rare = [a_row("r1", "W_rare"), a_row("r2", "P_rare"), a_row("r3", "INFO_form")]
    first = [*south, *rare, a_row("n", "W_north", "02"), a_row("g", "W_graffiti", TYPE="Graffiti")]
    known = Known(
        learned(first, [DISTRICT]),
        learned([a_row("l", "W_rare", "04"), *south[:2]], [DISTRICT]),
        frozenset(one["QUEUE"] for one in first),
        frozenset((one["TYPE"], one["QUEUE"]) for one in first),
        column("pwd_district"),
    )

    assert mistake(row, answer, known) is kind


def test_a_note_torn_off_is_as_if_it_had_not_been_made(tmp_path: Path) -> None:
    notes, whole = tmp_path / "pages.csv", Note("window", "7", "2026-1", "")
    keep(notes, whole)
    with notes.open("a", encoding="utf-8") as file:
        file.write("window,8,20")

    assert kept(notes) == [whole]
