"""Who acts for somebody else at the window: in what relation, and what has to be shown for it."""

from collections.abc import Mapping
from enum import StrEnum

from desk.rules.state_words import Words


class Standing(StrEnum):
    """How an agent stands to the person or body he acts for."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    RELATIVE = "relative"
    GUARDIAN = "guardian"
    LEGAL_REPRESENTATIVE = "legal_representative"
    EMPLOYEE = "employee"
    GRID_WORKER = "grid_worker"
    OTHER = "other"


STANDING_WORDS: Mapping[Standing, Words] = {
    Standing.SPOUSE: ("配偶", "Spouse"),
    Standing.CHILD: ("子女", "Son or daughter"),
    Standing.PARENT: ("父母", "Father or mother"),
    Standing.RELATIVE: ("其他亲属", "Other relative"),
    Standing.GUARDIAN: ("监护人", "Guardian"),
    Standing.LEGAL_REPRESENTATIVE: ("法定代表人", "Legal representative"),
    Standing.EMPLOYEE: ("单位经办人", "Employee of the body"),
    Standing.GRID_WORKER: ("网格员代办", "Grid worker"),
    Standing.OTHER: ("其他受托人", "Somebody else entrusted"),
}
# By law: 民法典 §23 and §34 for guardians, §61 for who represents a body.
_BY_LAW = frozenset({Standing.GUARDIAN, Standing.LEGAL_REPRESENTATIVE})


def needs_authority(standing: Standing) -> bool:
    """Whether a letter of authority has to be shown (民法典 §165); who represents by law needs none."""
    return standing not in _BY_LAW


def told(standing: Standing, authority_seen: bool) -> str:
    """How the case keeps it, sealed with what else was said: `子女；已核对授权委托书`."""
    relation = STANDING_WORDS[standing][0]
    return f"{relation}；已核对授权委托书" if authority_seen else relation
