"""Finds rows of a file that say different things under one reference, in at most 80 bytes for each row."""

from array import array
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from desk.imports.csv_files import CsvFile
from desk.imports.errors import Finding


@dataclass(slots=True)
class References:
    """How many rows there are, how many only repeat an earlier one, and which contradict one (by line)."""

    rows: int = 0
    repeated: int = 0
    contradicting: dict[int, Finding] = field(default_factory=dict)


def references_of(file: CsvFile, column: str) -> References:
    """Reads a file to its end; raises FileUnreadable where it breaks off.

    Of several rows with one reference the first counts. One that says the same is harmless; one that says
    something else in a column that is read is found.
    """
    names, contents, lines = array("Q"), array("Q"), array("Q")
    for row in file.rows():
        names.append(_mark(row[column]))
        contents.append(_mark("\x1f".join(row.values.values())))
        lines.append(row.line)
    found = References(len(names))
    _, first, back = np.unique(np.frombuffer(names, dtype=np.uint64), return_index=True, return_inverse=True)
    firsts = first[back]
    for number in np.flatnonzero(firsts != np.arange(len(names))).tolist():
        earlier = int(firsts[number])
        if contents[number] == contents[earlier]:
            found.repeated += 1
        else:
            said = f"has the reference of line {lines[earlier]}, but says something else"
            found.contradicting[lines[number]] = Finding(lines[number], column, "reference_twice", said)
    return found


def _mark(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
