"""A report that is not taken comes back as a form with everything typed, and on top of it why."""

from datetime import UTC, datetime

import database
from bench.page_forms import form_to
from desk import attempts
from tests.pages.people import Visitors
from tests.pages.test_report_page import a_report, cases, sent


async def test_a_report_that_is_not_taken_comes_back_with_why_on_top_and_all_that_was_typed(
    visitors: Visitors,
) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text
    for _ in range(attempts.REPORT_BY_SOURCE.attempts):
        await attempts.count_attempt("report:127.0.0.1", attempts.REPORT_BY_SOURCE, datetime.now(UTC))

    back = await sent(resident, page, a_report(contact_name="林某"), photos=1)

    assert back.status_code == 429
    assert "尝试次数过多" in back.text.partition('class="report"')[0]
    fields = form_to(back.text, "/report").fields
    assert (fields["description"], fields["contact_name"]) == ("路边有一堆垃圾", "林某")
    assert fields["photo"]
    assert int(back.headers["retry-after"]) > 0


async def test_whoever_sends_too_often_keeps_what_he_typed(visitors: Visitors) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text
    for _ in range(attempts.FORM_BY_SOURCE.attempts):
        await attempts.count_attempt("report form:127.0.0.1", attempts.FORM_BY_SOURCE, datetime.now(UTC))

    back = await sent(resident, page, a_report(), photos=1)

    assert back.status_code == 429
    assert form_to(back.text, "/report").fields["description"] == "路边有一堆垃圾"
    assert await database.fetch_value("SELECT count(*) FROM desk.waiting_photos") == 0


async def test_a_form_with_faults_comes_back_with_each_at_its_field_and_all_that_was_typed(
    visitors: Visitors,
) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text

    back = await sent(
        resident, page, {"description": "", "contact_phone": "没有", "contact_name": "林某"}, photos=1
    )

    assert back.status_code == 422
    for said in ("请选择是什么问题。", "请说明在哪里。", "请说明看到了什么。", "号码有误"):
        assert said in back.text
    fields = form_to(back.text, "/report").fields
    assert (fields["contact_name"], fields["contact_phone"]) == ("林某", "没有")
    assert fields["photo"]
    # What was kept is shown, small and within the page: no address hands it to anybody.
    assert 'src="data:image/jpeg;base64,' in back.text
    assert await cases() == 0
