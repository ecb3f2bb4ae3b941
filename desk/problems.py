"""Every error a caller can meet: its status, its code (the end of `/problems/<code>`) and its title."""

from dataclasses import dataclass

import asyncpg

from desk import errors as desk
from desk.attempts import TooManyAttempts
from desk.input_errors import InvalidInput
from dispatch import errors as dispatch
from dispatch.present import NotADemo
from grid import errors as grid
from registry import errors as registry


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem (RFC 9457): `type` is `/problems/<code>`, `title` is the same for all of its kind."""

    status: int
    code: str
    title: str

    @property
    def type(self) -> str:
        """The address of the kind, relative to the desk."""
        return f"/problems/{self.code}"


INTERNAL = Problem(500, "internal", "Something went wrong on our side")
NOT_FOUND = Problem(404, "not-found", "There is no such thing, or it lies outside your reach")

# An error is answered as the nearest of its classes that stands here.
PROBLEMS: dict[type[Exception], Problem] = {
    # the request
    InvalidInput: Problem(422, "invalid-input", "The request has faults"),
    desk.MalformedBody: Problem(400, "malformed-body", "The body cannot be read"),
    # Nobody hears it: so the log tells what is no failure of ours, by the status others use for this too.
    desk.BrokenOff: Problem(499, "broken-off", "The sender went away before the whole request had come"),
    desk.NotSignedIn: Problem(401, "not-signed-in", "Sign in first"),
    desk.LoginRefused: Problem(401, "login-refused", "Login or password is wrong"),
    desk.DemoElsewhere: Problem(403, "demo-elsewhere", "This demo answers its own machine only"),
    desk.PasswordTooOld: Problem(403, "password-too-old", "Change your password first"),
    desk.SeparatedAccount: Problem(409, "separated-account", "Administrators do not change each other"),
    desk.OwnAccount: Problem(409, "own-account", "Another administrator has to do this to your account"),
    desk.CsrfTokenMissing: Problem(403, "csrf-token-missing", "The token of the session is missing"),
    desk.RoleNeeded: Problem(403, "role-needed", "Your posts do not include this"),
    desk.KeyUsedOtherwise: Problem(422, "idempotency-key-reused", "The key belongs to another request"),
    desk.UnknownProgress: Problem(404, "unknown-number", "The number or password is not known"),
    desk.NobodyAnswers: Problem(503, "nobody-answers", "Nobody is on duty for this place"),
    desk.DuplicateReference: Problem(409, "duplicate-reference", "This reference was handed in before"),
    desk.PlaceMissing: Problem(422, "place-missing", "A case has exactly one place"),
    desk.SubjectMissing: Problem(422, "subject-missing", "An application names who applies"),
    desk.StillOpen: Problem(409, "still-open", "What people still work on is not erased"),
    desk.MovedOn: Problem(409, "stale-version", "Somebody else acted first"),
    TooManyAttempts: Problem(429, "too-many-attempts", "Too many attempts"),
    NotADemo: Problem(403, "not-a-demo", "Only a demo's clock can be set"),
    # cases
    dispatch.NotVisible: NOT_FOUND,
    dispatch.StaleVersion: Problem(409, "stale-version", "Somebody else acted first"),
    dispatch.ActRefused: Problem(409, "act-refused", "The act is not possible now"),
    dispatch.ActNotAllowed: Problem(409, "act-not-allowed", "The case is not in a state for this act"),
    dispatch.RoleMayNot: Problem(403, "role-may-not", "Your posts over this case do not include the act"),
    dispatch.SamePersonMayNot: Problem(403, "same-person-may-not", "Nobody judges his own work"),
    dispatch.NotYourTask: Problem(403, "not-your-task", "The task is not yours"),
    dispatch.FactMissing: Problem(422, "fact-missing", "The act lacks a fact, or has one that cannot be"),
    dispatch.TooEarly: Problem(409, "too-early", "The time for this has not come"),
    dispatch.TooLate: Problem(409, "too-late", "The time for this is over"),
    dispatch.NotForThisMatter: Problem(409, "not-for-this-matter", "The matter does not provide for this"),
    dispatch.SupplementAskedAlready: Problem(
        409, "asked-already", "A supplement notice lists everything at once"
    ),
    dispatch.VerifyFirst: Problem(409, "verify-first", "Somebody has to look first"),
    dispatch.ReturnNotOpen: Problem(409, "return-not-open", "The task may not be returned"),
    dispatch.BouncedBack: Problem(409, "bounced-back", "The work has just come from there"),
    dispatch.NeedsArbiter: Problem(403, "needs-arbiter", "An arbiter has to rule"),
    dispatch.OthersStillAtWork: Problem(409, "others-still-at-work", "A helper has not fed back"),
    dispatch.SupervisionUnanswered: Problem(409, "supervision-unanswered", "An order waits for its answer"),
    dispatch.NotReadyToClose: Problem(409, "not-ready-to-close", "The case cannot be closed yet"),
    dispatch.AlreadyDone: Problem(409, "already-done", "This happens once and has happened"),
    dispatch.BusDeskOnly: Problem(403, "role-needed", "Your posts do not include this"),
    dispatch.NoResponsibilitiesPublished: Problem(503, "not-set-up", "The desk is not set up yet"),
    dispatch.UnknownDuty: NOT_FOUND,
    dispatch.UnknownMatter: Problem(422, "unknown-matter", "There is no such item or incident class"),
    dispatch.UnknownCalendar: Problem(503, "not-set-up", "The desk is not set up yet"),
    dispatch.CalendarRefused: Problem(422, "invalid-input", "The request has faults"),
    dispatch.DutyNotProven: Problem(422, "duty-not-proven", "Some matter would have no handler, or two"),
    # places
    grid.NoCity: Problem(503, "not-set-up", "The desk is not set up yet"),
    grid.NoEditionPublished: Problem(503, "not-set-up", "The desk is not set up yet"),
    grid.PointOutsideCity: Problem(422, "outside-the-city", "The place lies outside the city"),
    grid.PlaceNotFound: NOT_FOUND,
    grid.UnknownEdition: NOT_FOUND,
    grid.UnknownCrs: Problem(422, "unknown-crs", "The coordinate system is not stated or not known"),
    grid.BadPosition: Problem(422, "bad-position", "These numbers are no place on earth"),
    grid.BadCode: Problem(422, "bad-code", "The code is not built by its rule"),
    grid.QueryTooShort: Problem(422, "query-too-short", "The search needs more letters"),
    # people, papers, catalogue
    registry.SearchTooShort: Problem(422, "query-too-short", "The search needs more letters"),
    registry.BadNumber: Problem(422, "bad-number", "The number cannot be one of its kind"),
    registry.PhoneUnusable: Problem(422, "bad-number", "The number cannot be one of its kind"),
    registry.BadItemCode: Problem(422, "bad-code", "The code is not built by its rule"),
    registry.PurposeRequired: Problem(422, "purpose-required", "Opening personal data needs a purpose"),
    registry.NameUnusable: Problem(422, "invalid-input", "The request has faults"),
    registry.NameDiffers: Problem(422, "invalid-input", "The request has faults"),
    registry.OwnerErased: Problem(410, "erased", "This has been erased"),
    registry.UploadRefused: Problem(422, "upload-refused", "The file is not taken"),
    registry.FileMissing: NOT_FOUND,
    registry.SubjectNotFound: NOT_FOUND,
    registry.SubjectOutOfReach: NOT_FOUND,
    registry.SubjectUnidentified: Problem(422, "subject-unidentified", "A number or a phone is needed"),
    registry.StaffNotFound: NOT_FOUND,
    registry.DepartmentNotFound: NOT_FOUND,
    registry.LoginTaken: Problem(409, "login-taken", "Somebody has this login already"),
    registry.VersionNotFound: NOT_FOUND,
    registry.SeparationOfDuties: Problem(409, "separation-of-duties", "These posts exclude each other"),
    registry.DraftChanged: Problem(409, "draft-changed", "The draft is another by now"),
    registry.SecondPersonRequired: Problem(409, "second-person-required", "Another person has to do this"),
    registry.PasswordTooWeak: Problem(422, "password-too-weak", "The new password is too weak"),
    registry.DefinitionRefused: Problem(422, "invalid-input", "The request has faults"),
    registry.CaseNumbersUsedUp: Problem(503, "numbers-used-up", "No number is left for this item today"),
    # the machine
    asyncpg.PostgresConnectionError: Problem(503, "database-away", "The database cannot be reached"),
    asyncpg.CannotConnectNowError: Problem(503, "database-away", "The database cannot be reached"),
    asyncpg.AdminShutdownError: Problem(503, "database-away", "The database cannot be reached"),
    asyncpg.TooManyConnectionsError: Problem(503, "database-away", "The database cannot be reached"),
    asyncpg.SerializationError: Problem(503, "busy", "Too many acts at once; try again"),
    asyncpg.DeadlockDetectedError: Problem(503, "busy", "Too many acts at once; try again"),
    ConnectionError: Problem(503, "database-away", "The database cannot be reached"),
}

# What the web framework itself refuses, by status.
BY_STATUS: dict[int, Problem] = {
    400: Problem(400, "malformed-body", "The body cannot be read"),
    401: Problem(401, "not-signed-in", "Sign in first"),
    403: Problem(403, "role-needed", "Your posts do not include this"),
    404: NOT_FOUND,
    405: Problem(405, "method-not-allowed", "This address does not take the method"),
    406: Problem(406, "not-acceptable", "The answer cannot be given in that form"),
    413: Problem(413, "too-large", "The body is too large"),
    415: Problem(415, "unsupported-media-type", "The body is not of a kind taken here"),
    422: Problem(422, "invalid-input", "The request has faults"),
    429: Problem(429, "too-many-attempts", "Too many attempts"),
    503: Problem(503, "database-away", "The database cannot be reached"),
}

BY_CODE: dict[str, Problem] = {
    problem.code: problem for problem in (*BY_STATUS.values(), *PROBLEMS.values(), INTERNAL)
}


def problem_of(error: Exception) -> Problem | None:
    """The kind of problem an error is, or None for one nobody has foreseen."""
    for kind in type(error).__mro__:
        if kind in PROBLEMS:
            return PROBLEMS[kind]
    return None
