"""How much of a batch goes out in one round."""

from collections.abc import Sequence

from dispatch.deliveries import Untold

ENTRIES_OF_A_CASE = 20  # at once, for a subscriber that takes one entry at a time


def fit(cases: Sequence[Untold], batch_size: int) -> list[Untold]:
    """The part of a batch that goes out now: one request's worth, or the first entries of every case."""
    if batch_size == 1:
        return [_first(case, ENTRIES_OF_A_CASE) for case in cases]
    fitting: list[Untold] = []
    room = batch_size
    for case in cases:
        if room == 0:
            break
        fitting.append(_first(case, room))
        room -= fitting[-1].head_seq - case.next_seq + 1
    return fitting


def _first(case: Untold, entries: int) -> Untold:
    return Untold(case.case_id, case.next_seq, min(case.head_seq, case.next_seq + entries - 1))
