"""Keyed tokens by which sealed names are found: the whole name, pairs of characters, pinyin and initials."""

from collections.abc import Callable, Iterator
from enum import Enum
from itertools import groupby, islice, pairwise

import chain
from pinyin import Readings, folded, is_latin, spellings, syllables
from registry.errors import SearchTooShort

# A name of any length costs a bounded number of tokens; what lies beyond narrows no search.
MOST_TOKENS = 160
MOST_SPELLINGS = 24
# Names of firms are long and searched by characters; of their rarer readings a few are enough.
LONG_NAME, MOST_SPELLINGS_OF_LONG = 4, 8
LONGEST_PREFIX = 24
LONGEST_TEXT = 40
SHORTEST = 2


class _Class(Enum):
    """The kinds of token; the class is hashed before the text, so equal texts of two classes differ."""

    NAME = b"name\0"
    PAIR = b"pair\0"
    LETTERS = b"letters\0"


_Minter = Callable[[_Class, str], int]


def name_token(key: bytes, name: str) -> int:
    """The token of a whole name, for equality; case, width, spaces and dots do not matter."""
    return _minter(key)(_Class.NAME, _compact(folded(name)))


def index_tokens(key: bytes, name: str, readings: Readings) -> tuple[int, ...]:
    """Every token a name is found by, signed 64-bit, sorted; stored beside the sealed name.

    The whole name, pairs of neighbouring characters, and in letters every beginning of two or more of: the
    pinyin (张三 → zh … zhangsan), the initials (zs), each Latin word. Characters with several readings count
    in all of them. At most MOST_TOKENS, the likeliest readings first.

    Tokens are HMAC-SM3 cut to 64 bits: the national algorithm that the blind indexes use as well, so one
    assessment covers both; a keyed BLAKE2b would save a microsecond per token and need its own.
    """
    whole, mint = folded(name), _minter(key)
    if not whole:
        return ()
    text = whole[:LONGEST_TEXT]
    terms = {(_Class.NAME, _compact(whole)): None}
    terms |= {(_Class.PAIR, pair): None for pair in _pairs(_compact(text))}
    for letters in _spelled_beginnings(text, readings):
        if len(terms) >= MOST_TOKENS:
            break
        terms[_Class.LETTERS, letters] = None
    return tuple(sorted({mint(kind, term) for kind, term in terms}))


def search_tokens(key: bytes, text: str) -> tuple[frozenset[int], ...]:
    """What to look for: names that hold all tokens of any one of these sets.

    Letters are looked up as a beginning of pinyin, initials or Latin words; other characters as a part of
    the name. Finds a little more than was asked (all pairs, but elsewhere), so the opened names are compared
    again where it matters. Raises SearchTooShort for fewer than two letters or characters.
    """
    words, mint = folded(text)[:LONGEST_TEXT], _minter(key)
    compact = _compact(words)
    if len(compact) < SHORTEST:
        raise SearchTooShort("a name is searched by two letters or characters at least")
    by_word = [word[:LONGEST_PREFIX] for word in _latin_words(words) if len(word) >= SHORTEST]
    word_tokens = frozenset(mint(_Class.LETTERS, word) for word in by_word)
    if not all(map(is_latin, compact)):
        return (word_tokens | {mint(_Class.PAIR, pair) for pair in _pairs(compact)},)
    together = frozenset({mint(_Class.LETTERS, compact[:LONGEST_PREFIX])})
    # `smith john` is two words of a name; `zhang san` may be one name spelled apart.
    apart = len(by_word) > 1 and len(by_word) == len(words.split())
    return (together, word_tokens) if apart else (together,)


def _minter(key: bytes) -> _Minter:
    digest = chain.keyed_sm3(key)

    def mint(kind: _Class, text: str) -> int:
        return int.from_bytes(digest(kind.value + text.encode())[:8], "big", signed=True)

    return mint


def _compact(text: str) -> str:
    return text.replace(" ", "")


def _pairs(compact: str) -> Iterator[str]:
    # Pairs of Latin letters alone would find half the city; words are found by their beginnings.
    for left, right in pairwise(compact):
        if not (is_latin(left) and is_latin(right)):
            yield left + right


def _latin_words(text: str) -> list[str]:
    return ["".join(run) for latin, run in groupby(text, key=is_latin) if latin]


def _spelled_beginnings(text: str, readings: Readings) -> Iterator[str]:
    units = syllables(text, readings)
    most = MOST_SPELLINGS if len(units) <= LONG_NAME else MOST_SPELLINGS_OF_LONG
    for number, spelling in enumerate(islice(spellings(units), most)):
        yield from _beginnings("".join(spelling))
        yield from _beginnings("".join(part[0] for part in spelling))
        if number == 0:
            for word in _latin_words(text):
                yield from _beginnings(word)


def _beginnings(letters: str) -> Iterator[str]:
    for end in range(SHORTEST, min(len(letters), LONGEST_PREFIX) + 1):
        yield letters[:end]
