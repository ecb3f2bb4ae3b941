"""Reading cases over HTTP: masked, in reach only, page by page, and opened with a recorded purpose."""

import httpx
import pytest

import database
from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.driving import a_picture, taken_in
from tests.pages.people import Visitors


async def test_a_case_shows_masked_people_its_point_and_its_tasks(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    clerk = await visitors.the("clerk")

    shown = (await clerk.get(f"/api/v1/cases/{drive.case_no}")).json()

    assert shown["subject"]["name"] != PERSON["name"]
    assert PERSON["number"] not in str(shown)
    assert PERSON["phone"] not in str(shown)
    assert [task["kind"] for task in shown["tasks"]] == ["handle"]
    assert {text["field"] for text in shown["texts"]} >= {"description"}


async def test_texts_are_opened_with_a_purpose_and_the_look_is_recorded(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk = await visitors.the("clerk")
    address = f"/api/v1/cases/{drive.case_no}/reveal"

    without = await clerk.post(address, json={})
    unheard_of = await clerk.post(address, json={"purpose": "curiosity"})
    opened = await clerk.post(address, json={"purpose": "decision", "subject": True})

    assert (without.status_code, unheard_of.status_code) == (422, 422)
    assert "家中老人年满八十" in opened.json()["texts"].values()
    assert opened.json()["subject"]["number:resident_id"] == PERSON["number"]
    stream = f"access/{visitors.world.who('clerk').actor}"
    looks = await database.fetch(
        "SELECT kind, data->>'purpose' AS why FROM registry.audit WHERE stream = $1 ORDER BY seq", stream
    )
    case_id = await database.fetch_value("SELECT id FROM dispatch.cases")
    assert [(row["kind"], row["why"]) for row in looks] == [
        ("texts_opened", f"decision:{case_id}"),
        ("revealed", f"decision:{case_id}"),
    ]


async def test_texts_of_another_case_are_not_opened(visitors: Visitors) -> None:
    other = await taken_in(visitors, "clerk", "applications", an_application())
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk = await visitors.the("clerk")
    foreign = (await clerk.get(f"/api/v1/cases/{other.case_no}")).json()["texts"][0]["id"]

    opened = await clerk.post(
        f"/api/v1/cases/{drive.case_no}/reveal", json={"purpose": "decision", "texts": [foreign]}
    )

    assert opened.json()["texts"] == {}


async def test_clocks_show_every_day_counted_or_skipped(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk = await visitors.the("clerk")

    (clock,) = (await clerk.get(f"/api/v1/cases/{drive.case_no}/clocks")).json()

    assert clock["kind"] == "acceptance"
    assert {step["why"] for step in clock["derivation"]["steps"]} >= {"EVENT_DAY", "WORKDAY"}


async def test_a_routing_shows_the_rows_considered(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    worker = await visitors.the("worker")

    (routing,) = (await worker.get(f"/api/v1/cases/{drive.case_no}/routings")).json()

    assert routing["matter"] == "0102"
    assert routing["route"]


async def test_a_list_is_paged_without_a_case_lost_or_doubled(visitors: Visitors) -> None:
    numbers = {(await taken_in(visitors, "worker", "incidents", an_incident())).case_no for _ in range(5)}
    numbers |= {(await taken_in(visitors, "clerk", "applications", an_application())).case_no}
    clerk = await visitors.the("clerk")

    found, address = [], "/api/v1/cases?limit=2"
    while address:
        page = (await clerk.get(address)).json()
        found += [one["case_no"] for one in page["cases"]]
        address = (
            f"/api/v1/cases?limit=2&after={httpx.QueryParams(a=page['next'])['a']}" if page["next"] else ""
        )
        address = address.replace("+", "%2B")

    assert sorted(found) == sorted(numbers)


async def test_lists_show_only_what_is_in_reach(visitors: Visitors) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident())
    stranger = await visitors.the("stranger")

    assert (await stranger.get("/api/v1/cases")).json()["cases"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=incident", ["incident"]),
        ("kind=application", ["application"]),
        ("state=RECEIVED", ["application"]),
        ("area=350300/350303/", []),
        ("open=false", []),
        ("only=mine&kind=application", ["application"]),
        ("only=overdue", []),
        ("q=0016", ["application"]),
        ("q=陈测试", ["application"]),
        ("q=chenceshi", ["application"]),
        ("q=350304-", ["incident"]),
        ("q=999999199001010016", ["application"]),
    ],
)
async def test_lists_are_narrowed(visitors: Visitors, query: str, found: list[str]) -> None:
    subject = {**PERSON, "area_path": "350300/350304/350304001/"}
    await taken_in(visitors, "worker", "incidents", an_incident())
    await taken_in(visitors, "clerk", "applications", an_application(subject=subject))
    clerk = await visitors.the("clerk")

    answer = await clerk.get(f"/api/v1/cases?{query}")

    assert [one["kind"] for one in answer.json()["cases"]] == found


async def test_a_cursor_nobody_gave_is_refused(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    for after in ("x", "2026-01-01~1", "~-1", "2026-01-01T00:00:00~1", "0001-01-01T00:00:00+14:00~1"):
        assert (await clerk.get("/api/v1/cases", params={"after": after})).status_code == 422


async def test_every_wrong_parameter_is_told(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.get("/api/v1/cases?kind=dream&department=x&open=perhaps")

    pointers = {one["pointer"] for one in answer.json()["errors"]}
    assert answer.status_code == 422
    assert pointers == {"?kind", "?department", "?open"}


async def test_a_file_is_opened_by_who_may_see_its_case_and_by_nobody_else(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    file_id = await drive.photo("worker")

    seen = await (await visitors.the("operator")).get(f"/api/v1/files/{file_id}")
    foreign = await (await visitors.the("stranger")).get(f"/api/v1/files/{file_id}")

    assert seen.headers["content-type"] == "image/png"
    assert foreign.status_code == 404


@pytest.mark.parametrize("case_no", ["a\x00b", "\udcff\udcfe", "x" * 65, "", "../../x"])
async def test_a_file_comes_with_the_number_of_a_case(visitors: Visitors, case_no: str) -> None:
    worker = await visitors.the("worker")
    part = case_no.encode(errors="surrogateescape")
    body = (
        b'--b\r\ncontent-disposition: form-data; name="case_no"\r\n\r\n%s\r\n'
        b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n'
        b"content-type: image/png\r\n\r\n%s\r\n--b--\r\n" % (part, a_picture())
    )

    answer = await worker.post(
        "/api/v1/files", content=body, headers={"content-type": "multipart/form-data; boundary=b"}
    )

    assert answer.status_code in (400, 422), answer.text


async def test_papers_of_an_application_are_opened_for_a_purpose_that_is_kept(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk, address = await visitors.the("clerk"), f"/api/v1/files/{await drive.photo('clerk')}"

    without = await clerk.get(address)
    opened = await clerk.get(address, params={"purpose": "decision"})

    assert (without.status_code, without.json()["type"]) == (422, "/problems/purpose-required")
    assert opened.status_code == 200
    stream = f"access/{visitors.world.who('clerk').actor}"
    looks = await database.fetch(
        "SELECT kind, data->>'purpose' AS why FROM registry.audit WHERE stream = $1 ORDER BY seq", stream
    )
    case_id = await database.fetch_value("SELECT id FROM dispatch.cases")
    assert [(row["kind"], row["why"]) for row in looks] == [("file_opened", f"decision:{case_id}")]


async def test_a_case_that_is_over_takes_no_files(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    await database.execute("UPDATE dispatch.cases SET state = 'ARCHIVED'")
    worker = await visitors.the("worker")

    answer = await worker.post(
        "/api/v1/files", data={"case_no": drive.case_no}, files={"file": ("a.png", a_picture(), "image/png")}
    )

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/act-not-allowed")


@pytest.mark.parametrize(
    ("name", "content", "kind", "status"),
    [
        ("photo.png", b"<script>alert(1)</script>", "image/png", 415),
        ("photo.jpg", a_picture(), "image/jpeg", 415),
        ("photo.png", b"", "image/png", 422),
        ("photo.png", a_picture()[:-30], "image/png", 422),
        ("photo.png", a_picture() + b"\x00" * 10_500_000, "image/png", 413),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 12_500_000, "image/png", 413),
    ],
)
async def test_disguised_broken_and_oversized_files_are_refused(
    visitors: Visitors, name: str, content: bytes, kind: str, status: int
) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    worker = await visitors.the("worker")

    answer = await worker.post(
        "/api/v1/files", data={"case_no": drive.case_no}, files={"file": (name, content, kind)}
    )

    assert answer.status_code == status, answer.text
    assert await database.fetch_value("SELECT count(*) FROM registry.stored_file") == 0
