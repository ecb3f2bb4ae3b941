"""A case that is anchored, and what the two ways of holding the database to its anchors find."""

from datetime import timedelta

from dispatch import anchor_check, anchor_proof, anchoring
from reach import SYSTEM
from registry import audit
from registry.anchor_folder import AnchorFolder
from registry.rules.anchor_deeds import Doubt
from tests.journal_builders import NOON, SavedCase, saved_case, saved_entries

LATER = NOON + timedelta(minutes=30)


async def an_anchored_case(folder: AnchorFolder) -> SavedCase:
    """A case with five entries: one in anchor 1, three in anchor 2, one in none yet; and another case."""
    case, other = await saved_case(1), await saved_case(2)
    await audit.append(SYSTEM, audit.CONFIG, audit.Fact("tried", NOON, {"number": 1}))
    await anchoring.make(folder, NOON)
    await saved_entries(case, 3)
    await saved_entries(other, 1)
    await anchoring.make(folder, LATER)
    await saved_entries(case, 1)
    return case


async def proven(folder: AnchorFolder) -> tuple[Doubt, ...]:
    """What going through all anchors finds."""
    return (await anchor_proof.prove(folder)).doubts


async def looked(folder: AnchorFolder) -> tuple[Doubt, ...]:
    """What the comparison at start-up finds."""
    return (await anchor_check.look(folder)).doubts
