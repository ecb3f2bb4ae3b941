"""Made-up facts about a real case: departments, staff, files and cases that exist."""

from dataclasses import dataclass, replace

from dispatch.rules.application_facts import Decision, Materials, Refusal
from dispatch.rules.asked import ActFacts
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.incident_facts import Done, Filing, Return, Visit
from dispatch.rules.shared_facts import Assignment, Attachments, Handler, HandOver, Tie
from dispatch.rules.states import Act
from tests.rules.facts_at_random import made_up
from tests.rules.people_of_cases import CIVIL
from tests.usecases.wider_world import department_of
from tests.world import PIPE, RUBBISH, World

WORDS = "居民反映情况属实"
CODES = ("application", "alone", "id_card")


@dataclass(frozen=True, slots=True)
class Real:
    """What exists: the world, a stored picture of the case, another case, a number to choose by."""

    world: World
    photo: int
    other: int
    seed: int

    @property
    def departments(self) -> tuple[int, int]:
        return self.world.civil_affairs, department_of(self.world.who("health"))

    def handler(self, handler: Handler) -> Handler:
        first, second = self.departments
        return Handler(first if handler.department_id == CIVIL else second)


def facts_for(act: Act, case: CaseFacts, real: Real) -> ActFacts | None:
    """Facts for the act, as `made_up` makes them, about what exists."""
    if act is Act.FILE:
        return Filing(RUBBISH if real.seed % 3 else PIPE, "1", criterion_met=True)
    if act in (Act.NOTIFY_SUPPLEMENT, Act.FAIL_PRE_REVIEW, Act.SUPPLEMENT, Act.ASK_LATER):
        codes = frozenset(CODES[: 1 + real.seed % 2])
        return Materials(codes, WORDS, defective=codes if real.seed % 5 == 0 else frozenset())
    return _real(made_up(act, case, real.seed, WORDS), real)


def _real(facts: ActFacts | None, real: Real) -> ActFacts | None:
    photo = (real.photo,)
    match facts:
        case Assignment(lead=lead, others=others):
            named = None if lead is None or real.seed % 2 else real.handler(lead)
            return replace(facts, lead=named, others=tuple(map(real.handler, others)))
        case Visit():
            return replace(facts, photos=photo)
        case Done(before=before, after=after):
            return replace(facts, before=photo if before else (), after=photo if after else ())
        case Attachments():
            return Attachments(photo)
        case Tie():
            return replace(facts, case_id=real.other)
        case HandOver():
            people = list(real.world.people.values())
            return HandOver(int(people[real.seed % len(people)].who))
        case Decision():
            return replace(facts, deciding_body=real.departments[0])
        case Refusal():
            return replace(facts, department_id=real.departments[0])
        case Return():
            return replace(facts, suggested_department=real.departments[1])
        case _:
            return facts
