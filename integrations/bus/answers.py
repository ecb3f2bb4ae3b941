"""What a receiver's answer means: taken, a refusal of what was said, or a receiver that is not there."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LONGEST_WISH = timedelta(seconds=60)
# These say something about the line or the account, whatever was sent: no case is to blame for them.
_NOT_THE_CASE = frozenset({401, 407, 408, 410, 421, 425, 429})


class Verdict(StrEnum):
    """Whose state an answer changes: the entry is told, the case waits for a person, or the line is down."""

    TOLD = "told"
    REFUSED = "refused"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its reasons; `wait` is how long the receiver asked to be left alone."""

    verdict: Verdict
    status: int = 0
    reason: str = ""
    wait: timedelta = timedelta()


def judge(status: int) -> Verdict:
    """What a status says: 2xx told; 4xx refused, but for those about line or account; the rest unreached."""
    if 200 <= status < 300:
        return Verdict.TOLD
    if 400 <= status < 500 and status not in _NOT_THE_CASE:
        return Verdict.REFUSED
    return Verdict.UNREACHED


def wish(retry_after: str | None) -> timedelta:
    """The pause a Retry-After header asks for in seconds, a minute at most; anything else counts as none."""
    if retry_after is None or not retry_after.isascii() or not retry_after.isdigit():
        return timedelta()
    return min(timedelta(seconds=int(retry_after[:6])), LONGEST_WISH)


def plain(text: str) -> str:
    """A receiver's words, fit to be stored and shown: printable, on one line, 500 characters at most."""
    return "".join(c if c.isprintable() else " " for c in text[:500]).strip()
