"""The JSON forms of handlers and routes."""

import json

import pytest

from dispatch.errors import MalformedResponsibility
from dispatch.rules.responsibility import DepartmentHandler, GridWorkerHandler, Handler, PoolHandler
from dispatch.rules.responsibility_form import handler_from_json, handler_to_json, route_to_json
from dispatch.rules.rulebook import route
from grid.rules.levels import Level
from tests.responsibility_builders import GRID, HERE, NOW, a_row, a_rulebook, an_incident


@pytest.mark.parametrize(
    "handler", [DepartmentHandler(7, Level.STREET), GridWorkerHandler(), PoolHandler("夜班", 40)]
)
def test_a_handler_reads_back_from_its_json_form(handler: Handler) -> None:
    assert handler_from_json(json.loads(json.dumps(handler_to_json(handler)))) == handler


@pytest.mark.parametrize(
    "form",
    [
        None,
        {},
        {"kind": "robot"},
        {"kind": "department", "department_id": 7},
        {"kind": "department", "department_id": "7", "level": "STREET"},
        {"kind": "department", "department_id": 7, "level": "PLANET"},
        {"kind": "pool", "name": "night"},
    ],
)
def test_a_form_that_is_no_handler_is_refused(form: object) -> None:
    with pytest.raises(MalformedResponsibility):
        handler_from_json(form)


def test_a_route_is_kept_in_ids_and_codes() -> None:
    book = a_rulebook(a_row(1, "*"), a_row(2, place=GRID))

    form = route_to_json(route(book, an_incident(), HERE, NOW))

    assert json.loads(json.dumps(form)) == {
        "edition": 0,
        "row": 2,
        "why": "MORE_EXACT_MATTER",
        "handler": {"kind": "department", "department_id": 2, "level": "DISTRICT"},
        "co_handlers": [],
        "considered": [{"row": 2, "lost": None}, {"row": 1, "lost": "LESS_EXACT_MATTER"}],
    }


def test_a_route_without_a_winner_says_why() -> None:
    form = route_to_json(route(a_rulebook(), an_incident(), HERE, NOW))

    assert (form["row"], form["handler"], form["why"]) == (None, None, "NO_ROW")
