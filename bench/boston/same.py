"""Compares what the pages made of rows with what the intake made of the very same ones, row by row."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import database
from bench.boston import commands, score
from bench.boston.notes import Note, kept
from bench.boston.scoring import Label, Stored, scores
from bench.boston.through_pages import WAYS, sample


def differing(rows: list[Label], here: Mapping[str, Stored], there: Mapping[str, Stored]) -> list[str]:
    """The references of rows of which two ways do not know the same: areas, zones, handler, or a person.

    A row that both refused is the same.
    """
    references = [row["CASE_ENQUIRY_ID"] for row in rows]
    return [one for one in references if here.get(one) != there.get(one)]


def told(way: str, rows: list[Label], here: dict[str, Stored], there: Mapping[str, Stored]) -> bool:
    """Prints how a way agrees with the labels and with the intake; returns whether it is the same answer."""
    sys.stdout.write(f"{way}: {len(rows)} rows, {len(here)} cases\n")
    for one, other in zip(scores(rows, here), scores(rows, there), strict=True):
        sys.stdout.write(f"  {one.name:<44} {one.right:>5} of {one.of:>5} = {one.share:7.2%}")
        sys.stdout.write(f"  (the intake {other.right})\n")
    others = differing(rows, here, there)
    sys.stdout.write(f"  the same answer as the intake's: {len(rows) - len(others)} of {len(rows)}\n")
    for reference in others[:20]:
        sys.stdout.write(f"    {reference}: {here.get(reference)} and {there.get(reference)}\n")
    # With answers dealt out to other rows the comparison must fail.
    dealt = dealt_out(rows, here)
    sys.stdout.write(f"  with answers of other rows: {len(rows) - len(differing(rows, dealt, there))}\n")
    return not others


def dealt_out(rows: list[Label], found: Mapping[str, Stored]) -> dict[str, Stored]:
    """Every row's answer given to the row after it."""
    names = [row["CASE_ENQUIRY_ID"] for row in rows if row["CASE_ENQUIRY_ID"] in found]
    return {
        one: replace(found[other], reference=one)
        for one, other in zip(names, names[1:] + names[:1], strict=True)
    }


def numbers_by_way(rows: list[Label], notes: list[Note]) -> dict[str, dict[str, str]]:
    """For each way which row a number was told for, of these rows only."""
    wanted = {row["CASE_ENQUIRY_ID"] for row in rows}
    here = [one for one in notes if one.number and one.reference in wanted]
    return {way: {one.number: one.reference for one in here if one.way == way} for way in WAYS}


async def _main(asked: argparse.Namespace) -> int:
    rows = sample(score.replayed(asked.file), asked.sample)
    await database.open_pool(2)
    try:
        intake = await score.stored(commands.SERVICE)
        equal = [
            told(way, rows, await score.stored_as(numbers), intake)
            for way, numbers in numbers_by_way(rows, kept(asked.notes)).items()
        ]
    finally:
        await database.close_pool()
    return 0 if all(equal) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.boston.same")
    parser.add_argument("file", type=Path)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=1500)
    sys.exit(asyncio.run(_main(parser.parse_args())))
