"""Makes the sheet of incident classes of Boston's request types, with the limits the city sets itself."""

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from statistics import median

COLUMNS = ("code", "name", "limit_amount", "limit_unit", "major", "needs_verification")
_MAJOR = "Requests"  # the city has no classes above its types
_USUAL = 10  # days, for types that never had a target
_FORM = "%m/%d/%Y %I:%M:%S %p"


def write_classes(requests: Path, sheet: Path, until: datetime) -> int:
    """Writes one class for each type there is and returns how many.

    Read are the type of every row (a city knows what it is asked for), and of rows before `until` (local,
    naive) when they were opened and should have been done: the limit is the usual time between, in whole
    days. Nothing is read of who handled what, or of the office it belongs to.
    """
    kinds: set[str] = set()
    days: defaultdict[str, list[float]] = defaultdict(list)
    with requests.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kinds.add(row["TYPE"])
            opened = datetime.strptime(row["OPEN_DT"], _FORM)  # noqa: DTZ007 - local times, compared only
            if row["TARGET_DT"].strip() and opened < until:
                target = datetime.strptime(row["TARGET_DT"], _FORM)  # noqa: DTZ007
                days[row["TYPE"]].append((target - opened).total_seconds() / 86_400)
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for kind in sorted(kinds):
            limit = max(1, round(median(days[kind]))) if days[kind] else _USUAL
            # The hot line's own staff looked at these before they stood in the file.
            writer.writerow((kind, kind, limit, "CALENDAR_DAY", _MAJOR, "no"))
    return len(kinds)
