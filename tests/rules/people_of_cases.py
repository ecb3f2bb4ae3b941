"""The people of the lifecycle tests, and cases brought to where a test begins."""

from dispatch.rules.application_facts import Decision, Settlement
from dispatch.rules.case_facts import MatterFacts
from dispatch.rules.change import CaseValues
from dispatch.rules.incident_facts import Done, Filing, FollowedUp, Visit
from dispatch.rules.shared_facts import Assignment, Handler, Opening, Worded
from dispatch.rules.states import Act, CaseKind, ResultCode
from reach import Role
from tests.rules.case_walk import Person, Walk

CIVIL, HEALTH = 10, 20
CLERK = Person("staff:1", Role.CLERK)
OTHER_CLERK = Person("staff:2", Role.CLERK)
RESULT_CLERK = Person("staff:3", Role.RESULT_CLERK)
HANDLER = Person("staff:11", Role.HANDLER, CIVIL)
REVIEWER = Person("staff:12", Role.REVIEWER, CIVIL)
APPROVER = Person("staff:13", Role.APPROVER, CIVIL)
LEADER = Person("staff:14", Role.LEADER, CIVIL)
HELPER = Person("staff:21", Role.HANDLER, HEALTH)
OPERATOR = Person("staff:31", Role.OPERATOR)
DISPATCHER = Person("staff:32", Role.DISPATCHER)
SUPERVISOR = Person("staff:33", Role.SUPERVISOR)
WORKER = Person("staff:41", Role.GRID_WORKER)
INSPECTOR = Person("staff:42", Role.CHECKER)
RESIDENT = Person("subject:5", Role.RESIDENT)
SYSTEM = Person("system", Role.SYSTEM)

OPINION = Worded("The file is in order.")
TO_CIVIL = Assignment(Handler(CIVIL))
ITEM = MatterFacts(listed=frozenset({"id", "form", "photo"}))
PHOTO = (900,)


def received(matter: MatterFacts = ITEM, *, complete: bool = True) -> Walk:
    """An application in the clerk's hands."""
    walk = Walk(CaseKind.APPLICATION, matter, complete)
    walk.act(Act.RECEIVE, CLERK, Opening(1, CaseValues(matter="aged-allowance", matter_version=3)))
    return walk


def accepted(matter: MatterFacts = ITEM) -> Walk:
    """An accepted application, handed to civil affairs."""
    walk = received(matter)
    walk.act(Act.ACCEPT, CLERK, TO_CIVIL)
    return walk


def in_handling(matter: MatterFacts = ITEM) -> Walk:
    """An application civil affairs has signed for."""
    walk = accepted(matter)
    walk.act(Act.SIGN_FOR, HANDLER)
    return walk


def in_approval(matter: MatterFacts = ITEM) -> Walk:
    """An application that only waits for the approver."""
    walk = in_handling(matter)
    walk.act(Act.HANDLE, HANDLER, OPINION)
    walk.act(Act.REVIEW, REVIEWER, OPINION)
    return walk


def settled(matter: MatterFacts = ITEM) -> Walk:
    """A granted and settled application."""
    walk = in_approval(matter)
    walk.act(Act.GRANT, APPROVER, Decision())
    code = ResultCode.CERTIFICATE if matter.certificate else ResultCode.OTHER
    walk.act(Act.SETTLE, HANDLER, Settlement(code))
    return walk


def reported(*, public: bool = True, urgent: bool = False) -> Walk:
    """An incident somebody has told of."""
    walk = Walk(CaseKind.INCIDENT)
    by = RESIDENT if public else WORKER
    walk.act(Act.REPORT, by, Opening(1, CaseValues(from_public=public, urgent=urgent, matter="pothole")))
    return walk


def filed(*, public: bool = False) -> Walk:
    """An incident the operator has filed."""
    walk = reported(public=public)
    if public:
        walk.act(Act.START_VERIFY, OPERATOR, Assignment(Handler(worker=WORKER.who)))
        walk.act(Act.VERIFY, WORKER, Visit(agrees=True, photos=PHOTO))
    walk.act(Act.FILE, OPERATOR, Filing("01-03", "deep", criterion_met=True))
    return walk


def at_work(*, public: bool = False) -> Walk:
    """An incident civil affairs works on."""
    walk = filed(public=public)
    walk.act(Act.DISPATCH, DISPATCHER, TO_CIVIL)
    walk.act(Act.SIGN_FOR, HANDLER)
    return walk


def fed_back(*, public: bool = False) -> Walk:
    """An incident the handler says is solved."""
    walk = at_work(public=public)
    walk.act(Act.FEEDBACK, HANDLER, Done("Filled.", after=PHOTO))
    return walk


def checked(*, public: bool = False, agrees: bool = True) -> Walk:
    """An incident an inspector has looked at after the handler."""
    walk = fed_back(public=public)
    walk.act(Act.START_CHECK, DISPATCHER, Assignment(Handler(worker=INSPECTOR.who)))
    walk.act(Act.CHECK, INSPECTOR, Visit(agrees=agrees, photos=PHOTO))
    return walk


def followed_up(*, satisfied: bool, at_fault: bool = False) -> Walk:
    """A public report whose reporter has been asked."""
    walk = checked(public=True)
    walk.act(Act.FOLLOW_UP, OPERATOR, FollowedUp(satisfied, at_fault, "It is open again."))
    return walk
