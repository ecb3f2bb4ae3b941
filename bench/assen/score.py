"""Compares the departments each replayed report went to with those the city names for its subcategory."""

import asyncio
import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import database
from bench.assen import commands
from bench.assen.commands import Files
from bench.assen.sheets import Category

_STORED = """
SELECT c.external_ref, lead.code AS lead,
    (SELECT array_agg(d.code) FROM jsonb_array_elements(r.route->'co_handlers') AS one
     JOIN registry.department d ON d.id = (one->>'department_id')::bigint) AS helpers,
    to_char(c.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') AS opened
FROM dispatch.cases c
JOIN LATERAL (SELECT * FROM dispatch.routings r WHERE r.case_id = c.id ORDER BY r.id LIMIT 1) r ON true
LEFT JOIN registry.department lead ON lead.id = (r.route->'handler'->>'department_id')::bigint
WHERE c.external_source = $1
"""


@dataclass(frozen=True, slots=True)
class Score:
    """Of so many reports: taken in, to all their departments and no other, opened at their moment in UTC.

    `unlearned` are those whose subcategory nobody had reported before the cut.
    """

    reports: int
    taken: int
    departments: int
    moments: int
    unlearned: int


async def score(files: Files) -> Score:
    """Reads the file's reports from the cut on and what the database made of them."""
    known = files.known()
    with files.signals.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    learned = {row["subcategory_slug"] for row in rows if row["created_at"] < commands.CUT}
    wanted = {row["id"]: row for row in rows if row["created_at"] >= commands.CUT}
    found = {row["external_ref"]: row for row in await database.fetch(_STORED, commands.SERVICE)}
    pairs = [(wanted[reference], row) for reference, row in found.items() if reference in wanted]
    return Score(
        len(wanted),
        len(pairs),
        sum(_goes_to(row["lead"], row["helpers"], known[given["subcategory_slug"]]) for given, row in pairs),
        sum(given["created_at"][:19] == row["opened"] for given, row in pairs),
        sum(given["subcategory_slug"] not in learned for given, _ in pairs),
    )


def _goes_to(lead: str | None, helpers: list[str] | None, category: Category) -> bool:
    return (lead, *sorted(helpers or ())) == (category.departments[0], *sorted(category.departments[1:]))


async def _main(given: str, out: str) -> int:
    await database.open_pool(1)
    try:
        found = await score(Files(Path(given), Path(out)))
    finally:
        await database.close_pool()
    sys.stdout.write(f"{found}\n")
    met = found.reports == found.taken == found.moments == found.departments + found.unlearned
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(*sys.argv[1:3])))
