"""Names, numbers and words go through the whole desk, and nothing of them is left in the open."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import asyncpg
import httpx
import pytest

import database
from desk.feedback import compose
from desk.logging import JsonLine
from dispatch.deliveries import Untold
from dispatch.waking import CHANNEL
from engine import DB
from settings import settings
from tests import builders_grid as grid
from tests.databases import CLUSTER
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import a_picture, incident_to_feedback, taken_in
from tests.pages.people import Visitors
from tests.polling import until
from tests.world import RUBBISH

NAME = "雀丝卡娜"
NUMBER = "999999194302157780"
PHONE = "13987654399"
ADDRESS = "杳冥路七十七号半"
WORDS = "鸟笼里的话 Zqx-canary-7731"
LOGIN = "zqx-typed-his-name"
SECRET = "Zqx-wrong-password-1"
CANARIES = (NAME, NUMBER, PHONE, ADDRESS, WORDS, "Zqx-canary-7731", LOGIN, SECRET, "zqx.png")
PERSON = {
    "kind": "person",
    "name": NAME,
    "number": NUMBER,
    "number_kind": "resident_id",
    "phone": PHONE,
    "address": ADDRESS,
}


@dataclass(slots=True)
class Overheard:
    """What was said where others can listen."""

    lines: list[str] = field(default_factory=list)
    notified: list[str] = field(default_factory=list)
    database_log_began: int = 0


class _Keeping(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines
        self._form = JsonLine()

    def emit(self, record: logging.LogRecord) -> None:
        # What the client of the test says of its own requests is not said by the desk.
        if not record.name.startswith(("httpx", "httpcore")):
            self._lines.append(self._form.format(record))


@pytest.fixture
async def overheard(db: str) -> AsyncIterator[Overheard]:
    found = Overheard(database_log_began=CLUSTER.log.stat().st_size)
    keeping, root = _Keeping(found.lines), logging.getLogger()
    level = root.level
    root.addHandler(keeping)
    root.setLevel(logging.DEBUG)
    listener = await asyncpg.connect(DB.config["dsn"])
    await listener.add_listener(CHANNEL, lambda *told: found.notified.append(str(told[2:])))
    yield found
    await listener.close()
    root.removeHandler(keeping)
    root.setLevel(level)


async def _through_the_desk(visitors: Visitors) -> list[str]:
    """Intake by every way, acts with words, looks, searches, failures; returns the numbers of the cases."""
    clerk = await visitors.the("clerk")
    drive = await taken_in(
        visitors,
        "clerk",
        "applications",
        an_application(subject=PERSON, agent=PERSON, description=WORDS, materials=[]),
    )
    await drive.does("clerk", "comment", text=WORDS)
    await drive.does("clerk", "notify-supplement", codes=["application"], text=WORDS)
    await drive.does("clerk", "supplement", codes=["application"], text=WORDS)
    await drive.does("handler", "sign-for")
    await drive.does("handler", "handle", text=WORDS)
    await drive.does("reviewer", "send-back", text=WORDS)
    await clerk.post(f"/api/v1/cases/{drive.case_no}/reveal", json={"purpose": "decision", "subject": True})
    for question in (NAME, PHONE, NUMBER, WORDS):
        await clerk.get("/api/v1/cases", params={"q": question})
    other = await incident_to_feedback(visitors, an_incident(subject=PERSON, description=WORDS))
    resident = visitors.stranger()
    report = {**an_incident(description=WORDS), "contact_name": NAME, "contact_phone": PHONE}
    told = (await resident.post("/api/v1/reports", json=report, headers={"idempotency-key": "one"})).json()
    await resident.post(f"/t/{told['tracking_no']}", json={"password": "000000"})
    more = await resident.post(f"/t/{told['tracking_no']}", json={"password": told["password"]})
    await _by_the_residents_pages(resident)
    await _wrong_ways(visitors, other.case_no)
    return [drive.case_no, other.case_no, more.json()["case_no"]]


async def _by_the_residents_pages(resident: httpx.AsyncClient) -> None:
    """A report with a fault and a photo, the same mended, searches, and numbers that are none."""
    at = grid.at(3.5, 3.5)
    typed = {"description": WORDS, "contact_name": NAME, "contact_phone": PHONE, "key": "canary-" + "7" * 20}
    photo = {"photos": ("zqx.png", a_picture(), "image/png")}
    refused = await resident.post("/report", data={**typed, "where": ADDRESS}, files=photo)
    assert refused.status_code == 422
    sent = {**typed, "class": RUBBISH, "lon": str(at.lon), "lat": str(at.lat)}
    assert (await resident.post("/report", data=sent, files=photo)).status_code == 201
    await resident.get("/", params={"q": NAME})
    await resident.post("/points", data={"near": ADDRESS})
    await resident.post("/progress", data={"number": NUMBER, "password": PHONE})


async def _wrong_ways(visitors: Visitors, case_no: str) -> None:
    clerk, resident = await visitors.the("clerk"), visitors.stranger()
    await resident.post("/api/v1/login", json={"login": LOGIN, "password": SECRET})
    await resident.get(f"/t/{NAME}")
    await clerk.get(f"/api/v1/cases/{NAME}")
    await clerk.get(f"/api/v1/cases/{NUMBER}")
    await clerk.post(f"/api/v1/cases/{PHONE}/acts/grant", json={"version": 1})
    await clerk.get(f"/{NAME}", params={"name": NAME})
    await clerk.post("/api/v1/applications", json=an_application(subject={**PERSON, "kind": WORDS}))
    await clerk.post("/api/v1/applications", json=an_application(subject={**PERSON, "number": NAME}))
    await clerk.post("/api/v1/incidents", json=an_incident(class_code=WORDS))
    await clerk.post(f"/api/v1/cases/{case_no}/acts/grant", json={"version": 1, "reasons": WORDS})
    await clerk.post(f"/api/v1/cases/{case_no}/acts/comment", json={"version": 999, "text": WORDS})
    form = {"case_no": case_no}
    await clerk.post("/api/v1/files", data=form, files={"file": ("zqx.png", a_picture(), "image/png")})
    await clerk.post("/api/v1/files", data=form, files={"file": ("zqx.png", WORDS.encode(), "image/png")})


async def _provoke_the_database() -> None:
    """Statements that fail with personal data among their values."""
    failing = (
        "SELECT 1 / (length($1) - length($1))",
        "INSERT INTO desk.attempts (bucket, window_start, tried) VALUES ($1, now(), 1), ($1, now(), 1)",
        "INSERT INTO dispatch.case_numbers (prefix, day, last) SELECT repeat($1, 40), now(), 1",
    )
    for statement in failing:
        for canary in CANARIES:
            with pytest.raises(asyncpg.PostgresError):
                await database.execute(statement, canary)


def _shown(texts: list[str]) -> set[str]:
    """The canaries that can be read in any of the texts, as they are, escaped, or in hexadecimal."""
    spellings = {
        canary: (canary, canary.encode().hex(), canary.encode("unicode_escape").decode())
        for canary in CANARIES
    }
    return {
        canary for canary, forms in spellings.items() if any(form in text for form in forms for text in texts)
    }


async def test_nothing_personal_is_left_in_the_open(visitors: Visitors, overheard: Overheard) -> None:
    numbers = await _through_the_desk(visitors)
    await _provoke_the_database()
    await until(lambda: _notified(overheard))

    # The test would prove nothing if it heard nothing.
    assert len(overheard.lines) > 30
    assert overheard.notified
    assert _shown(overheard.lines) == set()
    assert _shown(overheard.notified) == set()
    assert _shown(await _told_on_the_bus(numbers)) == set()
    assert await _in_the_tables() == {}
    assert _shown([_database_log(overheard)]) == set()
    assert _shown(_on_the_disk()) == set()


async def _notified(overheard: Overheard) -> bool:
    return bool(overheard.notified)


async def _told_on_the_bus(numbers: list[str]) -> list[str]:
    rows = await database.fetch("SELECT id, last_seq FROM dispatch.cases WHERE case_no = ANY($1)", numbers)
    assert len(rows) == len(numbers)
    worded = await compose("generic-json", [Untold(row["id"], 1, row["last_seq"]) for row in rows])
    return [body.decode() for one in worded for body in one.bodies]


async def _in_the_tables() -> dict[str, set[str]]:
    """Every table of every room, whole rows as text; bytes show in hexadecimal."""
    tables = await database.fetch(
        "SELECT schemaname || '.' || tablename AS name FROM pg_tables"
        " WHERE schemaname IN ('grid', 'registry', 'dispatch', 'integrations', 'desk')"
    )
    assert len(tables) > 20
    found = {}
    for table in tables:
        rows = await database.fetch(f"SELECT t::text AS row FROM {table['name']} t")
        shown = _shown([row["row"] for row in rows])
        if shown:
            found[table["name"]] = shown
    return found


def _database_log(overheard: Overheard) -> str:
    with CLUSTER.log.open("rb") as log:
        log.seek(overheard.database_log_began)
        said = log.read().decode(errors="replace")
    assert "division by zero" in said
    return said


def _on_the_disk() -> list[str]:
    return [path.read_bytes().hex() for path in settings.files_dir.rglob("*") if path.is_file()]


async def test_the_scan_finds_what_is_in_the_open(db: str) -> None:
    await database.execute(
        "INSERT INTO desk.attempts (bucket, window_start, tried) VALUES ($1, now(), 1)", NAME
    )

    assert await _in_the_tables() == {"desk.attempts": {NAME}}
