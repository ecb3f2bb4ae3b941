"""Papers at the window without a mouse: chosen by keyboard, kept at once, shown with name and size."""

import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect

from tests.faces.keyboard import keyboard_only
from tests.faces.opening import Openings

_CLERK = "clerk.zhenhai"


async def _chosen(page: Page, files: list[Path]) -> None:
    """Chooses files as a keyboard does: the field has the focus, Enter opens the chooser."""
    async with page.expect_file_chooser() as waiting:
        await page.keyboard.press("Enter")
    await (await waiting.value).set_files(files)


async def test_papers_are_chosen_by_keyboard_kept_at_once_and_still_there_after_a_reload(
    as_person: Openings, tmp_path: Path
) -> None:
    page = await as_person(_CLERK)
    keys = await keyboard_only(page)
    scans = [tmp_path / "申请表第一页.png", tmp_path / "申请表第二页.png"]
    for number, scan in enumerate(scans):
        Image.new("RGB", (40 + number, 30), (200, 30, 30)).save(scan)
    await page.goto("/window")
    await keys.press("F6")
    await keys.write("gaoling")
    await expect(page.locator("#matter-list:not([aria-busy]) [role=option]").first).to_be_visible()
    await keys.press("Enter")
    field = page.locator("[data-paper]").first
    await field.focus()

    await _chosen(page, scans)

    kept = page.locator(".paper-list li")
    await expect(kept).to_have_count(2)
    await expect(kept.first).to_contain_text(re.compile(r"申请表第一页\.png\s*\d+ KB"))
    material = page.locator(".material-and-files").first
    await expect(material.locator("[name=brought]")).to_be_checked()
    await expect(page.locator("[data-saved]")).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    await page.goto("/window")
    await page.locator("#drafts a").first.focus()
    async with page.expect_navigation():
        await keys.press("Enter")
    await expect(page.locator(".paper-list li")).to_have_count(2)
    await page.locator("[name=drop]").first.focus()
    await keys.press("Space")
    await expect(page.locator(".paper-list li")).to_have_count(1)
