"""What the bus is told: CloudEvents that are always the same bytes, signed, and empty of people."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from dispatch.deliveries import Untold
from dispatch.rules.entry_kinds import EntryKind, is_public
from dispatch.told import EntryToTell
from integrations.bus.answers import Verdict, judge, plain, wish
from integrations.bus.fitting import fit
from integrations.bus.messages import batch, cloud_event
from integrations.bus.signature import new_secret, parse_secret, read_secret, signature, signed_headers
from integrations.errors import UnusableSecret

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DATA: dict[str, object] = {
    "state": "FILED",
    "version": 3,
    "class_code": "0105",
    "situation": "02",
    "sets": {"matter": "0105", "urgent": False, "subject_id": 77, "first_responder": 12, "window_id": 3},
    "texts": {"opinion": {"text": 9, "commitment": "ab"}},
    "lead": {"worker": "staff:12", "department_id": None},
    "collected_by": 77,
    "photos": [5],
    "a_field_of_tomorrow": "张三",
}
ENTRY = EntryToTell(1, "350300", "SJ1", 4, "filed", AT, AT, "WINDOW", DATA)


def test_an_event_names_case_place_in_order_kind_and_time() -> None:
    event = json.loads(cloud_event(ENTRY))

    assert (event["specversion"], event["id"], event["source"]) == ("1.0", "SJ1/4", "urn:griddesk:350300")
    assert (event["type"], event["subject"]) == ("cn.griddesk.case.filed", "SJ1")
    assert (event["sequence"], event["time"]) == ("0000000004", "2026-03-02T04:00:00.000000Z")


def test_only_named_fields_are_told_and_none_of_them_is_a_person() -> None:
    event = json.loads(cloud_event(ENTRY))

    assert event["data"] == {
        "case_no": "SJ1",
        "seq": 4,
        "kind": "filed",
        "channel": "WINDOW",
        "recorded_at": "2026-03-02T04:00:00.000000Z",
        "state": "FILED",
        "version": 3,
        "class_code": "0105",
        "situation": "02",
        "sets": {"matter": "0105", "urgent": False},
    }


def test_the_same_entry_gives_the_same_bytes_whatever_order_its_data_came_in() -> None:
    shuffled = replace(ENTRY, data=dict(reversed(list(DATA.items()))))

    assert cloud_event(shuffled) == cloud_event(ENTRY)


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if not is_public(kind)])
def test_what_stays_inside_is_counted_but_not_told(kind: EntryKind) -> None:
    event = json.loads(cloud_event(replace(ENTRY, kind=kind.value)))

    assert event["type"] == "cn.griddesk.case.inside"
    assert event["data"] == {"case_no": "SJ1", "seq": 4}
    assert event["sequence"] == "0000000004"


def test_a_kind_nobody_declared_is_not_told() -> None:
    with pytest.raises(ValueError, match="of-tomorrow"):
        cloud_event(replace(ENTRY, kind="of-tomorrow"))


def test_a_batch_keeps_the_order() -> None:
    events = [cloud_event(replace(ENTRY, seq=seq)) for seq in (4, 5, 6)]

    assert [event["id"] for event in json.loads(batch(events))] == ["SJ1/4", "SJ1/5", "SJ1/6"]


def test_a_library_that_is_not_ours_verifies_our_signature() -> None:
    secret, body = new_secret(), cloud_event(ENTRY)
    headers = signed_headers(parse_secret(secret), body, int(datetime.now(UTC).timestamp()))

    Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"filed", b"field"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)


def test_the_signature_of_the_specifications_own_example() -> None:
    key = base64.b64decode("plJ3nmyCDGBKInavdOK15jsl")  # shorter than we allow ourselves
    body = b'{"event_type":"ping","data":{"success":true}}'

    signed = signature(key, "msg_loFOjxBNrRLzqYUf", 1731705121, body)
    assert signed == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_one_body_always_has_one_id_and_another_body_another() -> None:
    key = parse_secret(new_secret())

    assert signed_headers(key, b"a", 1)["webhook-id"] == signed_headers(key, b"a", 2)["webhook-id"]
    assert signed_headers(key, b"a", 1)["webhook-id"] != signed_headers(key, b"b", 1)["webhook-id"]


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_AAAA", "whsec_***", "whsec_" + "A" * 400])
def test_a_secret_that_is_none_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(UnusableSecret) as refused:
        parse_secret(text)
    assert not text or text not in str(refused.value)


def test_a_missing_secret_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableSecret, match="gone"):
        read_secret(tmp_path / "gone")


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ((200, 201, 202, 204), Verdict.TOLD),
        ((400, 403, 404, 409, 413, 415, 422), Verdict.REFUSED),
        ((401, 408, 410, 425, 429, 500, 502, 503, 504, 301, 302, 307), Verdict.UNREACHED),
    ],
)
def test_an_answer_is_told_refused_or_no_answer(statuses: tuple[int, ...], verdict: Verdict) -> None:
    assert {judge(status) for status in statuses} == {verdict}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("7", 7),
        ("-1", 0),
        ("99999999999", 60),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 0),
        ("٣", 0),
    ],
)
def test_a_wish_to_be_left_alone_is_granted_for_a_minute_at_most(header: str | None, seconds: int) -> None:
    assert wish(header) == timedelta(seconds=seconds)


def test_a_receivers_words_are_kept_on_one_line_and_short() -> None:
    assert plain("no\nsuch\x00item\x1b[31m") == "no such item [31m"
    assert len(plain("x" * 10_000)) == 500


def test_a_request_takes_whole_cases_from_the_front_until_it_is_full() -> None:
    cases = [Untold(1, 1, 3), Untold(2, 5, 9), Untold(3, 1, 1)]

    assert fit(cases, 5) == [Untold(1, 1, 3), Untold(2, 5, 6)]
    assert fit(cases, 50) == cases
    assert fit([Untold(1, 3, 900)], 1) == [Untold(1, 3, 22)]
