"""What can go wrong with work: cases, tasks, responsibilities, rosters and the rows that tell of them."""


class DispatchError(Exception):
    """Raised when something about work cannot be done; the root of this room's tree."""


class MalformedResponsibility(DispatchError):
    """Raised when a responsibility row, or a part of one, cannot mean anything."""


class TimeError(DispatchError):
    """Raised when a calendar or a time limit cannot be what it is said to be; the root of that branch."""


class NaiveTime(TimeError):
    """Raised when an instant without a time zone reaches a rule about time."""


class CalendarRefused(TimeError):
    """Raised when the stored form of a calendar or of a year's notice has faults; carries all of them."""

    def __init__(self, faults: tuple[tuple[str, str, str], ...]) -> None:
        """`faults`: (JSON pointer, code, detail), in the order of the document."""
        super().__init__(
            "; ".join(f"{pointer or '/'}: {code} {detail}".rstrip() for pointer, code, detail in faults)
        )
        self.faults = faults


class AllowanceRefused(TimeError):
    """Raised when an allowance is not positive, not a whole number of its unit, or absurdly long."""


class ExtensionInOtherUnit(TimeError):
    """Raised when an extension is counted in another unit than the limit it extends."""


class PauseEndsBeforeItBegins(TimeError):
    """Raised when a pause is said to end before it begins."""


class LimitTooLong(TimeError):
    """Raised when a limit would run out more than twenty years after its start."""


class OtherCalendar(TimeError):
    """Raised when a derivation is to be checked against a calendar (or version) it was not made with."""


class ActRefused(DispatchError):
    """Raised when somebody may not do this act to this case now; the root of all refusals of an act."""


class ActNotAllowed(ActRefused):
    """Raised when the lifecycle knows no such act in the state the case is in."""

    def __init__(self, state: str, act: str) -> None:
        super().__init__(f"{act} is not possible while the case is {state}")
        self.state, self.act = state, act


class RoleMayNot(ActRefused):
    """Raised when none of the roles a person holds over the case may do the act."""

    def __init__(self, act: str, roles: tuple[str, ...]) -> None:
        super().__init__(f"{act} needs another role than {', '.join(roles) or 'none'}")
        self.act, self.roles = act, roles


class SamePersonMayNot(ActRefused):
    """Raised when somebody would judge his own work: who handles, reviews, approves, checks, closes."""

    def __init__(self, act: str, did: str) -> None:
        super().__init__(f"who {did} the case may not {act} it")
        self.act, self.did = act, did


class NotYourTask(ActRefused):
    """Raised when the task belongs to another department or worker, or to nobody that was asked."""

    def __init__(self, act: str, task_id: int | None) -> None:
        super().__init__(
            f"{act}: no open task of yours" if task_id is None else f"{act}: task {task_id} is not yours"
        )
        self.act, self.task_id = act, task_id


class FactMissing(ActRefused):
    """Raised when an act lacks a fact it needs, or has one that cannot be; names the field and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


class TooEarly(ActRefused):
    """Raised when an act waits for a time that has not come."""


class TooLate(ActRefused):
    """Raised when the time in which an act was possible is over."""


class NotForThisMatter(ActRefused):
    """Raised when the item or class of the case does not provide for the act."""


class SupplementAskedAlready(ActRefused):
    """Raised when a second notice asks for what an earlier one could have asked for; to be recorded."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(f"asked for before: {', '.join(codes)}")
        self.codes = codes


class VerifyFirst(ActRefused):
    """Raised when a report of the public is to be filed that nobody has looked at on the spot."""


class ReturnNotOpen(ActRefused):
    """Raised when a task may not be returned: ruled by an arbiter or refused before."""


class BouncedBack(ReturnNotOpen):
    """Raised when work would go straight back to whoever has just given it back."""


class NeedsArbiter(ActRefused):
    """Raised when a third return or a second extension is answered by somebody who may not rule on it."""


class OthersStillAtWork(ActRefused):
    """Raised when the lead wants to finish while a co-handler has not fed back."""


class SupervisionUnanswered(ActRefused):
    """Raised when a case with an unanswered order of supervision is to be closed."""


class NotReadyToClose(ActRefused):
    """Raised when an incident is to be closed before its check agreed or its reporter was asked."""


class AlreadyDone(ActRefused):
    """Raised when an act that happens once has happened: an extension, a rating, an answer."""


class NotVisible(DispatchError):
    """Raised when a case does not exist or lies outside the reach; nobody is told which of the two."""


class StaleVersion(DispatchError):
    """Raised when somebody else acted first; carries the version the case has now."""

    def __init__(self, expected: int, present: int) -> None:
        super().__init__(f"the case has moved on from version {expected} to {present}")
        self.expected, self.present = expected, present


class ClockMissing(DispatchError):
    """Raised when an act changes a clock that the case does not have or that cannot be so changed."""


class QueueError(DispatchError):
    """Raised when background work cannot be handed out or done; the root of that branch."""


class CannotBeDone(QueueError):
    """Raised by a job that no further try can help; it is set aside for a person to see."""


class LineInClear(DispatchError):
    """Raised when a subscriber of the bus shall be told over a line that others can read."""


class FeedRestarted(DispatchError):
    """Raised when the journal stands in another cluster than its readers' cursors: they mean nothing."""


class BusDeskOnly(DispatchError):
    """Raised when somebody other than the bus desk asks for refused deliveries or their replay."""


class ResponsibilityError(DispatchError):
    """Raised when a responsibility list cannot be changed, published or found; the root of that branch."""


class NoResponsibilitiesPublished(ResponsibilityError):
    """Raised when work is to be routed before any responsibility list has been published."""


class UnknownResponsibilityEdition(ResponsibilityError):
    """Raised when there is no edition of the responsibility list with this id or number."""


class ResponsibilitiesNotDraft(ResponsibilityError):
    """Raised when an edition that is or was published is to be changed, discarded or published again."""


class ResponsibilitiesChanged(ResponsibilityError):
    """Raised when a draft was changed while it was being proven; prove and publish it again."""


class SecondPersonNeeded(ResponsibilityError):
    """Raised when somebody wants to publish a draft he wrote at himself."""


class NothingToProve(ResponsibilityError):
    """Raised when a list is to be proven for no matter or no place at all, which would prove nothing."""


class DutyNotProven(ResponsibilityError):
    """Raised when publication is refused; carries the offending pairs and rows, and their number."""

    def __init__(self, faults: tuple[tuple[str, str, str], ...], total: int) -> None:
        """`faults`: (JSON pointer, code, detail); the first so many of `total`."""
        super().__init__(
            "; ".join(f"{pointer}: {code} {detail}".rstrip() for pointer, code, detail in faults[:5])
        )
        self.faults, self.total = faults, total


class UnknownDuty(DispatchError):
    """Raised when there is no such duty on the roster, or it has ended before the moment given."""


class UnknownCalendar(DispatchError):
    """Raised when no calendar, or no such version of it, has been installed."""


class UnknownMatter(DispatchError):
    """Raised when no item or incident class of this code is published."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no item or incident class {code!r} is published")
        self.code = code


class UnknownSituation(UnknownMatter):
    """Raised when an incident class is published, but has no such situation."""
