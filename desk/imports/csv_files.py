"""Reads a foreign CSV file row by row in little memory, and says at which line it cannot go on."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.imports.errors import FileUnreadable

LONGEST_LINE = 1_000_000  # bytes; a longer one is no CSV but something else
DELIMITERS = (",", ";", "\t", "|")
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PIECE = 65_536  # bytes


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: the line of the file it ends on (the header is line 1), and the values that were wanted."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column].strip()


class CsvFile:
    """A CSV file with a header that must name `columns`; read once, one line in memory at a time.

    Values of other columns are not handed on. The encoding is stated, never guessed (UTF-8, with or without
    a mark, unless told otherwise), and so is what separates the fields. Refused are: a missing or doubled
    column, a row with too many or too few fields, a quotation that never ends, a NUL, and a last line without
    a line end: such a file was probably cut off, and its last value with it.
    """

    def __init__(
        self, path: Path, columns: Sequence[str], encoding: str = "utf-8", delimiter: str = ","
    ) -> None:
        self.path, self.encoding, self._delimiter = path, encoding, delimiter
        self._wanted = tuple(columns)
        self._line = 0
        self.read = 0  # bytes read so far
        try:
            self.size = path.stat().st_size
            # Two bytes a character: lines cannot be told apart before they are decoded.
            self._wide = "\n".encode(encoding) != b"\n"
        except OSError as error:
            raise FileUnreadable(str(path), None, error.strerror or str(error)) from error
        except LookupError as error:
            raise FileUnreadable(str(path), None, f"there is no encoding {encoding!r}") from error

    def rows(self) -> Iterator[CsvRow]:
        """The rows in the order of the file; raises FileUnreadable where it cannot be read any further."""
        every = self.fields()
        header = next(every)
        places = {column: header.index(column) for column in self._wanted}
        for fields in every:
            yield CsvRow(self._line, {column: fields[at] for column, at in places.items()})

    def fields(self) -> Iterator[list[str]]:
        """The header and the rows with all their fields; raises FileUnreadable."""
        lines = self._wide_lines() if self._wide else self._lines()
        reader = csv.reader(lines, strict=True, delimiter=self._delimiter)
        try:
            header = self._header(next(reader, None))
            yield header
            for fields in reader:
                if len(fields) != len(header):
                    raise self._error(f"has {len(fields)} fields, the header names {len(header)}")
                yield fields
        except csv.Error as error:
            raise self._error(f"{error}; a quotation begun there or before does not end") from error

    def _header(self, header: list[str] | None) -> list[str]:
        if not header:
            raise self._error("the file is empty; its first line must name the columns")
        missing = [column for column in self._wanted if column not in header]
        if missing:
            for other in DELIMITERS:
                if set(self._wanted) <= {
                    name.strip('"') for name in self._delimiter.join(header).split(other)
                }:
                    raise self._error(f"its columns are separated by {other!r}; state it with --delimiter")
            raise self._error(f"no column {', '.join(missing)}; there are {', '.join(header)}"[:1000])
        doubled = [column for column in self._wanted if header.count(column) > 1]
        if doubled:
            raise self._error(f"the column {doubled[0]} comes twice")
        return header

    def _lines(self) -> Iterator[str]:
        with self.path.open("rb") as file:
            while raw := file.readline(LONGEST_LINE):
                self._line += 1
                self.read += len(raw)
                yield self._decoded(raw)

    def _wide_lines(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)()
        pending = ""
        with self.path.open("rb") as file:
            while raw := file.read(_PIECE):
                self.read += len(raw)
                *whole, pending = (pending + self._piece(decoder, raw)).split("\n")
                for line in whole:
                    self._line += 1
                    yield f"{line}\n"
                if len(pending) > LONGEST_LINE:
                    self._line += 1
                    raise self._error(f"is longer than {LONGEST_LINE} characters")
        if self._piece(decoder, b"", final=True) or pending:
            self._line += 1
            raise self._error("does not end, so the file was probably cut off; get it whole, or end the line")

    def _piece(self, decoder: codecs.IncrementalDecoder, raw: bytes, final: bool = False) -> str:
        try:
            return decoder.decode(raw, final)
        except UnicodeError as error:
            self._line += 1
            raise self._error(
                f"there or after it the file is not {self.encoding}, or it was cut off"
            ) from error

    def _decoded(self, raw: bytes) -> str:
        if self._line == 1:
            if raw.startswith(_MARKS_OF_UTF16):
                raise self._error("is UTF-16; state it with --encoding utf-16")
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.endswith(b"\n"):
            if len(raw) >= LONGEST_LINE:
                raise self._error(f"is longer than {LONGEST_LINE} bytes")
            raise self._error("does not end, so the file was probably cut off; get it whole, or end the line")
        if b"\x00" in raw:
            raise self._error("holds a NUL character; this is no text")
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            wrong = raw[error.start : error.start + 1].hex()
            raise self._error(
                f"byte {error.start + 1} (0x{wrong}) is not {self.encoding}; state the encoding of the file"
            ) from error

    def _error(self, reason: str) -> FileUnreadable:
        return FileUnreadable(str(self.path), self._line or None, reason)
