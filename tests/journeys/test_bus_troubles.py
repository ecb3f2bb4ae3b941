"""What the bus refuses waits for a person; whoever is killed, nothing is lost, doubled or reordered."""

import asyncio
from asyncio.subprocess import PIPE

import httpx

from tests.bus.processes import started
from tests.journeys.bodies import DUST, allowance, incident
from tests.journeys.people import Case, People
from tests.journeys.town import SUBSCRIBER
from tests.polling import until

WENXIAN = "350304001001"


async def test_a_refused_message_waits_at_the_bus_desk_and_is_told_again(people: People) -> None:
    bus = people.town.bus
    await bus.switch(refuse=[{"kind": "accepted", "reason": "unknown item"}])
    case = await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, person=12))
    await case.does("clerk.zhenhai", "accept")
    await case.does("handler.civil_affairs.licheng", "sign-for")
    await until(lambda: _waits(people, case))
    before = await bus.sequences(case.number)
    await bus.switch()

    desk = await people.the("bus.city")
    answer = await desk.post(f"/api/v1/bus/refused/{case.number}/replay", json={"subscriber": SUBSCRIBER})

    assert answer.status_code == 204
    assert before == [1, 2]
    assert (await case.reaches_the_bus("clerk.zhenhai"))[2:] == ["accepted", "signed_for"]


async def _waits(people: People, case: Case) -> bool:
    desk = await people.the("bus.city")
    refused = (await desk.get("/api/v1/bus/refused", params={"subscriber": SUBSCRIBER})).json()
    return case.number in {one["case_no"] for one in refused}


async def test_workers_killed_while_cases_flow_lose_nothing_and_double_nothing(people: People) -> None:
    town = people.town
    await town.bus.switch(delay_ms=40)
    cases: list[Case] = []
    for _ in range(3):
        cases += await asyncio.gather(*(_flowing(people) for _ in range(4)))
        await town.kill_worker()
    await town.bus.switch()

    told = [await case.reaches_the_bus("operator.zhenhai") for case in cases]

    assert all(kinds[:4] == ["reported", "inside", "filed", "dispatched"] for kinds in told)
    assert await town.bus.faults() == []
    assert len({case.number for case in cases}) == len(cases)


async def test_reconciling_finds_both_sides_the_same_and_then_what_the_city_has_lost(people: People) -> None:
    case = await people.brings("worker.fengshan", "incidents", incident(DUST, "fengshan"))
    await case.reaches_the_bus("operator.zhenhai")

    same, said = await _reconciled(people)
    await people.town.bus.client.delete(f"{people.town.bus.address}/record")
    different, shown = await _reconciled(people)

    assert (same, "holds all it was told" in said) == (0, True)
    assert (different, f"{case.number}: missing" in shown or "missing:" in shown) == (1, True)


async def _reconciled(people: People) -> tuple[int, str]:
    """What `bin/desk reconcile` ends with and says, once nothing is under way any more."""
    desk = await people.the("bus.city")
    await until(lambda: _nothing_waits(desk))
    async with started(["-m", "desk.cli", "reconcile"], people.town.environment, stdout=PIPE) as process:
        said, _ = await process.communicate()
        return await process.wait(), said.decode()


async def _nothing_waits(desk: httpx.AsyncClient) -> bool:
    return all(one["entries_waiting"] == 0 for one in (await desk.get("/api/v1/bus/health")).json())


async def _flowing(people: People) -> Case:
    case = await people.brings("worker.fengshan", "incidents", incident(DUST, "fengshan"))
    await case.does("operator.zhenhai", "file", class_code=DUST, situation="1", criterion_met=True)
    await case.does("dispatcher.licheng", "dispatch")
    return case
