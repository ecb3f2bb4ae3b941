"""Imports a sheet of incident classes: all of it published, or a report of every bad row and nothing kept."""

from collections.abc import Callable
from datetime import datetime

import database
from reach import Reach
from registry.incident_classes import draft_class, publish_class
from registry.rules.class_sheet import ClassSheet, read_classes

Watch = Callable[[str, int, int], None]


def _unwatched(_doing: str, _done: int, _of: int) -> None:
    """Tells nobody."""


async def import_classes(
    reach: Reach, text: str, at: datetime, publisher: Reach | None = None, watch: Watch = _unwatched
) -> ClassSheet:
    """Reads a CSV and publishes its classes as of `at`; with any fault in the report nothing has been kept.

    `publisher` is the second person; an operator at the command line (the system) needs none. `watch` is
    told the class in hand, how many are done, and of how many. Raises SecondPersonRequired.
    """
    sheet = read_classes(text)
    if sheet.faults:
        return sheet
    async with database.transaction():
        for done, incident_class in enumerate(sheet.classes):
            watch(f"class {incident_class.code}", done, len(sheet.classes))
            await draft_class(reach, incident_class, at)
            await publish_class(publisher or reach, incident_class.code, at)
        watch("classes", len(sheet.classes), len(sheet.classes))
    return sheet
