"""Sees to it that the files an act names are stored files of the very case it is about."""

from dispatch.errors import FactMissing
from dispatch.rules.application_facts import Materials
from dispatch.rules.asked import ActFacts
from dispatch.rules.incident_facts import Done, Visit
from dispatch.rules.shared_facts import Attachments
from registry.data_keys import case_owner
from registry.file_owners import not_owned


def files_in(facts: ActFacts | None) -> dict[str, int]:
    """The file ids that facts name, by the field they stand in, e.g. `photos/0`."""
    match facts:
        case Visit(photos=photos):
            return _numbered("photos", photos)
        case Done(before=before, after=after):
            return {**_numbered("before", before), **_numbered("after", after)}
        case Attachments(files=files):
            return _numbered("files", files)
        case Materials(files=brought):
            return {f"files/{place}/file_id": one.file_id for place, one in enumerate(brought)}
        case _:
            return {}


def _numbered(field: str, ids: tuple[int, ...]) -> dict[str, int]:
    return {f"{field}/{place}": file_id for place, file_id in enumerate(ids)}


async def check_files(case_id: int, facts: ActFacts | None) -> None:
    """Raises FactMissing at the field of the first file that is unknown or belongs to something else."""
    named = files_in(facts)
    foreign = set(await not_owned(case_owner(case_id), tuple(named.values()))) if named else set()
    for field, file_id in named.items():
        if file_id in foreign:
            raise FactMissing(field, "is no file of this case")
