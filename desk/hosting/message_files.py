"""Reads and writes the catalogues of English texts, always in the same order and without line numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from desk.hosting.message_sources import Text

_HEADER = b"""msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class English:
    """A text in English, for one and for many; both are empty where nobody has translated it yet."""

    one: str = ""
    many: str = ""
    fuzzy: bool = False


Catalogue = Mapping[Text, English]


def read(path: Path) -> dict[Text, English]:
    """What a file holds; nothing where there is no file."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file, locale="en", abort_invalid=True)
    found = {}
    for message in catalog:
        if not message.id:
            continue
        singular, plural = message.id if isinstance(message.id, tuple | list) else (message.id, None)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string, "")
        found[Text(singular, plural)] = English(strings[0] or "", strings[1] or "", message.fuzzy)
    return found


def write(path: Path, catalogue: Catalogue) -> bool:
    """Writes a file if it says something else than before; says whether it did."""
    text = written(catalogue)
    if path.exists() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return True


def written(catalogue: Catalogue) -> bytes:
    """A catalogue as a file holds it, sorted by its Chinese texts."""
    catalog = Catalog(locale="en")
    for text in sorted(catalogue, key=lambda one: (one.singular, one.plural or "")):
        english = catalogue[text]
        flags = ("fuzzy",) if english.fuzzy else ()
        if text.plural is None:
            catalog.add(text.singular, english.one, flags=flags)
        else:
            catalog.add((text.singular, text.plural), (english.one, english.many), flags=flags)
    body = BytesIO()
    write_po(body, catalog, width=_WIDTH, no_location=True, omit_header=True)
    return (_HEADER + body.getvalue()).rstrip(b"\n") + b"\n"
