"""How the pretend city reads a request of the bus: signature first, then one event or a batch of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from standardwebhooks import Webhook, WebhookVerificationError

from integrations.sandbox.record import Event, canonical

EVENT = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
_TEXTS = ("id", "source", "type", "subject", "time", "sequence")


class Unacceptable(Exception):
    """Raised when a request cannot be taken; carries the HTTP status and a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True)
class Again:
    """What the sender wants to tell once more: a case from one of its messages on."""

    case: str
    from_sequence: int


def read_again(secret: str, headers: Mapping[str, str], body: bytes) -> Again:
    """What a signed request wants to tell once more; raises Unacceptable (401 signature, 400 contents)."""
    asked = _signed(secret, headers, body)
    case, first = (asked.get("case"), asked.get("from_sequence")) if isinstance(asked, dict) else (None, None)
    if not isinstance(case, str) or type(first) is not int or first < 1:
        raise Unacceptable(400, "wanted are a case (text) and from_sequence (a number from 1)")
    return Again(case, first)


def _signed(secret: str, headers: Mapping[str, str], body: bytes) -> object:
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
        return json.loads(body)
    except WebhookVerificationError as error:
        raise Unacceptable(401, str(error)) from None
    except ValueError:
        raise Unacceptable(400, "the body is not JSON in UTF-8, or the signature is malformed") from None


def read_request(secret: str, headers: Mapping[str, str], body: bytes) -> list[Event]:
    """The events of a signed request; raises Unacceptable (401 signature, 415 format, 400 contents)."""
    parsed = _signed(secret, headers, body)
    content_type = headers.get("content-type", "").split(";")[0].strip()
    if content_type == EVENT:
        return [_event(parsed)]
    if content_type != BATCH:
        raise Unacceptable(415, f"neither {EVENT} nor {BATCH}")
    if not isinstance(parsed, list):
        raise Unacceptable(400, "a batch is an array")
    return [_event(item) for item in parsed]


def _event(item: object) -> Event:
    if not isinstance(item, dict):
        raise Unacceptable(400, "an event is an object")
    if item.get("specversion") != "1.0":
        raise Unacceptable(400, "specversion must be 1.0")
    missing = [name for name in _TEXTS if not isinstance(item.get(name), str) or not item[name]]
    if missing:
        raise Unacceptable(400, f"missing or not text: {', '.join(missing)}")
    if not item["sequence"].isascii() or not item["sequence"].isdigit():
        raise Unacceptable(400, "sequence must be digits")
    sequence = int(item["sequence"])
    return Event(item["source"], item["id"], item["type"], item["subject"], sequence, canonical(item))
