"""The materials of an application: what was brought, what was had on line, and everything still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import database
from desk.input_errors import FieldError, InvalidInput, escape
from desk.new_case import MaterialLine, NewCase
from dispatch.terms import Terms
from registry.rules.form_fields import Answer
from registry.rules.forms import answer_faults
from registry.rules.item_definition import Item
from registry.rules.materials import missing
from together import Write, together

_KEEP = """
INSERT INTO dispatch.case_materials
    (case_id, code, status, source, file_id, evidence, exception_text, more_files, at)
SELECT $1, m.code, m.status, m.source, m.file_id, m.evidence, m.exception_text, m.more_files::bigint[], $2
FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::bigint[], $9::text[])
    AS m (code, status, source, file_id, evidence, exception_text, more_files)
ON CONFLICT (case_id, code) DO UPDATE SET status = excluded.status, source = excluded.source,
    file_id = excluded.file_id, more_files = excluded.more_files, evidence = excluded.evidence,
    at = excluded.at,
    exception_text = coalesce(excluded.exception_text, case_materials.exception_text)
"""
_OF_CASE = """
SELECT code, status, source, file_id, evidence, exception_text, more_files FROM dispatch.case_materials
WHERE case_id = $1 ORDER BY code
"""
GIVEN, FETCHED, PENDING, MISSING = "given", "fetched", "pending", "missing"
HAD = frozenset({GIVEN, FETCHED})
DOWN = "down"


@dataclass(frozen=True, slots=True)
class Checklist:
    """Every material the situation needs, and which the applicant still has to bring."""

    lines: tuple[MaterialLine, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is wanted of the applicant any more."""
        return not self.missing


NOTHING_NEEDED = Checklist((), ())


def checklist(terms: Terms, new: NewCase) -> Checklist:
    """The list for a new case, from the published item only; what was gathered on line is not asked for.

    Raises InvalidInput with every fault of the answers and of the materials named.
    """
    if terms.item is None:
        return NOTHING_NEEDED
    item = terms.item
    faults = [FieldError(f"/answers{pointer}", code.lower(), detail) for pointer, code, detail in
              answer_faults(item, new.answers)]  # fmt: skip
    known = {material.code for material in item.materials}
    faults += [
        FieldError(f"/materials/{place}/code", "unknown", f"the item knows no material {escape(given.code)}")
        for place, given in enumerate(new.materials)
        if given.code not in known
    ]
    if faults:
        raise InvalidInput(*faults)
    brought = {given.code: brought_as(given.code, given.files) for given in new.materials}
    return listed(item, new.answers, {**brought, **new.gathered.fetched}, new.gathered.down)


def brought_as(code: str, files: Sequence[int] = ()) -> MaterialLine:
    """A material in the desk's hands, on paper or as stored files."""
    if not files:
        return MaterialLine(code, GIVEN, "paper")
    return MaterialLine(code, GIVEN, "file", files[0], more_files=tuple(files[1:]))


def listed(
    item: Item,
    answers: Mapping[str, Answer],
    had: Mapping[str, MaterialLine],
    sources_down: Sequence[str] = (),
) -> Checklist:
    """The checklist of an item's situation: what is had, what a source will say, what is to be brought.

    A source that is down is waited for: it is no obstacle, and only a notice may ask for its record.
    """
    wanted = missing(item, answers, had.keys())
    lines = [*had.values()]
    for material in wanted.to_obtain:
        down = DOWN if material.licence_type in sources_down else None
        lines.append(MaterialLine(material.code, PENDING, material.licence_type or "", evidence=down))
    lines += [MaterialLine(material.code, MISSING, "") for material in wanted.to_submit]
    return Checklist(tuple(lines), tuple(material.code for material in wanted.to_submit))


async def keep_materials(case_id: int, lines: Sequence[MaterialLine], now: datetime) -> None:
    """Writes lines of a case in the caller's transaction, over those of the same code."""
    if lines:
        await together(keeping_materials(case_id, lines, now))


def keeping_materials(case_id: int, lines: Sequence[MaterialLine], now: datetime) -> Write:
    """The same as a write, to be done in one statement with others."""
    return Write(
        _KEEP,
        (
            case_id,
            now,
            [line.code for line in lines],
            [line.status for line in lines],
            [line.source for line in lines],
            [line.file_id for line in lines],
            [line.evidence for line in lines],
            [line.exception_text for line in lines],
            # Lists of different lengths make no array of arrays, so each travels as a text.
            [f"{{{','.join(map(str, line.more_files))}}}" for line in lines],
        ),
    )


async def materials_of(case_id: int) -> dict[str, MaterialLine]:
    """The lines of a case that was fetched through a reach, by code."""
    rows = await database.fetch(_OF_CASE, case_id)
    return {row["code"]: MaterialLine(**{**row, "more_files": tuple(row["more_files"])}) for row in rows}
