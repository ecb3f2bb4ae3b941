"""Photos looked at small: by whoever may open them, recorded as a look, kept by the browser a short while."""

import database
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors


async def test_a_photo_is_looked_at_small_and_kept_by_the_browser_for_this_session_alone(
    visitors: Visitors,
) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    file_id = await drive.photo("worker")

    seen = await (await visitors.the("operator")).get(f"/api/v1/files/{file_id}/small")

    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert seen.headers["cache-control"] == "private, max-age=900"
    assert "Cookie" in seen.headers["vary"]
    looks = await database.fetch("SELECT data FROM registry.audit WHERE kind = 'file_opened'")
    assert [row["data"] for row in looks] != []


async def test_there_is_no_small_picture_of_a_document(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    worker = await visitors.the("worker")
    pdf = {"file": ("a.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")}
    file_id = (await worker.post("/api/v1/files", data={"case_no": drive.case_no}, files=pdf)).json()["id"]

    assert (await worker.get(f"/api/v1/files/{file_id}/small")).status_code == 404
    assert await database.fetch_value("SELECT count(*) FROM registry.audit WHERE kind = 'file_opened'") == 0


async def test_papers_of_an_application_are_looked_at_for_a_purpose_only(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk, address = await visitors.the("clerk"), f"/api/v1/files/{await drive.photo('clerk')}/small"

    assert (await clerk.get(address)).status_code == 422
    assert (await clerk.get(address, params={"purpose": "decision"})).status_code == 200
