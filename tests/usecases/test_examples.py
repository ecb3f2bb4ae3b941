"""The example cases of the demo: each taken in once, and each come as far as it says."""

from datetime import UTC, datetime

import database
from desk.demo.example_cases import EXAMPLES
from desk.demo.examples import SOURCE, load_examples
from dispatch.journal import broken_cases

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # Wednesday 12:00 in Putian
_STATES = "SELECT external_ref, state FROM dispatch.cases WHERE external_source = $1"


async def test_the_examples_come_as_far_as_they_say(city: str) -> None:
    assert await load_examples(NOON) == len(EXAMPLES)

    states = {row["external_ref"]: row["state"] for row in await database.fetch(_STATES, SOURCE)}
    assert states["bicycles"] in {"SELF_HANDLED", "CHECKING"}  # some are drawn for a check
    del states["bicycles"]
    assert states == {
        "rubbish-closed": "CLOSED",
        "cars-checked": "FEEDBACK",
        "manhole": "HANDLING",
        "hawker": "HANDLING",
        "street-light": "RETURN_REQUESTED",
        "dispute": "VERIFYING",
        "dust": "REPORTED",
        "allowance-delivered": "DELIVERED",
        "allowance-across": "IN_REVIEW",
        "minimum-allowance": "SUPPLEMENT_PENDING",
        "relief": "RECEIVED",
        "senior-card": "SETTLED",
        "disabled-denied": "DECIDED_DENY",
    }
    assert [case async for case in broken_cases()] == []


async def test_an_example_that_is_there_is_not_taken_in_again(city: str) -> None:
    await load_examples(NOON)

    assert await load_examples(NOON) == 0
