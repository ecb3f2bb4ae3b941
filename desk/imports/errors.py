"""What can go wrong with a foreign file: it cannot be read, or what it says cannot be taken."""

from dataclasses import dataclass


class ImportRefused(Exception):
    """Raised when a foreign file is not taken; nothing of it has been kept. The root of this tree."""


class FileUnreadable(ImportRefused):
    """Raised when a file cannot be read as what it shall be; `line` is the first one that is wrong."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(f"{path}{f', line {line}' if line else ''}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one row: its line (1 is the header), the column, a code and a sentence."""

    line: int
    column: str
    code: str
    detail: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.detail}"


class RowsRefused(ImportRefused):
    """Raised when rows cannot be taken; carries the findings shown and how many there are in all."""

    def __init__(self, findings: tuple[Finding, ...], total: int) -> None:
        super().__init__(f"{total} rows cannot be taken: {'; '.join(map(str, findings[:3]))}")
        self.findings, self.total = findings, total


class DefinitionWrong(ImportRefused):
    """Raised when a city's definition cannot be meant; carries every fault as (pointer, sentence)."""

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{pointer or '/'}: {detail}" for pointer, detail in faults))
        self.faults = faults


class CityExists(ImportRefused):
    """Raised when a database that serves a city already shall become another one."""
