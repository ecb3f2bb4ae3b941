"""Turns the bytes of a Shapefile's texts into characters: its encoding is stated, never guessed."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from grid.errors import LayerUnreadable
from grid.packed import companion

# What the byte 29 of a .dbf says, where it says something certain.
_LANGUAGES = {0x03: "cp1252", 0x4D: "gb18030", 0x4F: "cp950", 0x57: "cp1252", 0x7A: "gb18030"}
_NAMES = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "65001": "utf-8", "ansi 936": "gb18030"}


def encoding_of(shp: Path) -> str | None:
    """The encoding a Shapefile names itself, in its .cpg or in its .dbf; None where it does not.

    Raises LayerUnreadable for one nobody knows.
    """
    cpg, dbf = companion(shp, ".cpg"), companion(shp, ".dbf")
    if cpg is not None:
        named = cpg.read_bytes()[:40].decode("ascii", "replace").strip().lower()
        return known(shp, _NAMES.get(named, f"cp{named}" if named.isdigit() else named))
    if dbf is None:
        return None
    with dbf.open("rb") as file:
        head = file.read(30)
    return _LANGUAGES.get(head[29]) if len(head) == 30 else None


def known(shp: Path, encoding: str) -> str:
    """The same encoding; raises LayerUnreadable for one nobody knows."""
    try:
        "".encode(encoding)
    except (LookupError, UnicodeError) as error:
        raise LayerUnreadable(shp.name, f"names the encoding {encoding!r}, which nobody knows") from error
    return encoding


def likely(texts: Iterable[bytes]) -> str:
    """Which encoding to look at first for texts that are not ASCII."""
    together = b"\n".join(texts)
    for encoding in ("utf-8", "gb18030"):
        try:
            together.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "cp1252"


def decoded(values: Mapping[str, object], encoding: str | None, number: int, shp: Path) -> dict[str, object]:
    """The properties of a row, whose texts stand there byte by byte; raises LayerUnreadable."""
    read: dict[str, object] = {}
    for key, value in values.items():
        if not isinstance(value, str) or value.isascii():
            read[key] = value
            continue
        raw = value.encode("latin-1")
        if encoding is None:
            raise LayerUnreadable(
                shp.name, f"does not state the encoding of its texts (row {number}); the likely one is"
                f" {likely([raw])}, and --encoding states it",
            )  # fmt: skip
        try:
            read[key] = raw.decode(encoding)
        except UnicodeDecodeError as error:
            raise LayerUnreadable(
                shp.name, f"row {number}: {key} is not {encoding}; state the encoding of its texts"
            ) from error
    return read
