"""What an address is found by: pairs of neighbouring characters of its text and its spellings."""

from dataclasses import dataclass
from itertools import islice, pairwise, product

from pinyin import Pinyin, folded

_SPELLINGS = 4  # characters of several readings multiply; this many cover names with two of them


@dataclass(frozen=True, slots=True)
class Searchable:
    """An address as it is searched; spellings are separated by spaces, tokens distinct and sorted."""

    folded: str
    pinyin: str
    initials: str
    tokens: tuple[str, ...]


def searchable(text: str, table: Pinyin) -> Searchable:
    """How the words of an address are stored for search."""
    plain = folded(text)
    run = plain.replace(" ", "")
    letters = " ".join(table.spellings(plain, _SPELLINGS))
    initials = " ".join(map("".join, islice(product(*_initials(run, table)), _SPELLINGS)))
    tokens = {pair for part in (plain, letters, initials) for pair in _pairs(part)}
    return Searchable(plain, letters, initials, tuple(sorted(tokens)))


def fragments(query: str) -> tuple[str, ...]:
    """The parts of a query that must all be found, in small letters without punctuation."""
    return tuple(dict.fromkeys(folded(query).split()))


def tokens_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens an address must carry to contain every part; a part of one character asks for none."""
    return tuple(sorted({pair for part in parts for pair in _pairs(part)}))


def _pairs(text: str) -> set[str]:
    return {first + second for part in text.split() for first, second in pairwise(part)}


def _initials(run: str, table: Pinyin) -> list[tuple[str, ...]]:
    return [
        tuple(dict.fromkeys(reading[0] for reading in table.readings(character))) or (character,)
        for character in run
    ]
