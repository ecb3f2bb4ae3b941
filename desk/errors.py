"""What can go wrong where the rooms are joined: at intake and at the faces."""

from dataclasses import dataclass
from datetime import datetime


class DeskError(Exception):
    """Raised when something cannot be done at the desk; the root of this room's tree."""


class BrokenOff(DeskError):
    """Raised when a sender goes away before the whole of his request has come."""


class NobodyAnswers(DeskError):
    """Raised when no first responder can be found for a place: nobody on duty, no operator."""


class DuplicateReference(DeskError):
    """Raised when a service hands in a case under a reference it has used before."""

    def __init__(self, source: str, reference: str) -> None:
        super().__init__(f"{source} has handed in {reference} already")
        self.source, self.reference = source, reference


class PlaceMissing(DeskError):
    """Raised when a case has no place, or more than one."""


class SubjectMissing(DeskError):
    """Raised when an application names nobody who applies."""


class NotSignedIn(DeskError):
    """Raised when a route needs somebody who is signed in and nobody is."""


class CsrfTokenMissing(DeskError):
    """Raised when a session's cookie comes without the token that shows our own page sent the request."""


class RoleNeeded(DeskError):
    """Raised when somebody signed in holds none of the roles a route is for; names them."""

    def __init__(self, needed: list[str]) -> None:
        super().__init__(f"this needs one of the posts {', '.join(sorted(needed))}")
        self.needed = sorted(needed)


class StillOpen(DeskError):
    """Raised when something is to be erased that people still work on; names the cases."""

    def __init__(self, case_numbers: list[str]) -> None:
        super().__init__(f"still open: {', '.join(case_numbers)}; end them first")
        self.case_numbers = tuple(case_numbers)


class MalformedBody(DeskError):
    """Raised when a body is not JSON in UTF-8."""


class DemoElsewhere(DeskError):
    """Raised when a demo is asked by another address than loopback and nobody allowed it that."""


class PasswordTooOld(DeskError):
    """Raised when somebody whose password is too old wants anything but to change it."""


class AccountNotForYou(DeskError):
    """Raised when an account is not this administrator's to change; the root of the two below."""


class SeparatedAccount(AccountNotForYou):
    """Raised when one of the three separated administrators would get hold of another's account."""


class OwnAccount(AccountNotForYou):
    """Raised when an administrator would dismiss himself, or change his own account or posts as one."""


class LoginRefused(DeskError):
    """Raised when login and password do not go together; never says which of the two is wrong."""


class KeyUsedOtherwise(DeskError):
    """Raised when an idempotency key comes again with another request."""


class UnknownProgress(DeskError):
    """Raised when number and password do not go together; never says which of the two is wrong."""


@dataclass(frozen=True, slots=True)
class Since:
    """One thing that happened to a case since somebody looked: what, when (UTC), and by whom."""

    seq: int
    kind: str
    at: datetime
    actor: str


class MovedOn(DeskError):
    """Raised when somebody else acted first; carries the present version and what happened since."""

    def __init__(self, present: int, since: tuple[Since, ...]) -> None:
        super().__init__(f"the case is at version {present} by now")
        self.present, self.since = present, since


class UnknownAsset(DeskError):
    """Raised when a page names a file for browsers that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no file {name} in static/, nor among those made at set-up")
        self.name = name


class AssetsNotMade(DeskError):
    """Raised when a front-end file of others is missing or is another than the one listed."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"the front-end file {name} {fault}; run bin/setup")
        self.name = name
