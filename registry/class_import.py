"""Imports a sheet of incident classes: all of it published, or a report of every bad row and nothing kept."""

from datetime import datetime

import database
from reach import Reach
from registry.incident_classes import draft_class, publish_class
from registry.rules.class_sheet import ClassSheet, read_classes


async def import_classes(reach: Reach, text: str, at: datetime, publisher: Reach | None = None) -> ClassSheet:
    """Reads a CSV and publishes its classes as of `at`; with any fault in the report nothing has been kept.

    `publisher` is the second person; an operator at the command line (the system) needs none. Raises
    SecondPersonRequired.
    """
    sheet = read_classes(text)
    if sheet.faults:
        return sheet
    async with database.transaction():
        for incident_class in sheet.classes:
            await draft_class(reach, incident_class, at)
            await publish_class(publisher or reach, incident_class.code, at)
    return sheet
