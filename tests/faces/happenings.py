"""What happens in the town before anybody looks: cases in the states the demo's examples leave out."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.journeys.bodies import BAD_PARKING, DUST, RUBBISH, SENIOR_CARD, allowance, application, incident
from tests.journeys.people import Case, People
from tests.journeys.town import SUBSCRIBER
from tests.polling import until

WENXIAN, _TAIPING = "350304001001", "350302001001"
_OFFICE = "handler.urban_management.licheng"
_PIPE = "0501"
_PERSONS = itertools.count(20)  # of the demo's persons, so that lists show different names


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever brought a case was given: its tracking number and the password for it."""

    tracking_no: str
    password: str


async def happen(people: People) -> tuple[Receipt, ...]:
    """Everything below; returns the receipts of two cases whose way residents can follow for a while."""
    for happening in (_refused_by_the_city, *_INCIDENTS, *_APPLICATIONS):
        await happening(people)
    followed = await _done_badly(people), await _ready_to_be_fetched(people)
    return tuple(Receipt(str(case.told["tracking_no"]), str(case.told["password"])) for case in followed)


async def happen_today(people: People) -> None:
    """What the morning has brought so far, all of it in time."""
    for happening in _TODAY:
        await happening(people)


async def _waiting_for_a_visit(people: People) -> None:
    await people.brings("", "reports", incident(RUBBISH, "wenxian", "楼下垃圾桶满了，好几天没有人来收"))


async def _visited_and_not_filed(people: People) -> None:
    case = await people.brings("", "reports", incident(BAD_PARKING, "meifeng", "人行道上停满了车"))
    await case.does("worker.meifeng", "verify", agrees=True, photos=[await case.photo("worker.meifeng")])


async def _filed_and_waiting_to_be_dispatched(people: People) -> None:
    await _filed(await people.brings("clerk.zhenhai", "incidents", incident(DUST, "yinglong")), DUST)


async def _filed(case: Case, code: str) -> Case:
    await case.does("operator.zhenhai", "file", class_code=code, situation="1", criterion_met=True)
    return case


async def _at_work(people: People, slug: str, said: str) -> Case:
    body = incident(BAD_PARKING, slug, said)
    case = await _filed(await people.brings("clerk.zhenhai", "incidents", body), BAD_PARKING)
    await case.does("dispatcher.licheng", "dispatch")
    return case


async def _late_and_not_signed_for(people: People) -> None:
    await _at_work(people, "wenxian", "小学门口乱停车，上下学时堵得厉害")


async def _on_time(people: People) -> None:
    await _at_work(people, "meifeng", "公交站台前停车")


async def _wanting_more_time(people: People) -> None:
    case = await _at_work(people, "changshou", "消防通道被面包车占用")
    await case.does(_OFFICE, "sign-for")
    await case.does(_OFFICE, "request-extension", amount=1, reason="需要联系车主")


async def _on_hold(people: People) -> None:
    case = await _at_work(people, "fengshan", "路口长期停放无牌车辆")
    await case.does(_OFFICE, "sign-for")
    until = "2026-03-31T18:00:00+08:00"
    await case.does("supervisor.licheng", "suspend", cause="等待车辆鉴定", until=until)


async def _to_be_checked(people: People) -> None:
    case = await _at_work(people, "yinglong", "店门口停车挡住盲道")
    await case.does(_OFFICE, "sign-for")
    await case.does(_OFFICE, "feedback", text="车辆已驶离", after=[await case.photo(_OFFICE)])
    await case.does("operator.zhenhai", "start-check")


async def _done_badly(people: People) -> Case:
    case = await _at_work(people, "wenxian", "菜市场门口乱停车")
    await case.does(_OFFICE, "sign-for")
    await case.does(_OFFICE, "feedback", text="已劝离", after=[await case.photo(_OFFICE)])
    await case.does("operator.zhenhai", "order-rework", text="现场仍有车辆停放")
    return case


async def _urged_and_supervised(people: People) -> None:
    case = await _at_work(people, "meifeng", "医院急救通道停车")
    await case.does("dispatcher.licheng", "urge")
    due = "2026-03-12T17:30:00+08:00"
    await case.does("supervisor.licheng", "supervise", text="请今日内到场处置", due=due)


async def _burst_pipe(people: People) -> None:
    await people.brings("clerk.zhenhai", "incidents", incident(_PIPE, "wenxian", "路面往外冒水"))


async def _given_to_a_worker(people: People) -> Case:
    body = incident(RUBBISH, "wenxian", "花坛边堆了装修垃圾")
    case = await _filed(await people.brings("worker.wenxian", "incidents", body), RUBBISH)
    await case.does("dispatcher.licheng", "dispatch")
    return case


