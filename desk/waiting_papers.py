"""Papers scanned at the window while its form is filled in: sealed, the clerk's own, gone with the form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import asyncpg

import chain
import database
from desk.drafts import KEPT
from desk.sealed_for_a_while import seal, unseal
from grid.city import City
from reach import Reach
from registry.errors import UploadRefused
from registry.files import checked
from registry.keys import keyed_index
from registry.uploads import Capture, Checked, Upload

MOST = 20  # of one form
MOST_WAITING = 100  # of one clerk's forms together, a few megabytes each
LONGEST_NAME = 100
_COLUMNS = "desk.waiting_papers|content", "desk.waiting_papers|name"

_COUNT = """
SELECT count(*) FILTER (WHERE form_key = $2) AS here, count(*) AS all FROM desk.waiting_papers
WHERE staff_id = $1
"""
# The same page sent twice, as by going back, is one page.
_KEEP = """
INSERT INTO desk.waiting_papers
    (staff_id, form_key, code, mark, name, content, media_type, size, width, height, kept_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (staff_id, form_key, code, mark) DO UPDATE SET kept_at = excluded.kept_at
"""
_OF_FORM = """
SELECT id, code, name, media_type, size FROM desk.waiting_papers WHERE staff_id = $1 AND form_key = $2
ORDER BY id
"""
_DROP = "DELETE FROM desk.waiting_papers WHERE staff_id = $1 AND form_key = $2 AND id = $3"
_TAKE = """
DELETE FROM desk.waiting_papers WHERE staff_id = $1 AND form_key = $2
RETURNING id, code, content, media_type, width, height
"""
_FORGET = "DELETE FROM desk.waiting_papers WHERE staff_id = $1 AND form_key = $2"
# A draft that is still worked on keeps its papers.
_SWEEP = """
DELETE FROM desk.waiting_papers paper WHERE kept_at < $1 AND NOT EXISTS (
    SELECT 1 FROM desk.drafts draft WHERE draft.staff_id = paper.staff_id AND draft.key = paper.form_key)
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that waits for its form: of which material, under what name it came, how large (bytes) it is."""

    id: int
    code: str
    name: str = field(repr=False)
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """Where a paper belongs: the clerk's form by its key, and the material by its code."""

    form_key: str
    code: str


async def keep_paper(reach: Reach, at: Page, upload: Upload, city: City) -> None:
    """Looks into a file and puts it aside for the form, as long as drafts are kept.

    Takes what `registry.files.store_file` takes. Raises UploadRefused, with `too_many` for more than a form
    or a clerk may have waiting. Must not run in a transaction.
    """
    staff = int(reach.who)
    waiting = await database.fetch_row(_COUNT, staff, at.form_key)
    if waiting is not None and (waiting["here"] >= MOST or waiting["all"] >= MOST_WAITING):
        raise UploadRefused("too_many", f"{MOST} files of a form wait at most")
    sound = await checked(upload, city.zone)
    content, name = (
        seal(plain, _place(column, reach, at.form_key))
        for plain, column in zip((sound.content, upload.name[-LONGEST_NAME:].encode()), _COLUMNS, strict=True)
    )
    mark = keyed_index("waiting paper", chain.sm3(sound.content).hex())
    await database.execute(
        _KEEP, staff, at.form_key, at.code, mark, name, content,
        sound.media_type, len(sound.content), sound.width, sound.height, datetime.now(UTC),
    )  # fmt: skip


async def papers_of(reach: Reach, form_key: str) -> tuple[Paper, ...]:
    """What waits for one of this clerk's forms, in the order in which it came."""
    rows = await database.fetch(_OF_FORM, int(reach.who), form_key)
    return tuple(_paper(row, reach, form_key) for row in rows)


def _paper(row: asyncpg.Record, reach: Reach, form_key: str) -> Paper:
    name = unseal(row["name"], _place(_COLUMNS[1], reach, form_key)).decode()
    return Paper(row["id"], row["code"], name, row["media_type"], row["size"])


async def drop_paper(reach: Reach, form_key: str, paper_id: int) -> None:
    """Throws one of them away, if it is there."""
    await database.execute(_DROP, int(reach.who), form_key, paper_id)


async def take_papers(reach: Reach, form_key: str) -> Sequence[tuple[str, Checked]]:
    """Each with the code of its material; they wait no more once the caller's transaction commits."""
    rows = await database.fetch(_TAKE, int(reach.who), form_key)
    place = _place(_COLUMNS[0], reach, form_key)
    return [
        (
            row["code"],
            Checked(row["media_type"], unseal(row["content"], place), row["width"], row["height"], Capture()),
        )
        for row in sorted(rows, key=lambda row: row["id"])
    ]


async def forget_papers(reach: Reach, form_key: str) -> None:
    """Throws away what waits for a form that nobody wants any more."""
    await database.execute(_FORGET, int(reach.who), form_key)


async def forget_old_papers(now: datetime) -> int:
    """Removes papers whose form was never handed in, after as long as drafts are kept; returns how many."""
    return await database.execute(_SWEEP, now - KEPT)


def _place(column: str, reach: Reach, form_key: str) -> str:
    return f"{column}|{reach.actor}|{form_key}"
