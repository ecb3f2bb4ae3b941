"""Papers scanned at the window: kept as they are chosen, sealed with the case, refused at their field."""

from datetime import UTC, datetime

import httpx
import msgspec

import database
from bench.page_forms import PageForm, form_to
from desk.drafts import KEPT
from desk.waiting_papers import forget_old_papers
from tests.pages.driving import a_picture
from tests.pages.people import Visitors
from tests.pages.test_window import an_application, an_incident, cases, error_at

PDF = b"%PDF-1.4\n%%EOF\n"
Files = list[tuple[str, tuple[str, bytes, str]]]


def scan(field: str = "file.application", name: str = "page.png") -> tuple[str, tuple[str, bytes, str]]:
    """A page as a scanner writes it."""
    return field, (name, a_picture(), "image/png")


def bill(field: str = "file.application") -> tuple[str, tuple[str, bytes, str]]:
    """A document of more pages."""
    return field, ("bill.pdf", PDF, "application/pdf")


async def sent(
    client: httpx.AsyncClient, files: Files, address: str = "/window", **changes: str
) -> httpx.Response:
    """The form with files as a browser sends it, nothing of the materials ticked."""
    fields = {**an_application(**changes), "brought": [changes["brought"]] if "brought" in changes else []}
    return await client.post("/window", data=fields, files=files, headers={"accept": "text/html"})


async def waiting() -> int:
    return int(await database.fetch_value("SELECT count(*) FROM desk.waiting_papers"))


async def test_what_is_attached_is_brought_and_kept_with_the_case(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await sent(clerk, [scan(), bill()])

    assert answer.status_code == 303, answer.text
    row = await database.fetch_row(
        "SELECT m.status, m.source, m.file_id, m.more_files, c.id, c.materials_complete"
        " FROM dispatch.case_materials m JOIN dispatch.cases c ON c.id = m.case_id WHERE code = 'application'"
    )
    assert row is not None
    assert (row["status"], row["source"], len(row["more_files"])) == ("given", "file", 1)
    owners = await database.fetch(
        "SELECT owner_kind, owner_id FROM registry.stored_file JOIN registry.owner_key USING (key_id)"
    )
    assert [tuple(one) for one in owners] == [("case", row["id"])] * 2
    told = await database.fetch_value("SELECT data->'files' FROM dispatch.journal WHERE kind = 'attached'")
    assert set(msgspec.json.decode(told)) == {row["file_id"], *row["more_files"]}
    assert await waiting() == 0


async def test_what_came_with_a_refused_form_waits_and_is_handed_in_with_the_next(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    refused = await sent(clerk, [scan(name="申请表.png")], subject_name="")

    assert refused.status_code == 422
    assert "申请表.png" in refused.text
    assert "1 KB" in refused.text
    form = form_to(refused, "/window")
    again = await form.send(clerk, None, subject_name="陈测试")
    assert again.status_code == 303, again.text
    assert await database.fetch_value("SELECT count(*) FROM registry.stored_file") == 1


async def test_a_file_that_cannot_be_taken_is_told_at_its_field_and_nothing_else_is_lost(
    visitors: Visitors,
) -> None:
    clerk = await visitors.the("clerk")
    wrong = ("file.application", ("page.png", b"<script>alert(1)</script>", "image/png"))

    answer = await sent(clerk, [wrong, bill()])

    assert answer.status_code == 422
    assert "page.png：不接受这种文件" in error_at(answer, "file.application")
    assert "bill.pdf" in answer.text
    assert form_to(answer, "/window").fields["description"] == "家中老人年满八十"
    assert await cases() == 0


async def test_a_file_is_kept_as_it_is_chosen_and_dropped_again(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    fields = {"key": "form-1", "code": "application"}

    kept = await clerk.post("/window/papers", data=fields, files=[scan()])
    twice = await clerk.post("/window/papers", data=fields, files=[scan()])

    assert (kept.status_code, twice.text.count('name="drop"')) == (200, 1)
    number = PageForm("", {"drop": [kept.text.partition('name="drop" value="')[2].partition('"')[0]]})
    gone = await clerk.post("/window/papers", data={**fields, **number.fields})
    assert 'name="drop"' not in gone.text
    assert await waiting() == 0


async def test_a_form_has_twenty_files_at_most(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    pages = [
        ("file.application", (f"{n}.pdf", PDF + b"%%%d %%%%EOF" % n, "application/pdf")) for n in range(21)
    ]

    answer = await clerk.post("/window/papers", data={"key": "form-1", "code": "application"}, files=pages)

    assert answer.status_code == 422
    assert "最多附 20 个文件" in answer.text
    assert await waiting() == 20


async def test_papers_are_their_clerks_own_and_sealed(visitors: Visitors) -> None:
    clerk, other = await visitors.the("clerk"), await visitors.the("other clerk")
    await clerk.post("/window/papers", data={"key": "form-1", "code": "application"}, files=[bill()])

    seen = await other.post("/window/papers", data={"key": "form-1", "code": "application"})

    assert "bill.pdf" not in seen.text
    row = await database.fetch_value("SELECT p::text FROM desk.waiting_papers p")
    assert b"bill.pdf".hex() not in row
    assert PDF.hex() not in row


async def test_papers_of_a_material_that_is_not_asked_for_are_not_kept(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await sent(clerk, [bill("file.nonsense")], brought="application")

    assert answer.status_code == 303, answer.text
    assert await database.fetch_value("SELECT count(*) FROM registry.stored_file") == 0
    assert await waiting() == 0


async def test_photos_of_an_incident_are_attached_to_it(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.post("/window", data=an_incident(), files=[scan("file.photos")])

    assert answer.status_code == 303, answer.text
    assert await database.fetch_value("SELECT count(*) FROM dispatch.journal WHERE kind = 'attached'") == 1


async def test_a_draft_thrown_away_takes_its_papers_along(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await clerk.post("/window/papers", data={"key": "form-1", "code": "application"}, files=[bill()])

    await clerk.post("/window/drafts/form-1/discard")

    assert await waiting() == 0


async def test_papers_nobody_hands_in_go_after_a_week_unless_their_draft_is_still_there(
    visitors: Visitors,
) -> None:
    clerk = await visitors.the("clerk")
    for key in ("form-1", "form-2"):
        await clerk.post("/window/papers", data={"key": key, "code": "application"}, files=[bill()])
    await clerk.post("/window/drafts", data=an_application(key="form-2"))

    gone = await forget_old_papers(datetime.now(UTC) + KEPT)

    assert (gone, await waiting()) == (1, 1)
