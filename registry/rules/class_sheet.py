"""Reads a sheet of incident classes (CSV): every row's faults, or all classes."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from registry.rules.allowances import Allowance, AllowanceRefused, Unit
from registry.rules.incident_definition import IncidentClass, Situation, class_faults

REQUIRED = ("code", "name", "limit_amount", "limit_unit")
COLUMNS = (
    *REQUIRED, "name_en", "major", "major_en", "words", "situation", "situation_name", "situation_name_en",
    "filing", "closing", "check_amount", "check_unit", "urgent", "needs_verification", "level",
    "department_kind",
)  # fmt: skip
_FLAGS = {"": None, "1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one row: its line in the file (the heading is line 1), column, code, detail."""

    line: int
    column: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ClassSheet:
    """What a sheet holds; with any fault no class is to be kept. `rows` counts the rows read."""

    classes: tuple[IncidentClass, ...]
    faults: tuple[RowFault, ...]
    rows: int


class _BadCell(Exception):
    """Raised when one cell cannot be meant."""

    def __init__(self, column: str, code: str, detail: str = "") -> None:
        super().__init__(column)
        self.column, self.code, self.detail = column, code, detail


def read_classes(text: str) -> ClassSheet:
    """Reads a sheet with a heading; rows of one code are situations of one class, the first gives the rest.

    Units are WORKING_HOUR, WORKING_DAY, CALENDAR_DAY, URGENT_HOUR, URGENT_DAY; `name_en` may be left out.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    heading = tuple(reader.fieldnames or ())
    faults = [RowFault(1, column, "MISSING_COLUMN") for column in REQUIRED if column not in heading]
    faults += [RowFault(1, column or "", "UNKNOWN_COLUMN") for column in heading if column not in COLUMNS]
    if faults:
        return ClassSheet((), tuple(faults), 0)
    found: dict[str, IncidentClass] = {}
    rows = 0
    try:
        for row in reader:
            rows += 1
            faults += _take(row, reader.line_num, found)
    except csv.Error as error:
        # The dictionary reader has not yet counted the line it failed in.
        faults.append(RowFault(reader.reader.line_num, "", "NOT_CSV", str(error)))
    if not rows and not faults:
        faults.append(RowFault(1, "", "EMPTY"))
    return ClassSheet(() if faults else tuple(found.values()), tuple(faults), rows)


def _take(row: Mapping[str | None, object], line: int, found: dict[str, IncidentClass]) -> list[RowFault]:
    if None in row or None in row.values():
        return [RowFault(line, "", "TORN_ROW", "another number of cells than the heading")]
    cells = {str(column): str(cell).strip() for column, cell in row.items()}
    blank = [RowFault(line, column, "BLANK") for column in REQUIRED if not cells[column]]
    if blank:
        return blank
    try:
        read = _class(cells)
    except _BadCell as error:
        return [RowFault(line, error.column, error.code, error.detail)]
    earlier = found.get(read.code)
    merged = read if earlier is None else replace(earlier, situations=(*earlier.situations, *read.situations))
    faults = class_faults(merged)
    found[read.code] = merged
    return [RowFault(line, pointer.strip("/"), code, detail) for pointer, code, detail in faults]


def _class(cells: Mapping[str, str]) -> IncidentClass:
    name = cells["name"]
    name_en = cells.get("name_en") or name
    limit = _allowance(cells, "limit")
    if limit is None:
        raise _BadCell("limit_amount", "BLANK")
    situation = Situation(
        cells.get("situation") or "1", cells.get("situation_name") or name,
        cells.get("situation_name_en") or name_en, cells.get("filing", ""), cells.get("closing", ""), limit,
    )  # fmt: skip
    urgent, verified = _flag(cells, "urgent"), _flag(cells, "needs_verification")
    words = tuple(word.strip() for word in cells.get("words", "").split(";") if word.strip())
    return IncidentClass(
        cells["code"], name, name_en, cells.get("major", ""), cells.get("major_en", ""), (situation,),
        check=_allowance(cells, "check"), urgent=bool(urgent),
        needs_verification=True if verified is None else verified,
        management_level=cells.get("level") or "DISTRICT",
        department_kind=cells.get("department_kind") or None, everyday_words=words,
    )  # fmt: skip


def _allowance(cells: Mapping[str, str], which: str) -> Allowance | None:
    amount, unit = cells.get(f"{which}_amount", ""), cells.get(f"{which}_unit", "")
    if not amount and not unit:
        return None
    try:
        return Allowance(Decimal(amount), Unit[unit.upper()])
    except KeyError:
        raise _BadCell(f"{which}_unit", "UNKNOWN_UNIT", ", ".join(Unit.__members__)) from None
    except (InvalidOperation, AllowanceRefused) as error:
        raise _BadCell(f"{which}_amount", "BAD_AMOUNT", amount) from error


def _flag(cells: Mapping[str, str], column: str) -> bool | None:
    said = cells.get(column, "").lower()
    if said not in _FLAGS:
        raise _BadCell(column, "NOT_YES_OR_NO", said)
    return _FLAGS[said]
