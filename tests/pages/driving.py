"""Drives a case over HTTP the way people do: one act after the other, each by who may."""

import io
from dataclasses import dataclass

import httpx
from PIL import Image

from tests.pages.people import Visitors


@dataclass(slots=True)
class Drive:
    """One case on its way."""

    visitors: Visitors
    case_no: str
    version: int

    async def does(self, who: str, act: str, **facts: object) -> dict[str, object]:
        """Somebody does an act in the version last seen; it must succeed."""
        answer = await self.tries(who, act, **facts)
        assert answer.status_code == 201, f"{act}: {answer.text}"
        told: dict[str, object] = answer.json()
        self.version = answer.json()["case"]["version"]
        return told

    async def tries(self, who: str, act: str, **facts: object) -> httpx.Response:
        """Somebody tries an act."""
        client = await self.visitors.the(who)
        body = {"version": self.version, **facts}
        return await client.post(f"/api/v1/cases/{self.case_no}/acts/{act}", json=body)

    async def photo(self, who: str) -> int:
        """Somebody sends a photo of the case; returns its id."""
        client = await self.visitors.the(who)
        form = {"case_no": self.case_no}
        files = {"file": ("photo.png", a_picture(), "image/png")}
        answer = await client.post("/api/v1/files", data=form, files=files)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])


def a_picture() -> bytes:
    """A small picture."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(written, "PNG")
    return written.getvalue()


async def taken_in(visitors: Visitors, who: str, address: str, body: dict[str, object]) -> Drive:
    """A case taken in by somebody."""
    client = await visitors.the(who)
    answer = await client.post(f"/api/v1/{address}", json=body)
    assert answer.status_code == 201, answer.text
    return Drive(visitors, answer.json()["case_no"], answer.json()["version"])


async def incident_to_feedback(visitors: Visitors, body: dict[str, object]) -> Drive:
    """An incident reported by a worker, filed, dispatched, signed for and fed back."""
    drive = await taken_in(visitors, "worker", "incidents", body)
    await drive.does("operator", "file", class_code=body["class_code"], situation="1", criterion_met=True)
    await drive.does("dispatcher", "dispatch")
    await drive.does("upkeep", "sign-for")
    await drive.does("upkeep", "feedback", text="已清理", after=[await drive.photo("upkeep")])
    return drive
