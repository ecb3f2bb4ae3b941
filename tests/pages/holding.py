"""Whoever holds number and password of a matter: an open one, a closed one, and its page."""

import httpx

import database
from dispatch.numbering import password_mark
from registry.keys import keys
from tests.pages.bodies import PERSON, an_incident
from tests.pages.driving import Drive, incident_to_feedback
from tests.pages.people import Visitors


async def held(drive: Drive) -> tuple[str, str]:
    """Number and password of a case; the password is made known by making it anew."""
    number = await database.fetch_value(
        "SELECT tracking_no FROM dispatch.cases WHERE case_no = $1", drive.case_no
    )
    mark = password_mark(keys().index, number, "246810")
    await database.execute(
        "UPDATE dispatch.cases SET password_mark = $2 WHERE tracking_no = $1", number, mark
    )
    return number, "246810"


async def closed(visitors: Visitors) -> tuple[str, str]:
    """Number and password of an incident that is over."""
    drive = await incident_to_feedback(visitors, an_incident(subject=PERSON))
    await drive.does("dispatcher", "start-check")
    await drive.does("worker", "check", agrees=True, photos=[await drive.photo("worker")])
    await drive.does("operator", "close")
    return await held(drive)


async def details(resident: httpx.AsyncClient, number: str, password: str) -> httpx.Response:
    """The page of number and password."""
    return await resident.post(f"/t/{number}/details", data={"password": password})
