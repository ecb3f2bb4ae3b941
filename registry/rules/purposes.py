"""Why somebody looks at personal data: one of a few codes, and the case it is for."""

import re
from enum import StrEnum


class Purpose(StrEnum):
    """What personal data may be shown unmasked for; what is none of these is no reason."""

    IDENTITY_CHECK = "identity_check"
    CONTACT = "contact"
    DECISION = "decision"
    DELIVERY = "delivery"
    COMPLAINT = "complaint"
    AUDIT = "audit"
    DATA_SUBJECT_REQUEST = "data_subject_request"


# Work on a case by itself: its masked page, the answers of its form for the checklist.
_WORK = "case"
_STATED = re.compile(r"([a-z_]+)(?::([0-9]{1,19}))?")


def for_case(case_id: int, purpose: Purpose | None = None) -> str:
    """The purpose as a reach carries it, for a case fetched through that reach, e.g. `decision:12`."""
    return f"{purpose or _WORK}:{case_id}"


def is_purpose(stated: str) -> bool:
    """Whether it is a known code, with the id of a case or, but for work on a case, without."""
    found = _STATED.fullmatch(stated)
    if found is None:
        return False
    name, case_id = found.groups()
    return name in set(Purpose) or (name == _WORK and case_id is not None)


def is_about_case(stated: str | None) -> bool:
    """Whether it names a case."""
    return stated is not None and is_purpose(stated) and ":" in stated
