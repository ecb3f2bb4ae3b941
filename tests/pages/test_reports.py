"""What a resident who is not signed in is told of a report, and what sending it twice costs: nothing."""

import hashlib

import httpx

import database
from reach import Post, Role
from tests.pages.bodies import a_point, an_application, an_incident
from tests.pages.people import CITY, Visitors, an_account

KEY = {"idempotency-key": "report-1"}


async def _reports(resident: httpx.AsyncClient, x: float = 1.5, y: float = 1.5) -> dict[str, object]:
    answer = await resident.post("/api/v1/reports", json=an_incident(place=a_point(x, y)))
    assert answer.status_code == 201, answer.text
    told: dict[str, object] = answer.json()
    return told


async def test_a_resident_is_told_how_to_ask_who_answers_where_it_is_and_by_when(visitors: Visitors) -> None:
    told = await _reports(visitors.stranger())

    assert set(told) == {
        "case_no",
        "tracking_no",
        "password",
        "first_responder",
        "areas",
        "handlers",
        "why",
        "due",
        "perhaps_known",
    }
    assert told["case_no"] == await database.fetch_value("SELECT case_no FROM dispatch.cases")
    assert told["first_responder"] == "worker"
    assert isinstance(told["areas"], list)
    assert all(set(area) == {"zh", "en"} for area in told["areas"])
    assert isinstance(told["due"], list)
    assert {due["kind"]: due["due_at"] is not None for due in told["due"]} == {"file": False, "verify": True}


async def test_a_resident_is_told_which_department_answers_and_why_in_words(visitors: Visitors) -> None:
    told = await _reports(visitors.stranger())

    assert told["handlers"] == [{"zh": "荔城区城管局", "en": "荔城区城管局"}]
    assert told["why"] == [
        {
            "zh": "权责清单规定，此处的这类问题由其负责",
            "en": "the city's list of responsibilities names them for this place",
        },
        {"zh": "位置明确，只在一个单元网格内", "en": "the place lies in one cell only"},
    ]


async def test_a_resident_is_told_that_a_person_decides_what_lies_nowhere(visitors: Visitors) -> None:
    await an_account("operator.of.the.city", Post(Role.OPERATOR, CITY))
    nowhere = {"point": {"lon": 0, "lat": 0, "crs": "WGS84"}}

    answer = await visitors.stranger().post("/api/v1/reports", json=an_incident(place=nowhere))

    assert [one["en"] for one in answer.json()["handlers"]] == ["Dispatcher"]
    assert [one["en"] for one in answer.json()["why"]] == ["the coordinates are a default, not a real place"]


async def test_a_resident_is_told_how_a_limit_was_counted(visitors: Visitors) -> None:
    answer = await visitors.stranger().post("/api/v1/reports", json=an_incident())

    derivations = {due["kind"]: due["derivation"] for due in answer.json()["due"]}
    assert derivations["verify"]["allowance"] == {"amount": 4, "unit": "WORKING_HOUR"}
    assert derivations["verify"]["steps"]


async def test_a_resident_is_not_told_ids_of_people_or_the_rows_considered(visitors: Visitors) -> None:
    answer = await visitors.stranger().post("/api/v1/reports", json=an_incident())

    for inside in ("staff:", "_id", "considered", "row", "350304001"):
        assert inside not in answer.text


async def test_a_resident_learns_that_it_is_perhaps_known_and_nothing_of_the_other(
    visitors: Visitors,
) -> None:
    resident = visitors.stranger()

    counts = [(await _reports(resident))["perhaps_known"] for _ in range(3)]

    assert counts == [0, 1, 2]


async def test_what_is_perhaps_known_is_told_by_the_cell_and_not_by_the_metre(visitors: Visitors) -> None:
    resident = visitors.stranger()

    # Two of one cell, seventy metres apart; and one forty metres from the first, in the cell beside it.
    places = ((1.8, 1.3), (1.1, 1.3), (2.2, 1.3))
    counts = [(await _reports(resident, *at))["perhaps_known"] for at in places]

    assert counts == [0, 1, 0]


async def test_a_repeat_is_answered_though_no_attempt_is_left(visitors: Visitors) -> None:
    resident = visitors.stranger()
    first = await resident.post("/api/v1/reports", json=an_incident(), headers=KEY)
    for _ in range(20):
        last = await resident.post("/api/v1/reports", json=an_incident(class_code="9999"))
    assert last.status_code == 429

    again = await resident.post("/api/v1/reports", json=an_incident(), headers=KEY)

    assert (again.status_code, again.json()) == (201, first.json())


async def test_a_repeat_takes_no_serial_number(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    first = await clerk.post("/api/v1/applications", json=an_application(), headers=KEY)

    await clerk.post("/api/v1/applications", json=an_application(), headers=KEY)

    second = await clerk.post("/api/v1/applications", json=an_application())
    taken = [int(answer.json()["case_no"][-4:], 36) for answer in (first, second)]
    assert taken[1] == taken[0] + 1


async def test_the_kept_fingerprint_is_keyed(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    answer = await worker.post("/api/v1/incidents", json=an_incident(), headers=KEY)

    sent = answer.request
    plain = hashlib.sha256(b"POST /api/v1/incidents?\n" + sent.content).digest()
    kept = await database.fetch_value("SELECT fingerprint FROM desk.answered_requests")
    assert kept != plain
    assert len(kept) == 16
