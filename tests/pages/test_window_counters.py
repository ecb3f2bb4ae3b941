"""The counters beside the window: papers that are brought, results that are handed out, each once."""

import pytest

import database
from bench.page_forms import form_to
from tests.pages.bodies import an_application
from tests.pages.driving import Drive, a_picture, taken_in
from tests.pages.people import Visitors
from tests.pages.test_window import Fields, error_at, send

_FORM_OF_APPLICATION = "FROM dispatch.case_materials WHERE code = 'application'"


async def lacking(visitors: Visitors) -> Drive:
    """An application for which a paper is still to be brought."""
    return await taken_in(visitors, "clerk", "applications", an_application(materials=[]))


async def ready(visitors: Visitors) -> Drive:
    """An application whose result lies ready."""
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    await drive.does("handler", "sign-for")
    await drive.does("handler", "handle", text="符合条件")
    await drive.does("reviewer", "review", text="同意")
    await drive.does("approver", "grant")
    await drive.does("handler", "settle", code=0)
    await drive.does("result clerk", "make-ready")
    return drive


async def state_of(drive: Drive) -> str:
    return str(
        await database.fetch_value("SELECT state FROM dispatch.cases WHERE case_no = $1", drive.case_no)
    )


def handing_out(drive: Drive, **changes: str) -> Fields:
    """The applicant himself, with his identity card."""
    fields: Fields = {
        "version": str(drive.version),
        "mode": "0",
        "receiver": "applicant",
        "document_kind": "resident_id",
        "checked": "yes",
        "signed": "yes",
    }
    return {**fields, **changes}


async def test_what_lacks_papers_is_listed_and_found_by_name(visitors: Visitors) -> None:
    drive = await lacking(visitors)
    clerk = await visitors.the("clerk")

    assert drive.case_no in (await clerk.get("/window/supplements")).text
    assert drive.case_no in (await send(clerk, "/window/supplements", {"q": drive.case_no})).text


async def test_what_is_brought_is_noted_and_nothing_is_missing_any_more(visitors: Visitors) -> None:
    drive = await lacking(visitors)
    clerk = await visitors.the("clerk")

    answer = await send(clerk, f"/window/supplements/{drive.case_no}", {"brought": "application"})

    assert answer.status_code == 303, answer.text
    assert await database.fetch_value("SELECT materials_complete FROM dispatch.cases")
    assert drive.case_no not in (await clerk.get("/window/supplements")).text.partition("<table")[2]


async def test_a_notice_answered_in_full_is_accepted_that_day(visitors: Visitors) -> None:
    drive = await lacking(visitors)
    await drive.does("clerk", "notify-supplement", codes=["application"], text="请补申请表")
    clerk = await visitors.the("clerk")

    fields: Fields = {"brought": "application", "version": str(drive.version)}
    answer = await send(clerk, f"/window/supplements/{drive.case_no}", fields)

    assert answer.status_code == 303, answer.text
    assert await state_of(drive) == "ACCEPTED"


async def test_nothing_ticked_is_told_at_the_list(visitors: Visitors) -> None:
    drive = await lacking(visitors)
    clerk = await visitors.the("clerk")

    answer = await send(clerk, f"/window/supplements/{drive.case_no}", {"version": "1"})

    assert answer.status_code == 422
    assert error_at(answer, "brought")


async def test_a_result_is_handed_out_to_somebody_who_shows_who_he_is(visitors: Visitors) -> None:
    drive = await ready(visitors)
    clerk = await visitors.the("result clerk")

    answer = await send(clerk, f"/window/results/{drive.case_no}", handing_out(drive))

    assert answer.status_code == 303, answer.text
    assert await state_of(drive) == "DELIVERED"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"checked": ""}, "checked"),
        ({"signed": ""}, "signed"),
        ({"document_kind": ""}, "document_kind"),
        ({"receiver": "agent"}, "receiver"),
        ({"receiver": "other"}, "receiver_number"),
        ({"mode": "8"}, "parcel"),
        ({"mode": "9"}, "mode"),
    ],
)
async def test_a_result_stays_until_everything_is_checked(
    visitors: Visitors, changes: dict[str, str], field: str
) -> None:
    drive = await ready(visitors)
    clerk = await visitors.the("result clerk")

    answer = await send(clerk, f"/window/results/{drive.case_no}", handing_out(drive, **changes))

    assert answer.status_code == 422
    assert error_at(answer, field)
    assert await state_of(drive) == "RESULT_READY"


async def test_a_result_can_be_collected_by_somebody_else_who_is_named(visitors: Visitors) -> None:
    drive = await ready(visitors)
    clerk = await visitors.the("result clerk")
    other = {"receiver": "other", "receiver_number": "ED0123456", "receiver_name": "李代领"}

    answer = await send(clerk, f"/window/results/{drive.case_no}", handing_out(drive, **other))

    assert answer.status_code == 303, answer.text
    assert await state_of(drive) == "DELIVERED"
    # Found by name later, as everybody is: within the area of the counter he came to.
    area = "SELECT area_path FROM registry.subject ORDER BY id DESC LIMIT 1"
    assert await database.fetch_value(area) == visitors.world.who("result clerk").posts[0].area_path


async def test_a_result_handed_out_meanwhile_is_not_handed_out_again(visitors: Visitors) -> None:
    drive = await ready(visitors)
    clerk = await visitors.the("result clerk")
    await send(clerk, f"/window/results/{drive.case_no}", handing_out(drive))

    answer = await send(clerk, f"/window/results/{drive.case_no}", handing_out(drive))

    assert answer.status_code == 409
    assert "其他人已先一步处理" in answer.text or "当前状态" in answer.text


async def test_papers_attached_at_the_counter_are_kept_with_the_case(visitors: Visitors) -> None:
    drive = await lacking(visitors)
    clerk = await visitors.the("clerk")
    page = await clerk.get(f"/window/supplements/{drive.case_no}", headers={"accept": "text/html"})
    form = form_to(page, f"/supplements/{drive.case_no}")

    answer = await form.send(clerk, files={"file.application": a_picture()})

    assert answer.status_code == 303, answer.text
    kept = await database.fetch_row(f"SELECT status, source, file_id {_FORM_OF_APPLICATION}")
    assert kept is not None
    assert (kept["status"], kept["source"], kept["file_id"] is None) == ("given", "file", False)


async def test_a_paper_that_is_refused_is_told_at_its_field_and_the_others_are_kept(
    visitors: Visitors,
) -> None:
    drive = await lacking(visitors)
    clerk, address = await visitors.the("clerk"), f"/window/supplements/{drive.case_no}"
    files = [
        ("file.application", ("good.png", a_picture(), "image/png")),
        ("file.application", ("bad.png", b"nothing", "image/png")),
    ]

    refused = await clerk.post(address, data={"version": "1"}, files=files, headers={"accept": "text/html"})

    assert refused.status_code == 422
    assert error_at(refused, "file.application").startswith("bad.png：不接受这种文件")
    assert "good.png" in refused.text
    again = await form_to(refused, address).send(clerk)
    assert again.status_code == 303, again.text
    assert await database.fetch_value(f"SELECT file_id {_FORM_OF_APPLICATION}") is not None
