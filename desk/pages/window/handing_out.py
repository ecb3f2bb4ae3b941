"""What has to be shown before a result is handed out, and the act that says it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import database
from desk import acting
from desk.input_errors import FieldError
from desk.pages import names
from desk.pages.forms import Form, whole_number
from desk.pages.window.newcomers import area_of
from desk.pages.window.persons import person
from dispatch.case_store import Case
from dispatch.cases import ActRequest
from dispatch.rules.application_facts import DeliveryMode, HandingOut
from dispatch.rules.states import Act
from reach import Reach
from registry import subjects
from registry.rules.identity_numbers import NumberKind

APPLICANT, AGENT, OTHER = "applicant", "agent", "other"
_LONGEST_PARCEL = 64


def faults_of(form: Form, case: Case) -> Iterator[FieldError]:
    """What is missing before a result may be handed out, at the fields of the form."""
    if form["mode"] not in set(DeliveryMode):
        yield FieldError("mode", "required", "says how it is handed out")
        return
    mode = DeliveryMode(form["mode"])
    if mode is DeliveryMode.EXPRESS and not form["parcel"]:
        yield FieldError("parcel", "required", "the number of the parcel")
    if mode is not DeliveryMode.WINDOW:
        return
    if form["document_kind"] not in set(NumberKind):
        yield FieldError("document_kind", "required", "which document was shown")
    if form["checked"] != "yes":
        yield FieldError("checked", "required", "the document and the face were compared")
    if form["signed"] != "yes":
        yield FieldError("signed", "required", "the receiver has signed")
    yield from _receiver_faults(form, case)


def _receiver_faults(form: Form, case: Case) -> Iterator[FieldError]:
    receiver = form["receiver"]
    if receiver not in (APPLICANT, AGENT, OTHER) or (receiver == AGENT and case.agent_id is None):
        yield FieldError("receiver", "required", "who collects it")
    if receiver == OTHER:
        somebody = person(form, "receiver")
        if somebody.body is None:
            yield FieldError("receiver_number", "required", "whoever collects for another is named")
        yield from somebody.faults()


async def make_ready(case: Case, form: Form, reach: Reach, now: datetime) -> None:
    """Marks a settled result as one that can be collected; raises what `desk.acting.act` raises."""
    request = ActRequest(case.id, Act.MAKE_READY, whole_number(form["version"]) or 0)
    await acting.act(request, reach, await names.city(), now)


async def deliver(case: Case, form: Form, reach: Reach, now: datetime) -> None:
    """Hands a result out; raises what `desk.acting.act` raises, and NameDiffers of a known receiver."""
    mode = DeliveryMode(form["mode"])
    async with database.transaction():
        collected_by = await _collected_by(case, form, reach) if mode is DeliveryMode.WINDOW else None
        document = form["document_kind"] if mode is DeliveryMode.WINDOW else None
        facts = HandingOut(mode, collected_by, document, form["parcel"][:_LONGEST_PARCEL] or None)
        request = ActRequest(case.id, Act.DELIVER, whole_number(form["version"]) or 0, facts)
        await acting.act(request, reach, await names.city(), now)


async def _collected_by(case: Case, form: Form, reach: Reach) -> int | None:
    if form["receiver"] == APPLICANT:
        return case.subject_id
    if form["receiver"] == AGENT:
        return case.agent_id
    somebody = person(form, "receiver").subject
    if somebody is None:
        return None
    return (await subjects.find_or_create(reach, replace(somebody, area_path=area_of(reach)))).id
