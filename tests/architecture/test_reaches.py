"""Every function that touches rows of people or cases asks for a reach, or is listed here with its reason."""

import ast

import pytest

from tests.architecture.sources import Source, product
from tests.architecture.touching import TABLES, asks_for_reach, touching

_LOGIN = "login's own look-up: there is no reach before it"
_STAFF = "names and posts of staff are open to code: work has to be given to somebody"
_WRITES = "writes for the one act function, which has fetched the case through the actor's reach"
_FETCHED = "for a case that was fetched through a reach"
_OWNER = "tells whose or what kind a file is, opens none; the owner is then looked at through the reach"
_BUS = "what is under way to the bus, which is told of every case; no person asks"
_SWEEP = "removes what nobody needs any more, reads nothing"
_HOUSE = "the house itself, going over all cases; nobody is shown anything"
# Functions that may do without a reach, by reason.
WITHOUT_REACH = {
    _LOGIN: {
        "dispatch/case_store.py holder_mark",
        "registry/credentials.py credential_of",
        "registry/credentials.py credential_by_id",
        "registry/second_factor.py totp_secret",
        "registry/second_factor.py code_opens",
        "registry/second_factor.py use_totp_step",
        "registry/staff.py reach_of",
        "desk/sessions.py open_session",
        "desk/sessions.py find_signed_in",
        "desk/sessions.py end_session",
        "desk/sessions.py end_all_sessions",
        "desk/sessions.py end_other_sessions",
    },
    _STAFF: {
        "registry/accounts.py accounts",
        "registry/accounts.py active_account",
        "registry/accounts.py account",
        "registry/accounts.py posts_of",
        "registry/colleagues.py colleagues",
        "registry/staff.py holders",
        "registry/staff.py members",
    },
    _WRITES: {
        "dispatch/clock_store.py insert",
        "dispatch/clock_store.py update",
        "dispatch/clock_store.py spread_due",
        "dispatch/deliveries.py raise_heads",
        "dispatch/journal.py append",
        "dispatch/task_store.py apply",
        "desk/materials.py keep_materials",
    },
    _FETCHED: {"dispatch/journal.py entries_of", "desk/materials.py materials_of"},
    _OWNER: {
        "registry/file_owners.py owner_of",
        "registry/file_owners.py files_of",
        "registry/file_owners.py pictures_of_cases",
        "registry/file_owners.py media_types",
        "registry/file_owners.py not_owned",
    },
    _BUS: {
        "dispatch/deliveries.py backfill",
        "dispatch/deliveries.py claim_batch",
        "dispatch/deliveries.py batches_out",
        "dispatch/deliveries.py take",
        "dispatch/deliveries.py renew",
        "dispatch/deliveries.py hold",
        "dispatch/deliveries.py let_go",
        "dispatch/outcomes.py record",
        "dispatch/subscribers.py standings",
        "dispatch/told.py entries_to_tell",
        "desk/bus_reconciliation.py our_tallies",
        "desk/bus_reconciliation.py differences",
    },
    _SWEEP: {
        "registry/files.py sweep_files",
        "desk/draft_keys.py forget_old_draft_keys",
        "desk/drafts.py forget_old_drafts",
        "desk/idempotency.py forget_old_answers",
        "desk/sessions.py forget_old_sessions",
        "desk/waiting_papers.py forget_old_papers",
        "desk/waiting_photos.py forget_old_photos",
    },
    _HOUSE: {
        "registry/erasing.py replay_erasures",
        "registry/rewrapping.py rewrap",
        "dispatch/clockwork.py sweep",
        "dispatch/feed.py read",
        "dispatch/feed.py consume",
        "dispatch/feed.py adopt",
        "dispatch/feed.py end",
        "dispatch/journal.py broken_cases",
        "dispatch/journal_text.py lines",
        "dispatch/anchor_check.py look",
        "dispatch/anchored_cases.py differing",
        "dispatch/anchored_cases.py has_row",
        "dispatch/anchored_cases.py marks_after",
        "dispatch/anchored_cases.py moved",
        "dispatch/anchored_cases.py planted_since",
        "dispatch/anchored_cases.py planted_within",
        "dispatch/anchored_cases.py shorter",
        "dispatch/recounting_cases.py recount_case",
        "desk/demo/examples.py load_examples",
    },
    "gives vaults the key that seals; what is opened with it was asked for with a reach": {
        "registry/data_keys.py key_of",
    },
    "reads which keys are in use, and of whom nothing": {
        "registry/key_match.py check_keys",
    },
    "the sender's own answer again, under the key he chose; runs the use case, which has the reach": {
        "desk/idempotency.py kept_answer",
        "desk/idempotency.py once",
        "desk/idempotency.py told_since",
    },
    "writes down that a reach was refused, which it takes as a part of the request": {
        "desk/refused_acts.py record_refusal",
    },
    "photos of residents who are not signed in: whoever holds the token may hand them in": {
        "desk/waiting_photos.py keep_photo",
        "desk/waiting_photos.py small_photos",
        "desk/waiting_photos.py still_waiting",
        "desk/waiting_photos.py take_photos",
    },
}


def _source(text: str) -> Source:
    return Source("x.py", text, ast.parse(text))


def test_what_touches_people_or_cases_asks_for_a_reach() -> None:
    stores = [source for source in product() if not source.generated_or_dated]

    guilty = {
        f"{source.name} {one.name}"
        for source in stores
        for one in touching(source)
        if not asks_for_reach(one)
    }

    assert guilty == set().union(*WITHOUT_REACH.values())


def test_every_table_of_people_and_cases_is_made_by_a_migration() -> None:
    created = {table for one in product() if one.generated_or_dated for table in TABLES if table in one.text}

    assert created == TABLES


@pytest.mark.parametrize(
    "text",
    [
        "async def f(): await fetch('SELECT 1 FROM dispatch.cases')",
        "S = 'UPDATE  registry.subject SET x = 1'\nasync def f(): await fetch(S)",
        "S = f'''SELECT 1 {X}\nJOIN dispatch.journal'''\nasync def f(): await fetch(S)",
        "T = 'DELETE FROM registry.staff'\nS = T + ' x'\ndef g(): return S\nasync def f(): g()",
    ],
)
def test_a_function_that_touches_them_is_found_however_it_does(text: str) -> None:
    assert [one.name for one in touching(_source(text))] == ["f"]


def test_a_function_that_touches_neither_is_let_be() -> None:
    text = (
        "S = 'SELECT 1 FROM grid.areas'\nasync def f(): await fetch(S)\nasync def _g(): 'FROM dispatch.cases'"
    )

    assert touching(_source(text)) == []


def test_a_reach_or_a_fetched_case_is_seen() -> None:
    text = "async def a(reach: Reach): ...\nasync def b(case: Case): ...\nasync def c(case_id: int): ...\n"

    asked = [asks_for_reach(one) for one in ast.parse(text).body if isinstance(one, ast.AsyncFunctionDef)]
    assert asked == [True, True, False]
