"""Prints how a replay agrees with the labels of the file, and how it agrees with shuffled ones."""

import argparse
import asyncio
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import database
from bench.boston.scoring import Label, Share, Stored, scores

SINCE = "07/01"  # month and day of OPEN_DT; the file holds one year
# Only what stands in the database counts: the routing that was kept and the point that was stored.
_STORED = """
SELECT c.external_ref, r.area_path, body.code AS handler, r.border->>'outcome' AS outcome,
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
WHERE c.external_source = $1
"""
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
    found = {}
    for row in await database.fetch(_STORED, source):
        own = row["area_path"].rstrip("/").rsplit("/", 1)[-1]
        others = [code for code in row["areas"] or () if code != own]
        found[row["external_ref"]] = Stored(
            row["external_ref"],
            (own, *others),
            row["police_district"] or "",
            row["ward"] or "",
            row["handler"] or "",
            row["outcome"] == "TO_PERSON" and not row["has_task"],
        )
    return found


def told(rows: list[Label], found: dict[str, Stored]) -> tuple[Share, ...]:
    """Prints the figures with the real labels and with shuffled ones; returns the real ones."""
    figures = scores(rows, found)
    sys.stdout.write(f"{len(rows)} rows of the second half-year, {len(found)} cases\n")
    sys.stdout.writelines(f"  {figure}\n" for figure in figures)
    sys.stdout.write("the same with the labels shuffled among the rows\n")
    for figure in scores(shuffled(rows), found)[1:5]:
        sys.stdout.write(f"  {figure.name:<44} {figure.share:7.2%}\n")
    return figures


async def _main(path: Path, source: str) -> int:
    await database.open_pool(2)
    try:
        found = await stored(source)
    finally:
        await database.close_pool()
    return 0 if all(figure.met for figure in told(replayed(path), found)) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.boston.score")
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", default="boston-replay")
    asked = parser.parse_args()
    sys.exit(asyncio.run(_main(asked.file, asked.source)))
