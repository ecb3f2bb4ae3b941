"""Who may open which page and send which form, written by hand; `/api/v1` has a table of its own."""

from reach import Role
from tests.pages.route_table import STAFF

# What anybody may open or send who is not signed in.
OPEN_PAGES = frozenset({"GET /login", "POST /login", "GET /preferences"})
DOORS: dict[str, frozenset[Role]] = {
    "GET /account": STAFF,
    "POST /account/password": STAFF,
    "POST /account/second-factor": STAFF,
    "POST /account/second-factor/confirm": STAFF,
    "POST /account/second-factor/remove": STAFF,
    "GET /bus": frozenset({Role.BUS_DESK}),
    "GET /bus/refused/{subscriber}/{case_no}": frozenset({Role.BUS_DESK}),
    "POST /bus/refused/{subscriber}/{case_no}": frozenset({Role.BUS_DESK}),
    "POST /bus/refused/{subscriber}": frozenset({Role.BUS_DESK}),
    "POST /logout": STAFF,
    "POST /session/stay": STAFF,
}
