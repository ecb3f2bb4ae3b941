"""Departments: who answers for what kind of matter in which area."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import database
from reach import Reach
from registry import audit
from registry.errors import DepartmentNotFound
from together import Query, Row, ask

_COLUMNS = "id, code, name, name_en, kind, level, area_path"
_BY_IDS = f"SELECT {_COLUMNS} FROM registry.department WHERE id = ANY($1::bigint[])"
_KEEP = """
INSERT INTO registry.department (code, name, name_en, kind, level, area_path) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, kind = excluded.kind,
    level = excluded.level, area_path = excluded.area_path, closed_at = NULL
RETURNING id
"""
_RESPONSIBLE = f"""
SELECT {_COLUMNS} FROM registry.department
WHERE kind = $1 AND closed_at IS NULL AND starts_with($2, area_path) AND ($3::text IS NULL OR level = $3)
ORDER BY length(area_path) DESC, id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A department to be kept; `code` is its unified social credit code, `kind` its sector (`civil_affairs`).

    `level` is CITY, DISTRICT, STREET or COMMUNITY; `area_path` the area it answers for.
    """

    code: str
    name: str
    name_en: str
    kind: str
    level: str
    area_path: str


@dataclass(frozen=True, slots=True)
class Department(NewDepartment):
    """A department as it stands."""

    id: int


async def keep_department(reach: Reach, department: NewDepartment, at: datetime) -> int:
    """Adds a department, or changes the one with that code; returns its id. Recorded in the config stream."""
    async with database.transaction():
        values = asdict(department)
        made = await database.fetch_value(_KEEP, *values.values())
        await audit.append(reach, audit.CONFIG, audit.Fact("department_kept", at, {"id": made, **values}))
    return int(made)


async def department(department_id: int) -> Department:
    """The department with this id, closed ones too; raises DepartmentNotFound."""
    found = await departments([department_id])
    if not found:
        raise DepartmentNotFound(f"no department {department_id}")
    return found[department_id]


async def departments(ids: Sequence[int]) -> dict[int, Department]:
    """The departments with these ids, closed ones too."""
    return await ask(departments_by(ids))


def departments_by(ids: Sequence[int]) -> Query[dict[int, Department]]:
    """The same, to be asked beside others."""
    return Query(_BY_IDS, (list(ids),), lambda rows: {row[0]: _read(row) for row in rows})


async def open_among(ids: Sequence[int]) -> frozenset[int]:
    """Those of these departments that are not closed."""
    rows = await database.fetch(
        "SELECT id FROM registry.department WHERE id = ANY($1) AND closed_at IS NULL", list(ids)
    )
    return frozenset(row["id"] for row in rows)


async def open_departments() -> list[Department]:
    """Every department that is not closed, in order of area and kind."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM registry.department WHERE closed_at IS NULL ORDER BY area_path, kind, id"
    )
    return [_read(row) for row in rows]


async def department_by_code(code: str) -> Department:
    """The department with this unified social credit code; raises DepartmentNotFound."""
    row = await database.fetch_row(f"SELECT {_COLUMNS} FROM registry.department WHERE code = $1", code)
    if row is None:
        raise DepartmentNotFound(f"no department with code {code}")
    return _read(row)


async def department_for(kind: str, area_path: str, level: str | None = None) -> Department | None:
    """The nearest open department of a kind that answers for a place: its own area first, then upwards."""
    row = await database.fetch_row(_RESPONSIBLE, kind, area_path, level)
    return None if row is None else _read(row)


async def close_department(reach: Reach, department_id: int, at: datetime) -> None:
    """Closes a department for new work; what it holds stays with it. Raises DepartmentNotFound."""
    async with database.transaction():
        closed = await database.execute(
            "UPDATE registry.department SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL",
            department_id,
            at,
        )
        if not closed:
            raise DepartmentNotFound(f"no open department {department_id}")
        await audit.append(reach, audit.CONFIG, audit.Fact("department_closed", at, {"id": department_id}))


def _read(row: Row) -> Department:
    department_id, code, name, name_en, kind, level, area_path = row
    return Department(code, name, name_en, kind, level, area_path, department_id)
