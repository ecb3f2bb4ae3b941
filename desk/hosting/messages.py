"""Keeps the English texts of the pages in step with the Chinese ones, and says what is amiss with them."""

import argparse
import fcntl
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desk.hosting.message_files import Catalogue, English, read, write
from desk.hosting.message_sources import ROOT, Text, texts_by_audience

_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# Named places of texts, filled here (`%(name)s`) or by a script (`{name}`).
_PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
# Templates read every text as a form, so a lone sign would break the page.
_LONE_SIGN = re.compile(r"%(?!\(\w+\)[sd]|%)")


def folder(root: Path = ROOT) -> Path:
    """Where the English catalogues are, one file for each audience."""
    return root / "locales" / "en"


def catalogues(root: Path = ROOT) -> dict[str, dict[Text, English]]:
    """Every catalogue by its audience."""
    return {path.stem: read(path) for path in sorted(folder(root).glob("*.po"))}


def update(root: Path = ROOT, only: frozenset[str] = frozenset()) -> list[str]:
    """Adds what is missing and removes what nobody uses, in all files or some; returns those that changed.

    A text that has moved from one audience to another, or is used by two, keeps its English.
    """
    present = catalogues(root)
    known = {text: english for catalogue in present.values() for text, english in catalogue.items()}
    known |= {text: english for one in present.values() for text, english in one.items() if english.one}
    changed = []
    wanted = texts_by_audience(root)
    for audience in sorted({*wanted, *present}):
        if only and audience not in only:
            continue
        kept = present.get(audience, {})
        texts = wanted.get(audience, frozenset())
        news = {text: kept.get(text) or known.get(text, English()) for text in texts}
        if not news:
            (folder(root) / f"{audience}.po").unlink(missing_ok=True)
        elif write(folder(root) / f"{audience}.po", news):
            changed.append(audience)
    return changed


def fill(lines: Iterable[str], root: Path = ROOT) -> list[str]:
    """Translates: each line has a Chinese text, its English and, of what is counted, the English of many.

    They are parted by tabs. Returns the texts that no page uses.
    """
    said = {}
    for line in lines:
        chinese, *english = line.rstrip("\n").split("\t")
        if english:
            said[chinese] = English(english[0], english[1] if len(english) > 1 else "")
    used = set()
    for audience, catalogue in catalogues(root).items():
        news = {text: said.get(text.singular, english) for text, english in catalogue.items()}
        used |= {text.singular for text in catalogue}
        write(folder(root) / f"{audience}.po", news)
    return sorted(said.keys() - used)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two people at work at once do not write over each other."""
    held = os.open(folder(root), os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def faults(root: Path = ROOT) -> list[str]:
    """Everything amiss with the catalogues, as lines for people; empty when all is well."""
    present, wanted = catalogues(root), texts_by_audience(root)
    return [
        *_untranslated(present, wanted),
        *_unused(present, wanted),
        *(fault for name, one in present.items() for fault in _badly_said(name, one)),
        *_said_differently(present),
        *_counted_and_not(wanted),
    ]


def _untranslated(present: Mapping[str, Catalogue], wanted: Mapping[str, frozenset[Text]]) -> Iterator[str]:
    for audience, texts in wanted.items():
        catalogue = present.get(audience, {})
        for text in sorted(texts, key=str):
            english = catalogue.get(text, English())
            if not english.one or (text.plural is not None and not english.many):
                yield f"{audience}.po: not translated: {text.singular}"


def _unused(present: Mapping[str, Catalogue], wanted: Mapping[str, frozenset[Text]]) -> Iterator[str]:
    for audience, catalogue in present.items():
        for text in catalogue:
            if text not in wanted.get(audience, frozenset()):
                yield f"{audience}.po: not used: {text.singular}"


def _badly_said(audience: str, catalogue: Catalogue) -> Iterator[str]:
    for text, english in catalogue.items():
        for said in filter(None, (english.one, english.many)):
            if _LONE_SIGN.search(said) or _LONE_SIGN.search(text.singular):
                yield f"{audience}.po: a lone % (write %%): {said}"
            if _CHINESE.search(said):
                yield f"{audience}.po: Chinese in the English: {said}"
            if "!" in said:
                yield f"{audience}.po: an exclamation mark: {said}"
            if set(_PLACE.findall(said)) != set(_PLACE.findall(text.singular)):
                yield f"{audience}.po: other placeholders: {text.singular} = {said}"
        if english.fuzzy:
            yield f"{audience}.po: marked as doubtful: {text.singular}"


def _said_differently(present: Mapping[str, Catalogue]) -> Iterator[str]:
    first: dict[Text, tuple[str, English]] = {}
    for audience, catalogue in present.items():
        for text, english in catalogue.items():
            if not english.one:
                continue
            other, before = first.setdefault(text, (audience, english))
            if (before.one, before.many) != (english.one, english.many):
                yield f"{audience}.po: said otherwise in {other}.po: {text.singular}"


def _counted_and_not(wanted: Mapping[str, frozenset[Text]]) -> Iterator[str]:
    texts = {text for one in wanted.values() for text in one}
    for text in sorted(texts, key=str):
        if text.plural is not None and Text(text.singular) in texts:
            yield f"used with a number and without: {text.singular}"


def main(given: list[str] | None = None) -> int:
    """The command `bin/messages`; returns 1 where something is amiss."""
    parser = argparse.ArgumentParser(prog="bin/messages", description=__doc__)
    parser.add_argument("--fill", action="store_true", help="read translations: Chinese, a tab, English")
    parser.add_argument("--check", action="store_true", help="only say what is amiss")
    parser.add_argument("audiences", nargs="*", help="the files to bring up to date; all, if none is named")
    asked = parser.parse_args(given)
    if not asked.check:
        with _alone(ROOT):
            for audience in update(only=frozenset(asked.audiences)):
                _say(f"locales/en/{audience}.po is up to date")
            for unknown in fill(sys.stdin) if asked.fill else ():
                _say(f"no page says this: {unknown}")
    found = [one for one in faults() if not asked.audiences or one.partition(".po")[0] in asked.audiences]
    for fault in found:
        _say(fault)
    return 1 if found else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
