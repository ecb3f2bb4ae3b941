"""Responsibilities learned from the first half-year of Boston's requests route the second half-year."""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from dispatch.rules.learning import PastCase, Target, as_rows, learn
from dispatch.rules.responsibility import Place, PoolHandler
from dispatch.rules.routes import Why
from dispatch.rules.rulebook import Rulebook, route
from dispatch.rules.states import CaseKind
from tests.responsibility_builders import NEW_YEAR, NOW, SHANGHAI, an_incident

pytestmark = pytest.mark.outside_data
DEFAULT_POINT = ("42.3594", "-71.0587")
ROOT = "boston/"


def halves() -> tuple[list[PastCase], list[PastCase]]:
    """Requests off the default point, before July and from July on, labelled with the recorded district."""
    path = Path(os.environ["OUTSIDE_DATA"]) / "boston" / "boston311_2015_sample40k.csv"
    first: list[PastCase] = []
    second: list[PastCase] = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["LATITUDE"], row["LONGITUDE"]) != DEFAULT_POINT:
                place = f"{ROOT}{row['pwd_district']}/" if row["pwd_district"].strip() else None
                half = first if row["OPEN_DT"][:2] < "07" else second
                half.append(PastCase(row["TYPE"], place, row["QUEUE"]))
    return first, second


def agreement(past: list[PastCase], later: list[PastCase], known: Callable[[PastCase], str]) -> float:
    queues = sorted({known(case) for case in past})
    handlers = {queue: PoolHandler(queue, 1) for queue in queues}
    suggestions = learn(PastCase(case.code, case.place, known(case)) for case in past)
    book = Rulebook.of(as_rows(suggestions, handlers, Target(CaseKind.INCIDENT, ROOT, NEW_YEAR)), SHANGHAI)
    right = 0
    for case in later:
        found = route(book, an_incident(case.code), Place(case.place or ROOT), NOW)
        right += found.handler == PoolHandler(case.handler, 1)
        assert found.why is not Why.EQUAL_ROWS
    return right / len(later)


def test_learned_responsibilities_agree_with_four_of_five_later_requests() -> None:
    first, second = halves()

    score = agreement(first, second, lambda case: case.handler)

    assert len(second) == 18_245
    assert score >= 0.81


def test_shuffled_labels_make_the_agreement_collapse() -> None:
    first, second = halves()
    labels = [case.handler for case in first]
    Random(7).shuffle(labels)
    shuffled = dict(zip(map(id, first), labels, strict=True))

    score = agreement(first, second, lambda case: shuffled[id(case)])

    assert score < 0.3
