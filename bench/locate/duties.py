"""Writes the duties of the measured district as the demo's list has them: bodies, streets, grids, nights."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dispatch.rules.conditions import During
from dispatch.rules.responsibility import (
    Breadth,
    DepartmentHandler,
    GridWorkerHandler,
    MatterScope,
    PoolHandler,
    Responsibility,
)
from dispatch.rules.states import CaseKind
from grid.rules.levels import Level, codes_in, path_of

_NIGHT = During(start=22 * 60, end=6 * 60)


def duties(known: Iterable[Responsibility], streets: Sequence[str]) -> Iterator[Responsibility]:
    """A body of the district for every matter the list knows, and each street's own for every third."""
    district = path_of(codes_in(streets[0])[:2])
    scopes = sorted({row.scope for row in known if row.scope.code}, key=lambda one: (one.kind, one.code))
    since = min(row.valid_from for row in known)
    for number, scope in enumerate(scopes):
        body = Responsibility(0, scope, district, DepartmentHandler(1000 + number, Level.DISTRICT), since)
        yield body
        if number % 4 == 0:
            yield replace(body, lead=PoolHandler("值班", 1), conditions=(_NIGHT,))
        if number % 3 == 0:
            yield from (replace(body, place=street, lead=GridWorkerHandler()) for street in streets)
    any_matter = MatterScope(CaseKind.INCIDENT, Breadth.ANY)
    for number, street in enumerate(streets):
        office = DepartmentHandler(2000 + number, Level.STREET)
        yield Responsibility(0, any_matter, street, office, since)
