"""Finds what an enumerated value is called, for pages that must never show its code."""

from collections.abc import Mapping
from enum import Enum
from typing import cast

from desk.rules.role_words import ROLE_WORDS
from desk.rules.state_words import APPLICATION_WORDS, INCIDENT_WORDS, Words

_BY_KIND: dict[type[Enum], Mapping[Enum, Words]] = {}


def _register(table: Mapping[Enum, Words]) -> None:
    _BY_KIND[type(next(iter(table)))] = table


def of(value: Enum) -> Words:
    """Chinese and English for a value; raises KeyError for one nobody has named."""
    return _BY_KIND[type(value)][value]


for _table in (ROLE_WORDS, APPLICATION_WORDS, INCIDENT_WORDS):
    _register(cast(Mapping[Enum, Words], _table))
