"""Finds every text that pages translate: in templates by audience, in Python for all of them together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]
# What templates of every audience and Python use.
SHARED = "shared"
_OF_ONE = ("_", "gettext", "N_")
_KEYWORDS = (*_OF_ONE, "ngettext")
_EXTENSIONS = {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it stands in the code; `plural` is its form for other numbers than one, if it counts."""

    singular: str
    plural: str | None = None


def texts_by_audience(root: Path = ROOT) -> dict[str, frozenset[Text]]:
    """Every text under the audiences that use it; what is shared is under `shared` alone."""
    found: dict[str, set[Text]] = {SHARED: set()}
    for path in sorted((root / "templates").rglob("*.html")):
        audience = path.relative_to(root / "templates").parts[0]
        found.setdefault(audience, set()).update(_in_template(path.read_bytes()))
    for path in sorted((root / "desk").rglob("*.py")):
        found[SHARED].update(_in_python(path.read_bytes()))
    shared = found[SHARED]
    return {
        audience: frozenset(texts if audience == SHARED else texts - shared)
        for audience, texts in found.items()
    }


def _in_template(source: bytes) -> Iterator[Text]:
    found = babel_extract(BytesIO(source), _KEYWORDS, (), _EXTENSIONS)
    yield from _texts((function, message) for _line, function, message, _comments in found)


def _in_python(source: bytes) -> Iterator[Text]:
    # Reading takes its time, and few files speak to people.
    if b"desk.pages.translations" in source or b"def gettext" in source:
        found = extract_python(BytesIO(source), dict.fromkeys(_KEYWORDS), (), {})
        yield from _texts((function, message) for _line, function, message, _comments in found)


def _texts(found: Iterable[tuple[object, object]]) -> Iterator[Text]:
    """Calls with their texts; what is put together at run time is no text and is left out."""
    for function, message in found:
        parts = message if isinstance(message, tuple | list) else (message,)
        if not parts or not isinstance(parts[0], str) or not parts[0]:
            continue
        if function == "ngettext":
            if isinstance(parts[1], str):
                yield Text(parts[0], parts[1])
        elif function in _OF_ONE:
            yield Text(parts[0])
