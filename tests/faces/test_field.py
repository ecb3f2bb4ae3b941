"""The phone in a browser: a report in four taps, photos made small that keep what they say, distances."""

import base64
import io
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from PIL import ExifTags, Image
from playwright.async_api import Geolocation, Page, expect

from registry.rules.purposes import Purpose
from registry.upload_checks import check_upload
from registry.uploads import Upload
from tests.faces.browsing import LANGUAGES, PHONE
from tests.faces.looking import hidden_focus, sideways, small_targets
from tests.faces.opening import Openings
from tests.journeys.bodies import RUBBISH

WORKER = "worker.wenxian"
HERE: Geolocation = {"longitude": 119.0231, "latitude": 25.4286, "accuracy": 9.0}
_COUNT = """addEventListener("click", () => {
    sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1;
}, true)"""
_READ = """field => new Promise(done => {
    const file = document.querySelector(field).files[0], reader = new FileReader();
    reader.onload = () => done([file.name, reader.result]);
    reader.readAsDataURL(file);
})"""


@cache
def a_photo() -> bytes:
    """A large photo as a phone takes it: lying on its side, and saying when and where."""
    written = io.BytesIO()
    picture = Image.effect_noise((800, 600), 60).convert("RGB").resize((3200, 2400))
    exif = picture.getexif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:12 09:25:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (25.0, 25.0, 30.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (119.0, 0.0, 45.0),
        }
    )
    picture.save(written, "JPEG", exif=exif, quality=90)
    return written.getvalue()


async def _on_the_spot(as_person: Openings) -> Page:
    """The phone of a worker who lets it tell where he is."""
    page = await as_person(WORKER, size=PHONE)
    await page.context.grant_permissions(["geolocation"])
    await page.context.set_geolocation(HERE)
    return page


async def _takes(page: Page, field: str, photo: bytes) -> None:
    """Taps the field and takes a photo; waits until it is made small."""
    async with page.expect_file_chooser() as choosing:
        await page.locator(field).tap()
    await (await choosing.value).set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo})
    await page.locator("[data-shots] img").first.wait_for()


async def test_a_report_takes_four_taps_at_most(as_person: Openings) -> None:
    page = await _on_the_spot(as_person)
    await page.context.add_init_script(_COUNT)
    await page.goto("/m")

    await page.locator('.tabs-below a[href="/m/report"]').tap()
    await page.locator(f'.tiles a[href="/m/report?class={RUBBISH}"]').first.tap()
    await page.locator("[data-locate-said]", has_text="9 米").wait_for()
    await _takes(page, "#f-photos", a_photo())
    await page.locator('button[value="send"]').tap()

    await page.wait_for_url("**/m/tasks/*?new=1")
    assert 1 < int(await page.evaluate("sessionStorage.taps")) <= 4
    assert "已上报" in await page.locator(".notice.good").inner_text()
    assert await page.locator(".pictures img").count() == 1
    assert await page.locator("#task-place").inner_text() == "纬度 25.428600，经度 119.023100 误差约 9 米"


async def test_a_photo_is_made_small_and_still_says_when_and_where(as_person: Openings) -> None:
    page = await _on_the_spot(as_person)
    await page.goto(f"/m/report?class={RUBBISH}")

    await _takes(page, "#f-photos", a_photo())

    name, address = await page.evaluate(_READ, "#f-photos")
    sent = base64.b64decode(address.partition(",")[2])
    checked = check_upload(Upload(name, "image/jpeg", sent), ZoneInfo("Asia/Shanghai"))
    assert (checked.width, checked.height) == (1200, 1600)
    assert len(sent) < len(a_photo()) / 2
    assert checked.capture.taken_at == datetime(2026, 3, 12, 1, 25, tzinfo=UTC)
    assert (checked.capture.lon, checked.capture.lat) == (119.0125, 25.425)


async def test_photos_add_up_and_can_be_taken_back(as_person: Openings) -> None:
    page = await _on_the_spot(as_person)
    await page.goto(f"/m/report?class={RUBBISH}")
    for _ in range(2):
        await _takes(page, "#f-photos", a_photo())
    await page.locator("[data-shots] li").nth(1).wait_for()

    await page.locator("[data-shots] button").first.tap()

    await expect(page.locator("[data-shots] li")).to_have_count(1)
    assert await page.evaluate("document.getElementById('f-photos').files.length") == 1


async def test_tasks_are_ordered_by_distance_without_telling_anybody_where_one_is(
    as_person: Openings,
) -> None:
    page = await _on_the_spot(as_person)
    await page.goto("/m")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await page.locator('[data-sort="near"]').tap()
    await page.locator("[data-sorting-said]", has_text="9 米").wait_for()

    metres = await page.evaluate(
        "[...document.querySelectorAll('[data-task]')].map(one => Number(one.dataset.metres))"
    )
    assert metres == sorted(metres)
    assert "米" in await page.locator("[data-distance]").first.inner_text()
    assert [url for url in asked if "/static/" not in url] == []


async def test_a_device_that_may_not_tell_leaves_the_order_of_due_times(as_person: Openings) -> None:
    page = await as_person(WORKER, size=PHONE)
    await page.goto("/m")

    await page.locator('[data-sort="near"]').tap()

    await page.locator("[data-sorting-said]", has_text="未允许").wait_for()
    assert await page.locator('[data-sort="due"]').get_attribute("aria-pressed") == "true"


async def test_solving_on_the_spot_keeps_where_it_was_solved(as_person: Openings) -> None:
    page = await _on_the_spot(as_person)
    await page.goto(f"/m/report?class={RUBBISH}")
    await page.locator("[data-locate-said]", has_text="9 米").wait_for()
    await page.locator('button[value="send"]').tap()
    await page.wait_for_url("**/m/tasks/*?new=1")
    await page.locator('a[href$="?act=self-handle#act"]').tap()

    await page.fill("[name=text]", "已清扫")
    await _takes(page, "#f-before", a_photo())
    await _takes(page, "#f-after", a_photo())
    await page.locator("#act button[type=submit]").tap()

    await page.wait_for_url("**?done=self-handle")
    assert "自处置" in await page.locator(".captures").inner_text()
    assert "距案件地点" in await page.locator(".captures").inner_text()


async def test_what_was_written_is_shown_for_a_purpose(as_person: Openings) -> None:
    page = await as_person(WORKER, size=PHONE)
    await page.goto("/m")
    await page.locator(".task-card h2 a").first.tap()

    await page.select_option("#purpose", Purpose.CONTACT.value)
    await page.locator("form[action$=reveal] button").tap()

    await page.locator(".sealed").first.wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/m", "/m/map", "/m/report", f"/m/report?class={RUBBISH}", "/m/me"])
async def test_large_type_fits_a_phone(as_person: Openings, address: str, language: str) -> None:
    page = await as_person(WORKER, language=language, size=PHONE)
    cookie = {"name": "size", "value": "large", "url": as_person.screens.address}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]

    await page.goto(address, wait_until="load")

    assert await sideways(page) == []
    assert await small_targets(page, 44) == []
    assert await hidden_focus(page) == []
