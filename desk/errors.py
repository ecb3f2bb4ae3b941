"""What can go wrong where the rooms are joined: at intake and at the faces."""


class DeskError(Exception):
    """Raised when something cannot be done at the desk; the root of this room's tree."""


class NobodyAnswers(DeskError):
    """Raised when no first responder can be found for a place: nobody is on duty and no operator appointed."""


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

    def __init__(self, roles: list[str]) -> None:
        super().__init__(f"this needs one of the posts {', '.join(sorted(roles))}")
        self.roles = roles


class MalformedBody(DeskError):
    """Raised when a body is not JSON in UTF-8."""
