"""Takes a matter in together with the papers that were scanned for it, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desk.case_files import put_checked
from desk.intake import register_locked
from desk.materials import GIVEN, keep_materials, materials_of
from desk.new_case import MaterialLine, Registered
from desk.surveying import Prepared
from desk.waiting_papers import take_papers
from dispatch import cases
from dispatch.cases import ActRequest
from dispatch.rules.shared_facts import Attachments
from dispatch.rules.states import Act
from grid.city import City
from reach import Reach


async def register_with_papers(
    prepared: Prepared, form_key: str, wanted: Collection[str], via: tuple[Reach, City, datetime]
) -> Registered:
    """Opens the case, puts what waited for its form away under the case's own key, and notes it.

    In the caller's transaction, as `intake.register_locked`, and raises what that raises. `wanted` are the
    materials whose papers are kept; those of others go with the form, for what is not asked for is not kept.
    The time in `via` is UTC.
    """
    reach, city, now = via
    registered = await register_locked(prepared, reach, city)
    kept: dict[str, list[int]] = {}
    for code, sound in await take_papers(reach, form_key):
        if code in wanted:
            kept.setdefault(code, []).append((await put_checked(reach, registered.case_id, sound)).id)
    if kept:
        files = tuple(dict.fromkeys(file_id for ids in kept.values() for file_id in ids))
        channel = prepared.new.channel.value
        request = ActRequest(registered.case_id, Act.ATTACH, facts=Attachments(files), channel=channel)
        await cases.act(request, reach, now)
        await _note(registered.case_id, kept, now)
    return registered


async def _note(case_id: int, kept: Mapping[str, Sequence[int]], now: datetime) -> None:
    """The list of the case says which of its materials are there as files."""
    lines = await materials_of(case_id)
    noted = [_as_files(lines[code], tuple(dict.fromkeys(ids))) for code, ids in kept.items() if code in lines]
    await keep_materials(case_id, noted, now)


def _as_files(line: MaterialLine, ids: tuple[int, ...]) -> MaterialLine:
    source = "file" if line.status == GIVEN else line.source
    return replace(line, source=source, file_id=ids[0], more_files=ids[1:])
