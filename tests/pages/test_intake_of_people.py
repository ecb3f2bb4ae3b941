"""Taking people in over HTTP: who knows a number and not the name learns nothing."""

import pytest

from tests.pages.bodies import PERSON, an_application
from tests.pages.people import Visitors


@pytest.mark.parametrize("field", ["subject", "agent"])
async def test_a_number_does_not_open_the_dossier_of_who_bears_another_name(
    visitors: Visitors, field: str
) -> None:
    clerk = await visitors.the("clerk")
    await clerk.post("/api/v1/applications", json=an_application())
    other = {**PERSON, "name": "林国栋", "number": "E1234567", "number_kind": "passport"}
    guessed = {"subject": other, field: {**PERSON, "name": "王大同"}}

    answer = await clerk.post("/api/v1/applications", json=an_application(**guessed))

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [f"/{field}/name"]
    assert PERSON["name"] not in answer.text
