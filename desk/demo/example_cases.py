"""The example cases of the demo: who brought what where, and how far each has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desk.new_case import Channel
from dispatch.rules.application_facts import Decision, DeliveryMode, HandingOut, Materials, Settlement
from dispatch.rules.asked import ActFacts
from dispatch.rules.incident_facts import Done, Filing, Return, ReturnReason, Visit
from dispatch.rules.shared_facts import Worded
from dispatch.rules.states import Act, CaseKind, ResultCode
from registry.rules.form_fields import Answer

WHO_HAS_THE_TASK = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the facts of an act name of their case: a photo (file id) and the body that has delegated."""

    photo: int
    delegated_to: int | None


Facts = Callable[[Scene], ActFacts | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One act by the account of a login, or by whoever has the open task."""

    who: str
    act: Act
    facts: Facts = lambda _: None


@dataclass(frozen=True, slots=True)
class Example:
    """A case as it was brought so many days ago; `place` is the short name of a demo division.

    `subject` counts the demo's persons; `code` of the community decides where an application belongs.
    """

    name: str
    kind: CaseKind
    matter: str
    days: int
    who: str
    place: str
    said: str
    steps: tuple[Step, ...] = ()
    channel: Channel = Channel.WINDOW
    subject: int | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    brings: tuple[str, ...] = ()


def _words(text: str) -> Facts:
    return lambda _: Worded(text)


def _filed(code: str, situation: str = "1") -> Facts:
    return lambda _: Filing(code, situation, True)


def _done(text: str) -> Facts:
    return lambda scene: Done(text, after=(scene.photo,))


def _to_work(street: str, district: str, code: str) -> tuple[Step, ...]:
    return (Step(f"operator.{street}", Act.FILE, _filed(code)), Step(f"dispatcher.{district}", Act.DISPATCH))


def _fed_back(who: str, text: str) -> tuple[Step, ...]:
    return Step(who, Act.SIGN_FOR), Step(who, Act.FEEDBACK, _done(text))


def _checked(street: str) -> tuple[Step, ...]:
    return (
        Step(f"operator.{street}", Act.START_CHECK),
        Step(WHO_HAS_THE_TASK, Act.CHECK, lambda scene: Visit(True, (scene.photo,), "现场已恢复")),
    )


def _to_review(office: str, clerk: str) -> tuple[Step, ...]:
    handler = f"handler.{office}"
    return (
        Step(clerk, Act.ACCEPT),
        Step(handler, Act.SIGN_FOR),
        Step(handler, Act.HANDLE, _words("材料齐全，情况属实")),
    )


_OF_AGE: Mapping[str, Answer] = {"age": 84, "paid_by": "social_card", "agent": False}
_URBAN = "handler.urban_management"
_INCIDENTS = (
    Example("rubbish-closed", CaseKind.INCIDENT, "0102", 6, "worker.wenxian", "wenxian",
            "小区门口垃圾堆了一地", (*_to_work("zhenhai", "licheng", "0102"),
            *_fed_back(WHO_HAS_THE_TASK, "垃圾已清运，地面已冲洗"), *_checked("zhenhai"),
            Step("operator.zhenhai", Act.CLOSE)), Channel.FIELD),
    Example("cars-checked", CaseKind.INCIDENT, "0403", 3, "worker.meifeng", "meifeng",
            "消防通道被车辆占用", (*_to_work("zhenhai", "licheng", "0403"),
            *_fed_back(f"{_URBAN}.licheng", "车辆已驶离"), *_checked("zhenhai")), Channel.FIELD),
    Example("manhole", CaseKind.INCIDENT, "0503", 2, "clerk.zhenhai", "yinglong",
            "路口井盖缺失，有人差点踩空",
            (Step("handler.municipal.licheng", Act.SIGN_FOR),), Channel.HOTLINE),
    Example("hawker", CaseKind.INCIDENT, "0401", 2, "clerk.longqiao", "taiping",
            "菜市场外占道摆摊", (*_to_work("longqiao", "chengxiang", "0401"),
            Step(f"{_URBAN}.chengxiang", Act.SIGN_FOR))),
    Example("street-light", CaseKind.INCIDENT, "0505", 2, "clerk.longqiao", "xingan",
            "整条路的路灯不亮", (*_to_work("longqiao", "chengxiang", "0505"),
            Step("handler.municipal.chengxiang", Act.REQUEST_RETURN,
                 lambda _: Return(ReturnReason.WRONG_DEPARTMENT, "该路段路灯未移交")))),
    Example("dispute", CaseKind.INCIDENT, "0601", 1, "clerk.zhenhai", "changshou",
            "楼上深夜吵闹，请帮忙调解", (), Channel.HOTLINE),
    Example("dust", CaseKind.INCIDENT, "0302", 1, "worker.fengshan", "fengshan",
            "工地没有覆盖，灰很大", (), Channel.FIELD),
    Example("bicycles", CaseKind.INCIDENT, "0404", 1, "worker.wenxian", "wenxian",
            "电动车堵住楼道口", (Step("worker.wenxian", Act.SELF_HANDLE,
            lambda scene: Done("已摆放整齐", (scene.photo,), (scene.photo,))),), Channel.FIELD),
)  # fmt: skip
_APPLICATIONS = (
    Example("allowance-delivered", CaseKind.APPLICATION, "350111001000", 9, "clerk.zhenhai", "wenxian",
            "为母亲申请高龄补贴", (*_to_review("civil_affairs.licheng", "clerk.zhenhai"),
            Step("reviewer.civil_affairs.licheng", Act.REVIEW, _words("同意")),
            Step("approver.civil_affairs.licheng", Act.GRANT, lambda _: Decision()),
            Step("approver.civil_affairs.licheng", Act.SETTLE, lambda _: Settlement(ResultCode.OTHER)),
            Step("results.zhenhai", Act.MAKE_READY),
            Step("results.zhenhai", Act.DELIVER, lambda _: HandingOut(DeliveryMode.ONLINE))),
            subject=3, answers=_OF_AGE, brings=("FORM",)),
    # Brought at a window of one district, decided by an office of the other.
    Example("allowance-across", CaseKind.APPLICATION, "350111001000", 3, "clerk.licheng", "taiping",
            "户口在城厢，在荔城窗口申请",
            _to_review("civil_affairs.chengxiang", "clerk.licheng"), subject=6, answers=_OF_AGE,
            brings=("FORM",)),
    Example("minimum-allowance", CaseKind.APPLICATION, "350111002000", 2, "clerk.gongchen", "xinjiao",
            "家庭收入减少", (Step("clerk.gongchen", Act.NOTIFY_SUPPLEMENT,
            lambda _: Materials(frozenset({"CONSENT"}), "请补交核对授权书")),), subject=14,
            answers={"household": 3, "income": 900, "disabled": False, "ill": False,
                     "paid_by": "social_card", "reason": "主要劳动力失业"}, brings=("FORM",)),
    Example("relief", CaseKind.APPLICATION, "350111003000", 1, "clerk.longqiao", "xingan",
            "突发疾病住院", (), subject=16,
            answers={"cause": "illness", "amount": 42000, "told": "住院治疗", "paid_by": "social_card"},
            brings=("FORM", "BILLS")),
    Example("senior-card", CaseKind.APPLICATION, "350111004000", 1, "clerk.zhenhai", "yinglong",
            "办理老年人优待证", (Step("clerk.zhenhai", Act.ACCEPT_INSTANT),
            Step("clerk.zhenhai", Act.GRANT_INSTANT,
                 lambda scene: Decision(deciding_body=scene.delegated_to)),
            Step("clerk.zhenhai", Act.SETTLE, lambda _: Settlement(ResultCode.CERTIFICATE))),
            subject=11, answers={"age": 66}, brings=("PHOTO",)),
    Example("disabled-denied", CaseKind.APPLICATION, "350159001000", 8, "clerk.fenghuangshan", "nanmen",
            "申请护理补贴", (*_to_review("disabled.chengxiang", "clerk.fenghuangshan"),
            Step("reviewer.disabled.chengxiang", Act.REVIEW, _words("等级不符")),
            Step("approver.disabled.chengxiang", Act.DENY,
                 lambda _: Decision("残疾等级不在护理补贴范围内", "可在六十日内申请行政复议"))),
            subject=8, answers={"which": "care", "grade": 4, "paid_by": "social_card"}, brings=("FORM",)),
)  # fmt: skip

EXAMPLES: tuple[Example, ...] = (*_INCIDENTS, *_APPLICATIONS)
