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
        found.update(_beginnings(pinyin.plain(text)))
        found.update(_beginnings(pinyin.initials(text)))
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


def _beginnings(word: str) -> Iterator[str]:
    for end in range(1, min(len(word), LONGEST_PREFIX) + 1):
        yield word[:end]
