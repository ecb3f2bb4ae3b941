"""Twenty people are served at the window by a clerk whose pointer does not work; keys are counted."""

import itertools
import statistics
from collections.abc import Callable

from registry.demo.people import demo_persons
from registry.subject_indexes import NewSubject
from tests.faces.clerk import Clerk, Intake
from tests.faces.keyboard import keyboard_only
from tests.faces.opening import Openings

_MOST_KEYS = 60  # of half of the intakes: more would be felt at a counter
_Answers = tuple[tuple[str, tuple[str, ...]], ...]
_AGE: _Answers = (("年龄", ("8", "4")),)
_PAID: _Answers = (*_AGE, ("发放方式", ("ArrowDown", "ArrowDown")), ("代办", ("ArrowDown", "ArrowDown")))
_INCIDENTS = (
    Intake(("luantingche", "机动车乱停放"), ("wenxian", "文献社区"), said="消防通道被占"),
    Intake(("0102", "暴露垃圾"), ("yinglong", "英龙社区"), said="垃圾没人收"),
    Intake(("垃圾", "垃圾"), ("英龙", "英龙社区"), said="楼下一堆垃圾"),
    Intake(("水管爆了", "供水管道破裂"), ("文献", "文献社区"), said="路面冒水"),
    Intake(("灰尘大", "工地扬尘"), ("fengshan", "凤山社区"), said="工地没有覆盖"),
)


def _neighbours() -> list[NewSubject]:
    """People registered where this counter may see them, whose home the desk so offers as the place."""
    return [one for one in demo_persons() if "/350304001/" in (one.area_path or "")]


def _twenty() -> list[Intake]:
    """Ten with a card, five who tell their number, five who report something."""
    people = itertools.cycle(_neighbours())
    by_card = [(one, "老年证", "老年人优待证", _AGE) for one in itertools.islice(people, 6)]
    by_card += [(one, "glbt", "高龄补贴", _PAID) for one in itertools.islice(people, 4)]
    return [
        *(
            Intake((typed, meant), card=f"{one.number}|{one.name}|", answers=answers)
            for one, typed, meant, answers in by_card
        ),
        *(
            Intake(("350111004000", "老年人优待证"), number=str(one.number), name=one.name, answers=_AGE)
            for one in itertools.islice(people, 5)
        ),
        *_INCIDENTS,
    ]


async def test_a_clerk_serves_twenty_people_by_keyboard_alone(
    as_person: Openings, record_property: Callable[[str, object], None]
) -> None:
    page = await as_person("clerk.zhenhai")
    keyboard = await keyboard_only(page)
    await page.goto("/window")
    clerk = Clerk(page, keyboard)

    keys = [await clerk.takes_in(intake) for intake in _twenty()]

    # A worker has no terminal of its own; at the end of the run this is read.
    said = f"keys per case at the window: {keys}, half of them at most {statistics.median(keys):.0f}"
    record_property("said", said)
    assert len(keys) == 20
    assert statistics.median(keys) <= _MOST_KEYS
