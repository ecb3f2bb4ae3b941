"""Splits names and everyday words into what a catalogue is searched by."""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from pinyin import Pinyin, folded, is_latin

LONGEST_PREFIX = 24


def index_words(texts: Iterable[str], pinyin: Pinyin) -> tuple[str, ...]:
    """Everything the texts are found by: characters, pairs, beginnings of words, pinyin, initials."""
    found: set[str] = set()
    for text in texts:
        for latin, run in _runs(text):
            found.update(_beginnings(run) if latin else [*run, *map("".join, pairwise(run))])
        plain = folded(text)
        for start in _starts(plain):
            found.update(_beginnings(pinyin.plain(plain[start:])))
            found.update(_beginnings(pinyin.initials(plain[start:])))
    return tuple(sorted(found))


def query_words(text: str) -> tuple[str, ...]:
    """What has to be among the index words: each Latin word as a beginning, pairs of the other characters."""
    found: set[str] = set()
    for latin, run in _runs(text):
        if latin:
            found.add(run[:LONGEST_PREFIX])
        else:
            found.update(map("".join, pairwise(run)) if len(run) > 1 else run)
    return tuple(sorted(found))


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for word in folded(text).split():
        for latin, run in groupby(word, key=is_latin):
            yield latin, "".join(run)


def _starts(plain: str) -> Iterator[int]:
    """Where somebody may begin to read: people say 垃圾 and type laji for 暴露垃圾."""
    yield 0
    for place, (before, sign) in enumerate(pairwise(plain), 1):
        if not (is_latin(before) and is_latin(sign)):
            yield place


def _beginnings(word: str) -> Iterator[str]:
    for end in range(1, min(len(word), LONGEST_PREFIX) + 1):
        yield word[:end]
