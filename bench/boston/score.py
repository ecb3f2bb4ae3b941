"""Prints how a replay agrees with the labels of the file, and how it agrees with shuffled ones."""

import argparse
import asyncio
import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import asyncpg

import database
from bench.boston.confusion import by_type, write
from bench.boston.scoring import Label, Share, Stored, scores

SINCE = "07/01"  # month and day of OPEN_DT; the file holds one year
# Only what stands in the database counts: the routing that was kept and the point that was stored.
_STORED = """
SELECT c.external_ref, c.tracking_no, c.case_no, r.area_path, body.code AS handler,
    r.border->>'outcome' AS outcome,
    EXISTS (SELECT 1 FROM dispatch.tasks t WHERE t.case_id = c.id) AS has_task,
    (SELECT array_agg(a.code) FROM grid.areas a
     WHERE a.edition_id = r.edition_id AND a.is_lowest AND ST_Intersects(a.geom, p.geom)) AS areas,
    (SELECT min(z.code) FROM grid.overlays z WHERE z.edition_id = r.edition_id
     AND z.overlay = 'police_district' AND ST_Intersects(z.geom, p.geom)) AS police_district,
    (SELECT min(z.code) FROM grid.overlays z WHERE z.edition_id = r.edition_id
     AND z.overlay = 'ward' AND ST_Intersects(z.geom, p.geom)) AS ward
FROM dispatch.cases c
JOIN dispatch.places p ON p.case_id = c.id
JOIN LATERAL (SELECT * FROM dispatch.routings r WHERE r.case_id = c.id ORDER BY r.id LIMIT 1) r ON true
LEFT JOIN registry.department body ON body.id = (r.route->'handler'->>'department_id')::bigint
"""
_OF_SERVICE = f"{_STORED} WHERE c.external_source = $1"
_OF_NUMBERS = f"{_STORED} WHERE c.tracking_no = ANY($1) OR c.case_no = ANY($1)"
_WORST = 12  # types that are printed
_LABELS = ("police_district", "ward", "precinct", "QUEUE")


def replayed(path: Path, every: int = 1) -> list[Label]:
    """The rows of the second half-year, or each `every`th row of the file that lies in it."""
    return list(_second_half(path, every))


def _second_half(path: Path, every: int) -> Iterator[Label]:
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if number % every == 0 and row["OPEN_DT"][:5] >= SINCE:
                yield row


def shuffled(rows: list[Label], seed: int = 7) -> list[Label]:
    """The rows with their labels dealt out among them anew."""
    dealt = list(rows)
    Random(seed).shuffle(dealt)
    return [
        {**row, **{name: other[name] for name in _LABELS}} for row, other in zip(rows, dealt, strict=True)
    ]


async def stored(source: str) -> dict[str, Stored]:
    """What the desk keeps of every case a service handed in, by the service's reference."""
    rows = await database.fetch(_OF_SERVICE, source)
    return {row["external_ref"]: _kept(row["external_ref"], row) for row in rows}


async def stored_as(references: Mapping[str, str]) -> dict[str, Stored]:
    """The same of cases by the numbers people were told; `references` says which row each is."""
    rows = await database.fetch(_OF_NUMBERS, list(references))
    named = [(references.get(row["tracking_no"]) or references[row["case_no"]], row) for row in rows]
    return {reference: _kept(reference, row) for reference, row in named}


def _kept(reference: str, row: asyncpg.Record) -> Stored:
    own = row["area_path"].rstrip("/").rsplit("/", 1)[-1]
    others = [code for code in row["areas"] or () if code != own]
    return Stored(
        reference,
        (own, *others),
        row["police_district"] or "",
        row["ward"] or "",
        row["handler"] or "",
        row["outcome"] == "TO_PERSON" and not row["has_task"],
    )


def told(rows: list[Label], found: dict[str, Stored]) -> tuple[Share, ...]:
    """Prints the figures with the real labels and with shuffled ones; returns the real ones."""
    figures = scores(rows, found)
    sys.stdout.write(f"{len(rows)} rows of the second half-year, {len(found)} cases\n")
    sys.stdout.writelines(f"  {figure}\n" for figure in figures)
    sys.stdout.write("the same with the labels shuffled among the rows\n")
    for figure in scores(shuffled(rows), found)[1:5]:
        sys.stdout.write(f"  {figure.name:<44} {figure.share:7.2%}\n")
    return figures


def told_by_type(rows: list[Label], found: dict[str, Stored], report: Path) -> None:
    """Prints the types with the most wrong rows and writes all of them to the report."""
    types = by_type(rows, found)
    write(types, report)
    sys.stdout.write(f"by type, the {_WORST} with the most wrong rows; all {len(types)} in {report}\n")
    for one in types[:_WORST]:
        (recorded, given), count = one.pairs[0]
        sys.stdout.write(f"  {one.name:<40} {one.wrong:>5} wrong of {one.rows:>5} ({one.share:.1%} right)\n")
        sys.stdout.write(f"    {count} recorded as {recorded}, given to {given}\n")


async def _main(path: Path, source: str, report: Path | None) -> int:
    await database.open_pool(2)
    try:
        found = await stored(source)
    finally:
        await database.close_pool()
    rows = replayed(path)
    figures = told(rows, found)
    if report is not None:
        told_by_type(rows, found, report)
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.boston.score")
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", default="boston-replay")
    parser.add_argument("--types", type=Path, help="where the confusion by type is written")
    asked = parser.parse_args()
    sys.exit(asyncio.run(_main(asked.file, asked.source, asked.types)))
