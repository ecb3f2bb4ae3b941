"""Whoever waits for something that is fetched is shown that it is."""

import asyncio

from playwright.async_api import Route, expect

from tests.faces.opening import Openings


async def test_the_window_shows_that_the_panels_are_being_fetched(as_person: Openings) -> None:
    page = await as_person("clerk.zhenhai")
    let_through = asyncio.Event()

    async def hold_up(route: Route) -> None:
        await let_through.wait()
        await route.continue_()

    await page.route("**/window/preview", hold_up)
    await page.goto("/window")
    await page.locator("[name=acting]").select_option("agent")

    await expect(page.locator("#beside-loading")).to_be_visible()
    let_through.set()
    await expect(page.locator("#beside-loading")).to_be_hidden()
