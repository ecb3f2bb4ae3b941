"""The answers an applicant gave to the item's form, opened for a purpose and with a record of the look."""

import json
from collections.abc import Mapping
from datetime import datetime

from dispatch.case_store import Case
from dispatch.journal import entries_of
from reach import Reach
from registry.rules.form_fields import Answer
from registry.rules.purposes import for_case
from registry.vault import open_texts

FIELD = "answers"


async def answers_of(case: Case, reach: Reach, now: datetime) -> Mapping[str, Answer]:
    """The answers as they stand; none where the form asked nothing or the case has been erased.

    For callers that have fetched the case through the reach.
    """
    text_id = None
    for entry in await entries_of(case.id):
        texts = entry.data.get("texts")
        if isinstance(texts, Mapping) and FIELD in texts:
            text_id = int(texts[FIELD]["text"])
    if text_id is None:
        return {}
    opened = await open_texts(reach.for_purpose(for_case(case.id)), [text_id], now)
    text = opened.get(text_id)
    answers: dict[str, Answer] = {} if text is None else json.loads(text)
    return answers
