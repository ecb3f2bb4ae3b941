"""The texts of the pages in each language: Chinese stands in the code, English in `locales/en/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from desk.pages.language import CHINESE, LANGUAGES

FOLDER = Path(__file__).resolve().parents[2] / "locales"
_LANGUAGE: ContextVar[str] = ContextVar("language", default=CHINESE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within this block texts are in the language."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def speak(language: str) -> None:
    """From here on texts are in the language, for the request that is being answered."""
    _LANGUAGE.set(language)


def language() -> str:
    """The language spoken now."""
    return _LANGUAGE.get()


def N_(text: str) -> str:  # noqa: N802 -- the name by which catalogues find texts translated later
    """Marks a text that is translated where it is shown."""
    return text


def gettext(text: str) -> str:
    """The text in the language spoken now."""
    return str(_translations(_LANGUAGE.get()).gettext(text))


def ngettext(singular: str, plural: str, number: int) -> str:
    """The text for a number of things, in the language spoken now."""
    return str(_translations(_LANGUAGE.get()).ngettext(singular, plural, number))


def load() -> None:
    """Reads every catalogue, so that no request waits for it."""
    for one in LANGUAGES:
        _translations(one)


def catalogues(language: str) -> list[Path]:
    """The catalogue files of a language, one for each audience."""
    return sorted((FOLDER / language).glob("*.po"))


@cache
def _translations(language: str) -> NullTranslations:
    if language == CHINESE:
        return NullTranslations()
    whole = Catalog(locale=language)
    for path in catalogues(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)
