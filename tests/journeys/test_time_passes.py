"""Time passes: what the desk forgets for five working days is accepted by law, as of the day of receipt."""

from tests.journeys.bodies import allowance
from tests.journeys.people import Case, People
from tests.polling import until

WENXIAN = "350304001001"
AFTER_FIVE_WORKING_DAYS = "2026-03-10T09:00:00+08:00"  # a Tuesday; the fifth working day was the Monday


async def test_an_application_nobody_answers_is_accepted_with_the_date_of_receipt(people: People) -> None:
    case = await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, person=16))

    await people.set_clock(AFTER_FIVE_WORKING_DAYS)
    await until(lambda: _accepted(case))

    seen = (await case.seen_by("clerk.zhenhai")).json()["case"]
    entries = (await case.seen_by("clerk.zhenhai", "journal")).json()
    assert seen["accepted_at"] == seen["received_at"]
    assert [entry["data"]["card"] for entry in entries if entry["kind"] == "deemed_accepted"] == ["red"]
    assert "deemed_accepted" in await case.reaches_the_bus("clerk.zhenhai")


async def _accepted(case: Case) -> bool:
    return await case.state("clerk.zhenhai") == "ACCEPTED"
