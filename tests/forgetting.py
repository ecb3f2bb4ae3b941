"""Makes this process forget what it remembers of one test's rows, which the next test does not find."""

import sys

# Modules and what each keeps by the ids of rows, for longer than a request.
_REMEMBERED = (
    ("desk.asked_licences", "_noted"),
    ("desk.pages.window.people", "_looks"),
    ("desk.remembered_licences", "_known"),
    ("dispatch.calendar_store", "_known"),
    ("dispatch.responsibilities", "_books"),
    ("dispatch.terms", "_known"),
)


def forget() -> None:
    """Forgets all of it; a module that is not loaded remembers nothing."""
    for module, name in _REMEMBERED:
        if module in sys.modules:
            getattr(sys.modules[module], name).clear()
    if "desk.anchor_watch" in sys.modules:
        sys.modules["desk.anchor_watch"].WATCH.forget()
    if "desk.health" in sys.modules:
        sys.modules["desk.health"].LATEST.forget()
    if "desk.pages.names" in sys.modules:
        sys.modules["desk.pages.names"].forget()
    if "grid.area_search" in sys.modules:
        sys.modules["grid.area_search"]._kept.edition = 0
