"""Removes what has served its time: sessions, attempts, answers, drafts, what waits, files no row owns."""

from datetime import UTC, datetime

from desk.attempts import forget_old_attempts
from desk.draft_keys import forget_old_draft_keys
from desk.drafts import forget_old_drafts
from desk.idempotency import forget_old_answers
from desk.sessions import forget_old_sessions
from desk.waiting_papers import forget_old_papers
from desk.waiting_photos import forget_old_photos
from registry.files import sweep_files


async def sweep(_present: datetime) -> bool:
    """One round; always goes through to the end. Journals and audit chains are never touched.

    All of these carry the real time, so a demo that sets its clock forward logs nobody out.
    """
    now = datetime.now(UTC)
    await forget_old_sessions(now)
    await forget_old_attempts(now)
    await forget_old_answers(now)
    await forget_old_drafts(now)
    await forget_old_draft_keys(now)
    await forget_old_photos(now)
    await forget_old_papers(now)
    await sweep_files(now)
    return False