async def _worker_at_work(people: People) -> None:
    case = await _given_to_a_worker(people)
    await case.does("worker.wenxian", "sign-for")
    await case.does("worker.wenxian", "attach", files=[await case.photo("worker.wenxian")])
    await case.does("worker.wenxian", "arrive", captured={"point": {"lon": 119.0231, "lat": 25.4286}})


async def _to_be_put_right_by_a_worker(people: People) -> None:
    await _given_to_a_worker(people)


async def _declined(people: People) -> None:
    case = await people.brings("clerk.zhenhai", "incidents", incident(DUST, "wenxian", "灰尘大"))
    await case.does("operator.zhenhai", "decline", text="现场未见扬尘")


async def _incomplete(people: People) -> None:
    case = await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, person=2, brings=()))
    await case.does("clerk.zhenhai", "notify-supplement", codes=["FORM"], text="请补交申请表")


async def _received(people: People) -> None:
    await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, person=next(_PERSONS)))


async def _accepted(people: People) -> Case:
    body = allowance(WENXIAN, person=next(_PERSONS))
    case = await people.brings("clerk.zhenhai", "applications", body)
    await case.does("clerk.zhenhai", "accept")
    return case


async def _to_be_signed_for(people: People) -> None:
    await _accepted(people)


async def _in_handling(people: People) -> Case:
    case = await _accepted(people)
    await case.does("handler.civil_affairs.licheng", "sign-for")
    return case


async def _to_be_handled(people: People) -> None:
    await _in_handling(people)


async def _in_review(people: People) -> Case:
    case = await _in_handling(people)
    await case.does("handler.civil_affairs.licheng", "handle", text="材料齐全，情况属实")
    return case


async def _to_be_reviewed(people: People) -> None:
    await _in_review(people)


async def _in_approval(people: People) -> Case:
    case = await _in_review(people)
    await case.does("reviewer.civil_affairs.licheng", "review", text="同意")
    return case


async def _to_be_approved(people: People) -> None:
    await _in_approval(people)


async def _settled(people: People) -> Case:
    case = await _in_approval(people)
    await case.does("approver.civil_affairs.licheng", "grant")
    await case.does("approver.civil_affairs.licheng", "settle", code=6)
    return case


async def _to_be_made_ready(people: People) -> None:
    await _settled(people)


async def _ready_to_be_fetched(people: People) -> Case:
    case = await _settled(people)
    await case.does("results.zhenhai", "make-ready")
    return case


async def _at_the_other_district(people: People) -> None:
    case = await people.brings("clerk.licheng", "applications", allowance(_TAIPING, person=10))
    await case.does("clerk.licheng", "accept")


async def _card_at_once(people: People) -> None:
    body = application(SENIOR_CARD, _TAIPING, 8, answers={"age": 66}, materials=[{"code": "PHOTO"}])
    await people.brings("clerk.longqiao", "applications", body)


async def _refused_by_the_city(people: People) -> None:
    bus = people.town.bus
    await bus.switch(refuse=[{"kind": "accepted", "reason": "unknown item"}])
    case = await _in_handling(people)
    await until(lambda: _waits_at_the_bus_desk(people, case))
    await bus.switch()


async def _waits_at_the_bus_desk(people: People, case: Case) -> bool:
    desk = await people.the("bus.city")
    refused = await desk.get("/api/v1/bus/refused", params={"subscriber": SUBSCRIBER})
    return case.number in {one["case_no"] for one in refused.json()}


_Happening = Callable[[People], Awaitable[None]]
_INCIDENTS: tuple[_Happening, ...] = (
    _waiting_for_a_visit, _visited_and_not_filed, _filed_and_waiting_to_be_dispatched,
    _late_and_not_signed_for, _wanting_more_time, _on_hold, _to_be_checked, _urged_and_supervised,
    _burst_pipe, _declined, _worker_at_work, _to_be_put_right_by_a_worker,
)  # fmt: skip
_APPLICATIONS: tuple[_Happening, ...] = (
    _incomplete, _received, _to_be_signed_for, _to_be_handled, _to_be_reviewed, _to_be_approved,
    _to_be_made_ready, _at_the_other_district, _card_at_once,
)  # fmt: skip
_TODAY: tuple[_Happening, ...] = (
    _waiting_for_a_visit, _filed_and_waiting_to_be_dispatched, _on_time, _received, _to_be_signed_for,
    _to_be_handled, _to_be_reviewed, _to_be_approved, _to_be_made_ready, _card_at_once,
)  # fmt: skip
