"""The parts of a case's page as values: tasks, materials, files, people, and the cases that belong to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.new_case import MaterialLine
from desk.pages import names, wording
from desk.pages.act_people import Holder, holders, staff_id
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.rules.lamps import Limit
from desk.rules.state_words import Words, state_words
from dispatch.case_store import Task
from dispatch.cases import Known
from dispatch.journal import JournalEntry
from dispatch.rules.entry_data import FilesData, NoticeData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.incident_data import DoneData, VisitData
from dispatch.rules.journal import from_data
from dispatch.rules.task_states import STILL_TO_DO, TaskKind, TaskState
from dispatch.tied_cases import Tied


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task: what it asks, of whom, how far it is, and its lamp while it is open."""

    kind: TaskKind
    state: TaskState
    who: Holder
    signed_by: str
    task: Task
    lamp: ShownLamp | None

    @property
    def unsigned(self) -> bool:
        """Whether it waits to be done without being signed for first, as visits and reviews do."""
        return self.state is TaskState.OPEN and self.kind not in (TaskKind.HANDLE, TaskKind.CO_HANDLE)


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A file of a material; `picture` says that it can be shown."""

    id: int
    picture: bool


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A material of the item: its name, how it stands (a code and words), and the files it came as."""

    name: str
    status: str
    papers: tuple[ShownPaper, ...]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A photo or paper of the case, and in which step it came; `picture` says that it can be shown."""

    id: int
    what: EntryKind
    at: datetime
    picture: bool


@dataclass(frozen=True, slots=True)
class ShownTie:
    """Another case in one line."""

    case_no: str
    matter: str
    state: Words


async def shown_tasks(known: Known, now: datetime) -> tuple[ShownTask, ...]:
    """Every task, those still to be done first."""
    zone = (await names.city()).zone
    who = await holders(known.tasks)
    signers = await names.staff({number for task in known.tasks if (number := staff_id(task.signed_by))})
    ordered = sorted(known.tasks, key=lambda task: (TaskState(task.state) not in STILL_TO_DO, -task.id))
    return tuple(
        ShownTask(
            TaskKind(task.kind),
            TaskState(task.state),
            who[task.id],
            signers.get(staff_id(task.signed_by) or 0, ""),
            task,
            shown_lamp(Limit(task.due_at, task.opened_at), now, zone)
            if TaskState(task.state) in STILL_TO_DO
            else None,
        )
        for task in ordered
    )


def shown_materials(
    known: Known, lines: Mapping[str, MaterialLine], kinds: Mapping[int, str]
) -> tuple[ShownMaterial, ...]:
    """The materials the case needs, in the order of the item; `kinds` are media types of files by id."""
    item = known.terms.item
    return tuple(
        ShownMaterial(
            wording.spoken((one.name, one.name_en)),
            line.status,
            tuple(ShownPaper(file, _is_picture(kinds.get(file, ""))) for file in line.files),
        )
        for one in (item.materials if item else ())
        if (line := lines.get(one.code)) is not None
    )


def files_in(entries: Sequence[JournalEntry]) -> dict[int, JournalEntry]:
    """The files the journal speaks of, each with the entry it first came in."""
    found: dict[int, JournalEntry] = {}
    for entry in entries:
        for file_id in _files_of(entry):
            found.setdefault(file_id, entry)
    return found


def _files_of(entry: JournalEntry) -> Iterable[int]:
    match from_data(EntryKind(entry.kind), entry.data):
        case FilesData(files=files):
            return files
        case VisitData(photos=photos):
            return photos
        case DoneData(before=before, after=after):
            return (*before, *after)
        case NoticeData(file_id=file_id):
            return (file_id,)
        case _:
            return ()


def shown_files(found: Mapping[int, JournalEntry], kinds: Mapping[int, str]) -> tuple[ShownFile, ...]:
    """Those of the files that are there, the last first; `kinds` are media types by id."""
    return tuple(
        ShownFile(file_id, EntryKind(entry.kind), entry.at, _is_picture(kinds[file_id]))
        for file_id, entry in sorted(found.items(), key=lambda pair: (-pair[1].seq, pair[0]))
        if file_id in kinds
    )


def _is_picture(media_type: str) -> bool:
    return media_type.startswith("image/")


async def shown_ties(tied: Iterable[Tied]) -> tuple[ShownTie, ...]:
    """The cases that belong to this one."""
    tied = list(tied)
    called: dict[str, str] = {}
    for kind in {one.kind for one in tied}:
        called |= await names.matters(kind, {one.matter for one in tied if one.kind is kind})
    return tuple(
        ShownTie(one.case_no, called.get(one.matter, ""), state_words(one.kind, one.state)) for one in tied
    )
