"""The people of the demo city at their screens, and cases on their way between them."""

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from PIL import Image

from desk.demo.accounts import PASSWORD
from tests.journeys.town import Town
from tests.polling import until

Json = dict[str, object]


@dataclass(slots=True)
class People:
    """Whoever has signed in once stays signed in, each in a browser of his own."""

    town: Town
    _browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)

    def resident(self) -> httpx.AsyncClient:
        """Somebody who is not signed in."""
        return self._browser("")

    async def the(self, login: str) -> httpx.AsyncClient:
        """The browser of an account of the demo."""
        async with self._door:
            browser = self._browser(login)
            if "x-csrf-token" not in browser.headers:
                answer = await browser.post("/api/v1/login", json={"login": login, "password": PASSWORD})
                assert answer.status_code == 200, f"{login}: {answer.text}"
                browser.headers["x-csrf-token"] = answer.json()["csrf_token"]
        return browser

    def _browser(self, login: str) -> httpx.AsyncClient:
        if login not in self._browsers:
            self._browsers[login] = httpx.AsyncClient(base_url=self.town.address, timeout=60, trust_env=False)
        return self._browsers[login]

    async def leave(self) -> None:
        for browser in self._browsers.values():
            await browser.aclose()

    async def brings(self, login: str, address: str, body: Mapping[str, object]) -> "Case":
        """Somebody hands a matter in; an empty login is a resident without an account."""
        browser = await self.the(login) if login else self.resident()
        answer = await browser.post(f"/api/v1/{address}", json=body)
        assert answer.status_code == 201, answer.text
        told = answer.json()
        if not login:
            # A resident learns the number of the case with the password of the receipt.
            more = await browser.post(f"/t/{told['tracking_no']}", json={"password": told["password"]})
            told |= {"case_no": more.json()["case_no"]}
        return Case(self, told)

    async def set_clock(self, now: str) -> None:
        """Sets the time of the demo, for all processes."""
        answer = await (await self.the("admin.system")).put("/api/v1/demo/clock", json={"now": now})
        assert answer.status_code == 200, answer.text


@dataclass(slots=True)
class Case:
    """A case as whoever brought it was told of it."""

    people: People
    told: Json

    @property
    def number(self) -> str:
        return str(self.told["case_no"])

    async def seen_by(self, login: str, part: str = "") -> httpx.Response:
        """What somebody sees of the case, or of a part of it (journal, clocks, tasks, routings)."""
        address = f"/api/v1/cases/{self.number}" + (f"/{part}" if part else "")
        return await (await self.people.the(login)).get(address)

    async def does(self, login: str, act: str, **facts: object) -> Json:
        """Somebody does an act, having looked at the case before; it must succeed."""
        seen = await self.seen_by(login)
        assert seen.status_code == 200, f"{login} looks before {act}: {seen.text}"
        body = {"version": seen.json()["case"]["version"], **facts}
        browser = await self.people.the(login)
        answer = await browser.post(f"/api/v1/cases/{self.number}/acts/{act}", json=body)
        assert answer.status_code == 201, f"{login} {act}: {answer.text}"
        done: Json = answer.json()
        return done

    async def photo(self, login: str) -> int:
        """Somebody sends a photo of the case; returns its id."""
        browser = await self.people.the(login)
        files = {"file": ("photo.png", _picture(), "image/png")}
        answer = await browser.post("/api/v1/files", data={"case_no": self.number}, files=files)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    async def state(self, login: str) -> str:
        return str((await self.seen_by(login)).json()["case"]["state"])

    async def journal(self, login: str) -> list[str]:
        """The kinds of the entries in order."""
        return [str(entry["kind"]) for entry in (await self.seen_by(login, "journal")).json()]

    async def reaches_the_bus(self, login: str) -> list[str]:
        """Waits until the city's record holds what the journal holds; returns the kinds in order of arrival.

        Every message is numbered as its entry: none is missing, none comes twice, none overtakes another.
        """
        entries = len(await self.journal(login))
        bus = self.people.town.bus

        async def complete() -> bool:
            return len(await bus.messages(self.number)) >= entries

        await until(complete)
        messages = await bus.messages(self.number)
        assert [message["sequence"] for message in messages] == list(range(1, len(messages) + 1))
        return [str(message["type"]).rsplit(".", 1)[-1] for message in messages]


def _picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (8, 8), (40, 120, 90)).save(written, "PNG")
    return written.getvalue()
