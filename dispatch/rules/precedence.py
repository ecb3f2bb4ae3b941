"""The order among rows of the responsibility list: which of two is the more specific.

The order of two rows that both apply, most specific first:

1. matter: an exact code before a prefix, a longer prefix before a shorter one, any prefix before "any";
2. place: a named overlay before an area, a deeper area before a shallower one. An overlay (a scenic park, a
   station forecourt, a police district) is drawn across the tree just to take its ground out of the ordinary
   order; if deeper areas beat it, its row would have to be repeated for each of them;
3. conditions: more of them before fewer, none last;
4. the newer `valid_from`.

Matter comes before place because the owner of a thing answers for it wherever it stands (先属主后属地), and
rows for any matter keep the ground covered (属地兜底).
"""

from dispatch.rules.conditions import could_hold, implies
from dispatch.rules.responsibility import Breadth, Responsibility


def order(row: Responsibility) -> tuple[int, int, int, float, int]:
    """Sort key: of rows that apply to one matter and place, the smallest is the most specific."""
    return (*tier(row), -len(row.conditions), -row.valid_from.timestamp(), row.id)


def tier(row: Responsibility) -> tuple[int, int]:
    """How specific the row's matter and place are, smaller being more so; the order's first two steps."""
    breadth = {Breadth.EXACT: -1_000_000, Breadth.PREFIX: -len(row.scope.code), Breadth.ANY: 0}[
        row.scope.breadth
    ]
    return breadth, -1_000_000 if row.is_overlay else -row.place.count("/")


def unordered(one: Responsibility, other: Responsibility) -> bool:
    """Whether two rows can apply together with nothing to say which is the more specific.

    So are two overlays that share ground, and conditions of which neither contains the other: a count of
    conditions or an earlier date would decide there by accident.
    """
    if tier(one) != tier(other) or not could_hold((*one.conditions, *other.conditions)):
        return False
    if one.place != other.place:
        return True
    if order(one)[:-1] == order(other)[:-1]:
        return True
    return not implies(one.conditions, other.conditions) and not implies(other.conditions, one.conditions)


def overlap(one: Responsibility, other: Responsibility) -> bool:
    """Whether the validities of two rows share a moment."""
    return (other.valid_to is None or one.valid_from < other.valid_to) and (
        one.valid_to is None or other.valid_from < one.valid_to
    )
