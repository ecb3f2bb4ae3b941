"""Finds what an enumerated value or a stored code is called, for pages that must never show a code."""

from collections.abc import Mapping
from enum import Enum
from typing import cast

from desk.new_case import Channel
from desk.pages.language import CHINESE
from desk.pages.translations import language
from desk.rules import clock_words as clocks
from desk.rules import item_words as items
from desk.rules import person_words as persons
from desk.rules import place_words as places
from desk.rules import record_words as records
from desk.rules import route_words as routes
from desk.rules import task_words as tasks
from desk.rules.act_words import ACT_WORDS
from desk.rules.agency import STANDING_WORDS
from desk.rules.entry_words import ENTRY_WORDS
from desk.rules.role_words import ROLE_WORDS
from desk.rules.state_words import APPLICATION_WORDS, INCIDENT_WORDS, Words
from registry.catalogue import CatalogueKind
from registry.data_keys import OwnerKind
from registry.subject_indexes import SubjectKind

# Every table by the name under which a stored code is looked up.
TABLES: dict[str, Mapping[object, Words]] = {
    name: cast(Mapping[object, Words], table)
    for name, table in {
        "act": ACT_WORDS,
        "entry": ENTRY_WORDS,
        "role": ROLE_WORDS,
        "application_state": APPLICATION_WORDS,
        "incident_state": INCIDENT_WORDS,
        "clock": clocks.CLOCK_WORDS,
        "clock_state": clocks.CLOCK_STATE_WORDS,
        "unit": clocks.UNIT_WORDS,
        "counting": clocks.COUNTING_WORDS,
        "pause": clocks.PAUSE_WORDS,
        "day_kind": clocks.DAY_WORDS,
        "year": clocks.YEAR_WORDS,
        "alert": clocks.LAMP_WORDS,
        "lamp": clocks.LIGHT_WORDS,
        "weekday": clocks.WEEKDAY_WORDS,
        "short_weekday": clocks.SHORT_WEEKDAYS,
        "case_kind": tasks.CASE_KIND_WORDS,
        "task": tasks.TASK_WORDS,
        "task_state": tasks.TASK_STATE_WORDS,
        "return": tasks.RETURN_WORDS,
        "refusal": tasks.REFUSAL_WORDS,
        "special": tasks.SPECIAL_WORDS,
        "delivery": tasks.DELIVERY_WORDS,
        "relation": tasks.RELATION_WORDS,
        "card": tasks.CARD_WORDS,
        "result": tasks.RESULT_WORDS,
        "notice": tasks.NOTICE_WORDS,
        "rank": routes.RANK_WORDS,
        "passed": routes.PASSED_WORDS,
        "breadth": routes.BREADTH_WORDS,
        "lost": routes.LOST_WORDS,
        "route": routes.ROUTE_WORDS,
        "outcome": routes.OUTCOME_WORDS,
        "border": routes.BORDER_WORDS,
        "unreachable": routes.UNREACHABLE_WORDS,
        "item_kind": items.ITEM_KIND_WORDS,
        "place_rule": items.PLACE_RULE_WORDS,
        "obtain": items.OBTAIN_WORDS,
        "service_role": items.SERVICE_ROLE_WORDS,
        "demand": items.DEMAND_WORDS,
        "field_kind": items.FIELD_KIND_WORDS,
        "use_level": items.USE_LEVEL_WORDS,
        "material": items.MATERIAL_WORDS,
        "catalogue": items.CATALOGUE_WORDS,
        "number": persons.NUMBER_WORDS,
        "sex": persons.SEX_WORDS,
        "doubt": persons.DOUBT_WORDS,
        "purpose": persons.PURPOSE_WORDS,
        "duty": persons.DUTY_WORDS,
        "reach": persons.REACH_WORDS,
        "subject": persons.SUBJECT_WORDS,
        "standing": STANDING_WORDS,
        "owner": persons.OWNER_WORDS,
        "channel": persons.CHANNEL_WORDS,
        "level": places.LEVEL_WORDS,
        "division": places.DIVISION_WORDS,
        "township": places.TOWNSHIP_WORDS,
        "committee": places.COMMITTEE_WORDS,
        "crs": places.CRS_WORDS,
        "map_fault": places.MAP_FAULT_WORDS,
        "service_point": places.SERVICE_POINT_WORDS,
        "window": places.WINDOW_WORDS,
        "sector": places.SECTOR_WORDS,
        "chain_fault": records.CHAIN_FAULT_WORDS,
        "difference": records.DIFFERENCE_WORDS,
        "verdict": records.VERDICT_WORDS,
        "audit_stream": records.AUDIT_STREAM_WORDS,
        "errand": records.ERRAND_WORDS,
        "audit": records.AUDIT_WORDS,
    }.items()
}
# Enums that live beside a store are named by their values, since rules know no store.
BY_VALUE: dict[type[Enum], str] = {
    Channel: "channel",
    SubjectKind: "subject",
    OwnerKind: "owner",
    CatalogueKind: "catalogue",
}
BY_KIND: dict[type[Enum], Mapping[object, Words]] = {
    kind: TABLES[name] for kind, name in BY_VALUE.items()
} | {type(first): table for table in TABLES.values() if isinstance(first := next(iter(table)), Enum)}


def of(value: Enum) -> Words:
    """Chinese and English for a value; raises KeyError for one nobody has named."""
    return BY_KIND[type(value)][value]


def stored(table: str, code: str | int) -> Words:
    """Chinese and English for a code as stores keep it, e.g. `stored("act", "handle")`; raises KeyError."""
    return TABLES[table][code]


def spoken(words: Words) -> str:
    """The one of the two that is spoken now; the Chinese where there is no English."""
    return words[0] if language() == CHINESE else words[1] or words[0]


def said(value: Enum) -> str:
    """What a value is called in the language spoken."""
    return spoken(of(value))


def named(code: str | int, table: str) -> str:
    """What a stored code is called in the language spoken, e.g. `named("handle", "act")`."""
    return spoken(stored(table, code))
