"""Before the city is asked what somebody holds, the audit chain says who asks, about whom and what for."""

from dataclasses import replace

import httpx
import pytest

import database
from desk.asked_licences import Asking, recorded
from desk.remembered_licences import remembering
from integrations.licences.store import LicenceStore
from reach import Post, Reach, ReachKind, Role
from registry import audit
from registry.audit import AuditEntry
from registry.rules.identity_numbers import NumberKind
from registry.subject_indexes import NewSubject, SubjectKind
from registry.subjects import find_or_create

pytestmark = pytest.mark.usefixtures("db")
_NUMBER, _OTHER = "999999199001010016", "999999194001010056"
_CLERK = Reach(ReachKind.STAFF, 7, (Post(Role.CLERK, "350300/"),))
_ASKING = Asking(_CLERK, "form-1", "350105002000")


class Store:
    """A store that notes how many questions stood in the chain when it was asked."""

    def __init__(self) -> None:
        self.recorded_before: list[int] = []

    async def answer(self, _: httpx.Request) -> httpx.Response:
        self.recorded_before.append(len(await _entries()))
        return httpx.Response(200, json={"licences": []})

    @property
    def line(self) -> LicenceStore:
        return LicenceStore(httpx.AsyncClient(transport=httpx.MockTransport(self.answer)), "http://city")


async def _entries() -> list[AuditEntry]:
    return await audit.entries(audit.access_stream(_CLERK))


async def _ask(told: Store, asking: Asking = _ASKING, number: str = _NUMBER) -> None:
    store = recorded(told.line, asking)
    assert store is not None
    await store.held_by(number, NumberKind.RESIDENT_ID)


async def test_the_question_stands_in_the_chain_before_it_leaves() -> None:
    told = Store()

    await _ask(told)

    assert told.recorded_before == [1]
    entry = (await _entries())[0]
    assert (entry.kind, entry.actor) == ("licences_asked", "staff:7")
    assert (entry.data["item"], entry.data["purpose"]) == ("350105002000", "intake")


async def test_the_record_names_no_number() -> None:
    await _ask(Store())

    assert _NUMBER not in str((await _entries())[0].data)
    assert set((await _entries())[0].data) == {"holder", "item", "purpose"}


async def test_whoever_the_desk_knows_stands_there_by_his_id() -> None:
    person = NewSubject(SubjectKind.PERSON, "陈测试", _NUMBER, NumberKind.RESIDENT_ID)
    known = (await find_or_create(_CLERK, person)).id

    await _ask(Store())

    asked = [entry.data for entry in await _entries() if entry.kind == "licences_asked"]
    assert asked == [{"subject": known, "item": "350105002000", "purpose": "intake"}]


async def test_a_form_that_asks_at_each_change_is_recorded_once() -> None:
    told = Store()

    for _ in range(5):
        await _ask(told)

    assert (len(told.recorded_before), len(await _entries())) == (5, 1)


@pytest.mark.parametrize(
    ("asking", "number"),
    [
        (replace(_ASKING, form="form-2"), _NUMBER),
        (replace(_ASKING, item="350105003000"), _NUMBER),
        (_ASKING, _OTHER),
    ],
    ids=["another form", "another item", "another person"],
)
async def test_another_question_is_another_record(asking: Asking, number: str) -> None:
    await _ask(Store())

    await _ask(Store(), asking, number)

    assert len(await _entries()) == 2


async def test_what_is_remembered_of_a_colleagues_question_is_recorded_too(
    request: pytest.FixtureRequest,
) -> None:
    told = Store()
    line = replace(told.line, url=f"http://{request.node.name}")
    colleague = Reach(ReachKind.STAFF, 8, _CLERK.posts)

    for who in (_CLERK, colleague):
        store = recorded(remembering(line), replace(_ASKING, reach=who))
        assert store is not None
        await store.held_by(_NUMBER, NumberKind.RESIDENT_ID)

    kinds = await database.fetch(
        "SELECT actor FROM registry.audit WHERE kind = 'licences_asked' ORDER BY actor"
    )
    assert [row["actor"] for row in kinds] == ["staff:7", "staff:8"]
    assert len(told.recorded_before) == 1


def test_without_a_store_nobody_is_asked() -> None:
    assert recorded(None, _ASKING) is None
