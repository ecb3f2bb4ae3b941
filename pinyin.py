"""Readings of Chinese characters from a compact table, and the ways a text can be spelled in letters."""

import sys
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import combinations, groupby, islice, product
from pathlib import Path

_MAGIC = b"readings of characters 1\n"
_DIGEST = 32

Readings = Callable[[str], tuple[str, ...]]


class PinyinTableUnusable(Exception):
    """Raised when the table of readings is missing or damaged; the sentence says how to make it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; make it again with: python -m desk.hosting.build_pinyin PATH")


@dataclass(frozen=True, slots=True)
class Pinyin:
    """The table of readings in memory, well under a megabyte; safe to share between threads."""

    _characters: "array[int]"
    _entries: "array[int]"
    _readings: tuple[tuple[str, ...], ...]

    def readings(self, character: str) -> tuple[str, ...]:
        """Every reading of a character without tones, the likeliest in names first; `ü` is written `v`.

        Nothing for what is no Chinese character or has no known reading.
        """
        point = ord(character)
        at = bisect_left(self._characters, point)
        if at == len(self._characters) or self._characters[at] != point:
            return ()
        return self._readings[self._entries[at]]

    def plain(self, text: str) -> str:
        """The text in small letters and digits, by first readings: 荔城1号 → licheng1hao."""
        return "".join(unit[0] for unit in syllables(text, self.readings))

    def initials(self, text: str) -> str:
        """The first letter of each character or word: 荔城区 → lcq."""
        return "".join(unit[0][0] for unit in syllables(text, self.readings))

    def spellings(self, text: str, most: int) -> list[str]:
        """At most so many spellings of a text in letters, the likeliest first: 长乐 → changle, zhangle, …"""
        return list(islice(filter(None, map("".join, spellings(syllables(text, self.readings)))), most))


def load(path: Path) -> Pinyin:
    """Reads the table made at set-up; raises PinyinTableUnusable."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise PinyinTableUnusable(
            f"the table of readings {path} cannot be read ({error.strerror})"
        ) from error


def decode(data: bytes) -> Pinyin:
    """The table from the bytes `encode` made; raises PinyinTableUnusable for any other bytes."""
    body = data[len(_MAGIC) + _DIGEST :]
    if data[: len(_MAGIC) + _DIGEST] != _MAGIC + sha256(body).digest():
        raise PinyinTableUnusable("the table of readings is damaged or of another version")
    head, numbers = body.split(b"\0", 1)
    characters, entries = array("I"), array("H")
    count = len(numbers) // (characters.itemsize + entries.itemsize)
    characters.frombytes(numbers[: count * characters.itemsize])
    entries.frombytes(numbers[count * characters.itemsize :])
    _little_endian(characters)
    _little_endian(entries)
    readings = tuple(tuple(map(sys.intern, line.split(" "))) for line in head.decode("ascii").split("\n"))
    return Pinyin(characters, entries, readings)


def encode(readings: Mapping[str, tuple[str, ...]]) -> bytes:
    """The bytes of a table: character → its readings, each of small letters, at least one."""
    distinct = sorted(set(readings.values()))
    numbers = {entry: number for number, entry in enumerate(distinct)}
    ordered = sorted(readings)
    characters = _little_endian(array("I", map(ord, ordered)))
    entries = _little_endian(array("H", (numbers[readings[character]] for character in ordered)))
    head = "\n".join(" ".join(entry) for entry in distinct).encode("ascii")
    body = head + b"\0" + characters.tobytes() + entries.tobytes()
    return _MAGIC + sha256(body).digest() + body


def _little_endian(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def folded(text: str) -> str:
    """The text as it is searched: NFKC, small letters, no accents on Latin, a space for all other signs.

    Marks and invisible characters (variation selectors, joiners) are dropped without a space.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(map(_folded_character, plain)).split())


def _folded_character(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else " "
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return ""
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii() and base.isalpha():
        return base
    return character if category[0] in "LN" else " "


def is_latin(character: str) -> bool:
    """Whether a folded character is a letter or digit that people type as it is."""
    return character.isascii() and character.isalnum()


def syllables(text: str, readings: Readings) -> list[tuple[str, ...]]:
    """What a text is spelled of, each with its alternatives: a character's readings, or a Latin word.

    Characters without a reading are left out.
    """
    units: list[tuple[str, ...]] = []
    for latin, run in groupby(folded(text), key=is_latin):
        units += [("".join(run),)] if latin else [found for found in map(readings, run) if found]
    return units


def spellings(units: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Ways to read alternatives in sequence: the first readings, then others at one place, then at two."""
    for changes in range(min(2, len(units)) + 1):
        for places in combinations(range(len(units)), changes):
            yield from map(partial(_read, units, places), product(*(units[place][1:] for place in places)))


def _read(
    units: Sequence[tuple[str, ...]], places: tuple[int, ...], others: tuple[str, ...]
) -> tuple[str, ...]:
    changed = dict(zip(places, others, strict=True))
    return tuple(changed.get(place, unit[0]) for place, unit in enumerate(units))
