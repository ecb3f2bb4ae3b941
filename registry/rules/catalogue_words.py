"""Splits names and everyday words into what a catalogue is searched by."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from pinyin import Pinyin, folded, is_latin

LONGEST_PREFIX = 24
# English words that say nothing of what is meant; those of two letters never do.
_SILENT = re.compile(
    "and|are|been|can|for|from|had|has|have|here|its|not|our|out|please|that|the|their|there|they|this|was|were"
    "|what|when|where|who|why|will|with|you|your"
)
_SHORTEST = 2


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


def telling_words(text: str) -> dict[str, int]:
    """The words of a sentence that may tell what is meant, with the weight of each.

    A Latin word weighs as much as two pairs of other characters: one pair may be there by chance, since the
    words of such a sentence have no beginning and no end.
    """
    found: dict[str, int] = {}
    for latin, run in _runs(text):
        if not latin:
            found |= dict.fromkeys(map("".join, pairwise(run)), 1)
        elif len(run) > _SHORTEST and not _SILENT.fullmatch(run):
            found[run[:LONGEST_PREFIX]] = 2
    return found


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
