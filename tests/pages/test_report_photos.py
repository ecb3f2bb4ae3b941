"""Photos of residents: looked into, made small, handed in once with their report or forgotten."""

import io
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from PIL import ExifTags, Image

import database
from desk import waiting_photos
from desk.waiting_photos import forget_old_photos
from grid.city import load_city
from registry.uploads import Upload
from tests.pages.bodies import an_incident
from tests.pages.people import Visitors

FORM_ADDRESS = "/api/v1/report-photos"


def a_photo(width: int = 40, height: int = 30) -> bytes:
    """A picture that says where it was taken."""
    written, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (25.0, 26.0, 3.5)
    Image.new("RGB", (width, height), (20, 120, 60)).save(written, "JPEG", exif=exif)
    return written.getvalue()


async def _send(
    resident: httpx.AsyncClient, content: bytes, name: str = "IMG.jpg", kind: str = "image/jpeg"
) -> httpx.Response:
    return await resident.post(FORM_ADDRESS, files={"file": (name, content, kind)})


async def _token(resident: httpx.AsyncClient) -> str:
    return str((await _send(resident, a_photo())).json()["token"])


async def _waiting() -> int:
    return int(await database.fetch_value("SELECT count(*) FROM desk.waiting_photos"))


async def test_a_photo_handed_in_with_a_report_belongs_to_its_case(visitors: Visitors) -> None:
    resident = visitors.stranger()
    tokens = [await _token(resident)]

    answer = await resident.post("/api/v1/reports", json=an_incident(photos=tokens))

    assert answer.status_code == 201, answer.text
    row = await database.fetch_row(
        "SELECT key.owner_kind, key.owner_id, c.id, c.last_seq FROM registry.stored_file file"
        " JOIN registry.owner_key key USING (key_id) JOIN dispatch.cases c ON c.id = key.owner_id"
    )
    assert row is not None
    assert (row["owner_kind"], row["owner_id"]) == ("case", row["id"])
    kinds = await database.fetch("SELECT kind, actor, channel FROM dispatch.journal ORDER BY seq")
    assert ("attached", f"holder:{row['id']}", "RESIDENT") in [tuple(entry) for entry in kinds]
    assert await _waiting() == 0


async def test_staff_who_see_the_case_see_the_photo_small_and_silent(visitors: Visitors) -> None:
    resident = visitors.stranger()
    told = (await _send(resident, a_photo(3000, 2000))).json()
    await resident.post("/api/v1/reports", json=an_incident(photos=[told["token"]]))
    file_id = await database.fetch_value("SELECT id FROM registry.stored_file")

    worker = await visitors.the("worker")
    seen = await worker.get(f"/api/v1/files/{file_id}")

    assert seen.status_code == 200, seen.text
    picture = Image.open(io.BytesIO(seen.content))
    assert picture.size == (1600, 1067)
    assert not picture.getexif()


async def test_a_photo_is_handed_in_once(visitors: Visitors) -> None:
    resident = visitors.stranger()
    token = await _token(resident)
    await resident.post("/api/v1/reports", json=an_incident(photos=[token]))

    again = await resident.post("/api/v1/reports", json=an_incident(photos=[token]))

    assert again.status_code == 422
    assert again.json()["errors"][0]["pointer"] == "/photos/0"


async def test_a_report_that_fails_leaves_its_photos_waiting_and_no_case(visitors: Visitors) -> None:
    resident = visitors.stranger()
    token = await _token(resident)

    answer = await resident.post("/api/v1/reports", json=an_incident(photos=[token, "no-such-token"]))

    assert answer.status_code == 422
    assert await _waiting() == 1
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 0


async def test_a_report_takes_four_photos_and_no_more(visitors: Visitors) -> None:
    resident = visitors.stranger()
    tokens = [await _token(resident) for _ in range(5)]

    too_many = await resident.post("/api/v1/reports", json=an_incident(photos=tokens))
    four = await resident.post("/api/v1/reports", json=an_incident(photos=tokens[:4]))

    assert (too_many.status_code, four.status_code) == (422, 201)


@pytest.mark.parametrize(
    ("content", "name", "kind", "status"),
    [
        (b"%PDF-1.4\n%%EOF\n", "bill.pdf", "application/pdf", 415),
        (b"<script>alert(1)</script>", "x.jpg", "image/jpeg", 415),
        (b"", "x.jpg", "image/jpeg", 422),
        (a_photo()[:200], "x.jpg", "image/jpeg", 422),
    ],
)
async def test_what_is_no_photo_is_not_taken(
    visitors: Visitors, content: bytes, name: str, kind: str, status: int
) -> None:
    answer = await _send(visitors.stranger(), content, name, kind)

    assert answer.status_code == status, answer.text
    assert await _waiting() == 0


async def test_one_source_sends_no_more_photos_than_people_do(visitors: Visitors) -> None:
    resident = visitors.stranger()

    statuses = [(await _send(resident, b"x")).status_code for _ in range(61)]

    assert statuses[59] != 429
    assert statuses[60] == 429


async def _put_aside(*senders: str) -> list[str]:
    """Tokens of photos of these senders, one after the other."""
    city, photo = await load_city(), Upload("IMG.jpg", "image/jpeg", a_photo())
    return [(await waiting_photos.keep_photo(photo, sender, city)).token for sender in senders]


async def test_of_one_senders_photos_the_oldest_gives_way(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_photos, "_MOST_OF_ONE", 2)

    first, second, other, third = await _put_aside("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.1")

    assert await waiting_photos.still_waiting([first, second, other, third]) == (second, other, third)


async def test_when_too_many_wait_whoever_has_the_most_gives_way(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_photos, "_MOST_WAITING", 4)

    tokens = await _put_aside("10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.2", "10.0.0.3")

    assert await waiting_photos.still_waiting(tokens) == (tokens[0], *tokens[2:])


async def test_the_database_knows_no_address_of_a_photo(visitors: Visitors) -> None:
    await _put_aside("10.0.0.1")

    assert b"10.0.0.1" not in await database.fetch_value("SELECT sender FROM desk.waiting_photos")


async def test_a_crowd_of_photos_is_sent_away_before_staff_wait_behind_it(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = [Upload("IMG.jpg", "image/jpeg", bytes([number])) for number in range(12)]
    monkeypatch.setattr(waiting_photos, "_looked_into", crowd)

    refused = await _send(visitors.stranger(), a_photo())
    crowd.pop()
    taken = await _send(visitors.stranger(), a_photo())

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert (taken.status_code, len(crowd)) == (201, 11)


async def test_photos_without_a_report_are_forgotten_after_two_hours(visitors: Visitors) -> None:
    await _token(visitors.stranger())
    now = datetime.now(UTC)

    kept = await forget_old_photos(now + timedelta(minutes=119))
    gone = await forget_old_photos(now + timedelta(minutes=121))

    assert (kept, gone) == (0, 1)


async def test_the_database_holds_neither_picture_nor_token(visitors: Visitors) -> None:
    token = await _token(visitors.stranger())

    row = await database.fetch_value("SELECT w::text FROM desk.waiting_photos w")

    assert token not in row
    assert token.encode().hex() not in row
    assert "ffd8ff" not in row
