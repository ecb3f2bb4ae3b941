"""The named questions lists are measured by, and what a plain reading of the tables says the answer is."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import asyncpg

from bench.cases.filling import FIRST_PERSON
from bench.cases.people import person
from desk.marks import mark
from dispatch.paging import Last

WIDE, NARROW = "supervisor.city", "clerk.zhenhai"
_HANDLER, _WATCH = "handler.municipal.licheng", "dispatcher.licheng"
_API, _FOUND = "/api/v1/cases?limit=40", "/api/v1/cases/search"
_FIRST = "SELECT id FROM dispatch.cases WHERE {which} ORDER BY coalesce(due_at, 'infinity'), id LIMIT 40"
_AREA = """
SELECT min(area_path) FROM dispatch.cases WHERE closed_at IS NULL AND area_path LIKE '350300/350304/%'
"""
_MIDDLE = """
SELECT id, due_at FROM dispatch.cases WHERE due_at IS NOT NULL ORDER BY due_at, id
OFFSET (SELECT count(*) / 2 FROM dispatch.cases WHERE due_at IS NOT NULL) LIMIT 1
"""
_OFTEN_HERE = """
SELECT subject_id FROM dispatch.cases WHERE subject_id >= $1 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: as whom, where, with what body; `right` is which cases answer it, in SQL, if plain."""

    name: str
    who: str
    path: str
    body: Mapping[str, object] | None = None
    right: str | None = None

    def is_right(self, answer: bytes, ids: list[int]) -> bool:
        """Whether an answer of the API lists just these cases in this order."""
        return [one["id"] for one in json.loads(answer)["cases"]] == ids


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody and something that is there: a lowest area, a case, a place deep in the list, a person."""

    area: str
    case_no: str
    deep: str
    number: str
    name: str
    subject: int


async def known(connection: Connection) -> Known:
    """What to ask for, the same in every database of a size."""
    area = await connection.fetchval(_AREA)
    case_no = await connection.fetchval(
        "SELECT min(case_no) FROM dispatch.cases WHERE area_path = $1 AND closed_at IS NULL", area
    )
    middle = await connection.fetchrow(_MIDDLE)
    assert middle is not None
    subject = await connection.fetchval(_OFTEN_HERE, FIRST_PERSON)
    home = await connection.fetchval("SELECT area_path FROM registry.subject WHERE id = $1", subject)
    one = person(subject, [home])
    deep: datetime = middle["due_at"]
    return Known(area, case_no, mark(Last(middle["id"], deep)), one.number or "", one.name, subject)


def questions(about: Known, spelled: Callable[[str], str]) -> list[Question]:
    """All of them; `spelled` reads a name in letters."""
    community = "/".join(about.area.split("/")[:4]) + "/"
    moment, _, number = about.deep.rpartition("~")
    after = f"(coalesce(due_at, 'infinity'), id) > ('{moment}'::timestamptz, {number})"
    street = "/".join(about.area.split("/")[:3]) + "/"
    asked = [
        Question("department inbox", _HANDLER, "/inbox"),
        Question("department inbox, overdue", _HANDLER, "/inbox?overdue=yes"),
        Question("department inbox, newest", _HANDLER, "/inbox?tray=all&order=-opened"),
        Question("board of a district", _WATCH, "/board"),
        Question("supervision", WIDE, "/supervision"),
        Question("open cases, wide", WIDE, f"{_API}&open=true", right="closed_at IS NULL"),
        Question("deep page, wide", WIDE, f"{_API}&after={about.deep.replace('+', '%2B')}", right=after),
        Question("by community, wide", WIDE, f"{_API}&area={community}",
                 right=f"starts_with(area_path, '{community}')"),
        Question("by street, open, wide", WIDE, f"{_API}&open=true&area={street}",
                 right=f"starts_with(area_path, '{street}') AND closed_at IS NULL"),
        Question("open cases, narrow", NARROW, f"{_API}&open=true"),
        Question("deep page, narrow", NARROW, f"{_API}&after={about.deep.replace('+', '%2B')}"),
        Question("case page", WIDE, f"/cases/{about.case_no}"),
    ]  # fmt: skip
    whole = f"subject_id = {about.subject}"
    for reach, who in (("wide", WIDE), ("narrow", NARROW)):
        asked.append(Question(f"overdue, {reach}", who, f"{_API}&only=overdue"))
        for name, words, right in (
            ("by number", about.case_no, f"starts_with(case_no, '{about.case_no}')"),
            ("dossier", about.number, whole),
            ("last four", about.number[-4:], None),
            ("pinyin", spelled(about.name), None),
            ("name", about.name, None),
        ):
            body = {"q": words, "limit": 40}
            asked.append(Question(f"{name}, {reach}", who, _FOUND, body, right if who == WIDE else None))
    return asked


async def check(connection: Connection, question: Question, answer: bytes) -> None:
    """Raises AssertionError where the answer is not what a plain reading of the tables gives."""
    if question.right is not None:
        rows = await connection.fetch(_FIRST.format(which=question.right))
        assert question.is_right(answer, [row["id"] for row in rows]), question.name
    assert answer, question.name
