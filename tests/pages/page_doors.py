"""Who may open which page and send which form, written by hand; `/api/v1` has a table of its own."""

from reach import Role
from tests.pages.route_table import STAFF, WORKING

# What anybody may open or send who is not signed in.
OPEN_PAGES = frozenset(
    {
        "GET /login",
        "POST /login",
        "GET /preferences",
        "GET /",
        "GET /points",
        "GET /guides",
        "GET /guides/{code}",
        "GET /report",
        "POST /report",
        "GET /report/places",
        "GET /progress",
        "POST /progress",
        "POST /t/{tracking_no}/details",
        "POST /t/{tracking_no}/rating",
        "POST /t/{tracking_no}/again",
    }
)
OFFICIALS = frozenset({Role.HANDLER, Role.REVIEWER, Role.APPROVER})
CLERKS = frozenset({Role.CLERK})
DOORS: dict[str, frozenset[Role]] = {
    "GET /account": STAFF,
    "POST /account/password": STAFF,
    "POST /account/second-factor": STAFF,
    "POST /account/second-factor/confirm": STAFF,
    "POST /account/second-factor/remove": STAFF,
    "GET /board": frozenset({Role.OPERATOR, Role.DISPATCHER}),
    "GET /board/live": frozenset({Role.OPERATOR, Role.DISPATCHER}),
    "GET /bus": frozenset({Role.BUS_DESK}),
    "GET /bus/refused/{subscriber}/{case_no}": frozenset({Role.BUS_DESK}),
    "POST /bus/refused/{subscriber}/{case_no}": frozenset({Role.BUS_DESK}),
    "POST /bus/refused/{subscriber}": frozenset({Role.BUS_DESK}),
    "GET /admin/items": frozenset({Role.CONTENT_ADMIN}),
    "GET /admin/items/{code}": frozenset({Role.CONTENT_ADMIN}),
    "POST /admin/items/{code}": frozenset({Role.CONTENT_ADMIN}),
    "POST /admin/items/{code}/publish": frozenset({Role.CONTENT_ADMIN}),
    "GET /supervision": frozenset({Role.SUPERVISOR, Role.LEADER}),
    "GET /inbox": OFFICIALS,
    "GET /inbox/next": OFFICIALS,
    "GET /cases": WORKING,
    "POST /cases": WORKING,
    "GET /cases/{case_no}": WORKING,
    "POST /cases/{case_no}/acts/{act}": WORKING,
    "POST /cases/{case_no}/reveal": WORKING,
    "GET /window": CLERKS,
    "POST /window": CLERKS,
    "POST /window/preview": CLERKS,
    "POST /window/places": CLERKS,
    "POST /window/matters": CLERKS,
    "GET /window/drafts": CLERKS,
    "POST /window/drafts": CLERKS,
    "POST /window/drafts/{key}/discard": CLERKS,
    "GET /window/receipts/{case_no}": CLERKS,
    "GET /window/supplements": CLERKS,
    "POST /window/supplements": CLERKS,
    "GET /window/supplements/{case_no}": CLERKS,
    "POST /window/supplements/{case_no}": CLERKS,
    "GET /window/results": frozenset({Role.RESULT_CLERK}),
    "POST /window/results": frozenset({Role.RESULT_CLERK}),
    "GET /window/results/{case_no}": frozenset({Role.RESULT_CLERK}),
    "POST /window/results/{case_no}": frozenset({Role.RESULT_CLERK}),
    "POST /logout": STAFF,
    "POST /session/stay": STAFF,
}
