"""Opens what a case keeps sealed or masks, for a purpose; who looked at what and why is recorded."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.case_store import Case
from dispatch.journal import JournalEntry
from reach import Reach
from registry import vault
from registry.dossiers import reveal
from registry.rules.purposes import Purpose, for_case

_FIELDS = ("name", "number", "phone", "address")


@dataclass(frozen=True, slots=True)
class KeptText:
    """A sealed text of a case: in which entry it was written, in which field, and its id."""

    seq: int
    field: str
    id: int


@dataclass(frozen=True, slots=True)
class Revealed:
    """Plain texts by id (None where erased), the fields of the subject, and why its papers are looked at.

    Papers come one by one after this, each look recorded for itself.
    """

    texts: Mapping[int, str | None] = field(default_factory=dict, repr=False)
    subject: Mapping[str, str] = field(default_factory=dict, repr=False)
    papers_for: Purpose | None = None


def kept_texts(entries: Iterable[JournalEntry]) -> list[KeptText]:
    """The sealed texts a journal speaks of, in order."""
    found = []
    for entry in entries:
        texts = entry.data.get("texts")
        for name, sealed in (texts if isinstance(texts, dict) else {}).items():
            found.append(KeptText(entry.seq, name, int(sealed["text"])))
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody wants to see of a case and why; texts that are not the case's are left out."""

    purpose: Purpose
    texts: Collection[int] = ()
    subject: bool = False
    papers: bool = False


async def look_into(
    case: Case, look: Look, kept: Iterable[KeptText], via: tuple[Reach, datetime]
) -> Revealed:
    """Opens texts of a case fetched through the reach, and its subject's data; `via` has the time in UTC.

    Raises what `registry.vault.open_texts` and `registry.dossiers.reveal` raise.
    """
    reach, now = via
    wanted = [text.id for text in kept if text.id in set(look.texts)]
    looking = reach.for_purpose(for_case(case.id, look.purpose))
    opened = await vault.open_texts(looking, wanted, now) if wanted else {}
    papers_for = look.purpose if look.papers else None
    if not look.subject or case.subject_id is None:
        return Revealed(opened, papers_for=papers_for)
    return Revealed(opened, await reveal(looking, case.subject_id, _FIELDS, now), papers_for)
