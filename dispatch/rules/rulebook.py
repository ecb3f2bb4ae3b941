"""The responsibility list as an index, and routing: matter, place and moment to a row, and why that one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dispatch.rules.conditions import MINUTES_OF_DAY, Circumstances, holds
from dispatch.rules.responsibility import (
    OVERLAY,
    Breadth,
    Handler,
    Matter,
    Place,
    Responsibility,
    order,
    unordered,
)
from dispatch.rules.states import CaseKind

Key = tuple[int, int, int, float, int]
Ranked = tuple[Key, Responsibility]


class Lost(StrEnum):
    """Why a row that was looked at is not the winner."""

    NOT_IN_FORCE = "NOT_IN_FORCE"
    CONDITION_FAILED = "CONDITION_FAILED"
    LESS_EXACT_MATTER = "LESS_EXACT_MATTER"
    WIDER_PLACE = "WIDER_PLACE"
    FEWER_CONDITIONS = "FEWER_CONDITIONS"
    OLDER = "OLDER"
    EQUAL = "EQUAL"


class Why(StrEnum):
    """What decided: how the winner differs from the next best row that applied, or why there is no winner."""

    ONLY_ROW = "ONLY_ROW"
    MORE_EXACT_MATTER = "MORE_EXACT_MATTER"
    NEARER_PLACE = "NEARER_PLACE"
    MORE_CONDITIONS = "MORE_CONDITIONS"
    NEWER = "NEWER"
    NO_ROW = "NO_ROW"
    EQUAL_ROWS = "EQUAL_ROWS"


_WON_BY = {
    Lost.LESS_EXACT_MATTER: Why.MORE_EXACT_MATTER,
    Lost.WIDER_PLACE: Why.NEARER_PLACE,
    Lost.FEWER_CONDITIONS: Why.MORE_CONDITIONS,
    Lost.OLDER: Why.NEWER,
    Lost.EQUAL: Why.EQUAL_ROWS,
}
_MEMO = 65_536
_EVER = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)
_LOST_BY_STEP = (Lost.LESS_EXACT_MATTER, Lost.WIDER_PLACE, Lost.FEWER_CONDITIONS, Lost.OLDER)


@dataclass(frozen=True, slots=True)
class Considered:
    """A row that names the matter and the place, and why it lost; None for the winner."""

    row: Responsibility
    lost: Lost | None


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers and why; without a winner (no row, or equal rows in a draft) a person must decide."""

    winner: Responsibility | None
    considered: tuple[Considered, ...]
    why: Why
    edition: int

    @property
    def handler(self) -> Handler | None:
        """The lead of the winning row."""
        return self.winner.lead if self.winner else None

    @property
    def co_handlers(self) -> tuple[Handler, ...]:
        """The co-handlers of the winning row."""
        return self.winner.co_handlers if self.winner else ()


@dataclass(frozen=True, slots=True)
class _Settled:
    """A route that nothing but time can change, and the moments between which it stands."""

    route: Route
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rows of one edition, indexed by matter and place; `zone` is the city's, for time windows."""

    edition: int
    zone: ZoneInfo
    rows: tuple[Responsibility, ...]
    _tables: Mapping[tuple[CaseKind, Breadth, str], Mapping[str, tuple[Ranked, ...]]]
    _lengths: Mapping[CaseKind, tuple[int, ...]]
    _places: frozenset[str]
    _settled: dict[tuple[CaseKind, str, tuple[str, ...]], _Settled]

    @classmethod
    def of(cls, rows: Iterable[Responsibility], zone: ZoneInfo, edition: int = 0) -> "Rulebook":
        """Builds the index; equal rows are kept and come out as routes without a winner."""
        kept = tuple(rows)
        slots: dict[tuple[CaseKind, Breadth, str], dict[str, list[Ranked]]] = {}
        lengths: dict[CaseKind, set[int]] = {}
        for ranked in sorted(((order(row), row) for row in kept), key=_key):
            scope = ranked[1].scope
            slots.setdefault((scope.kind, scope.breadth, scope.code), {}).setdefault(
                ranked[1].place, []
            ).append(ranked)
            if scope.breadth is Breadth.PREFIX:
                lengths.setdefault(scope.kind, set()).add(len(scope.code))
        tables = {
            scope: {place: tuple(ranked) for place, ranked in by_place.items()}
            for scope, by_place in slots.items()
        }
        descending = {kind: tuple(sorted(found, reverse=True)) for kind, found in lengths.items()}
        return cls(edition, zone, kept, tables, descending, frozenset(row.place for row in kept), {})

    def named_places(self, place: Place) -> tuple[str, ...]:
        """The overlays and areas around the place that rows name, most specific first."""
        named = [name for name in map(OVERLAY.__add__, place.overlays) if name in self._places]
        path, end = place.path, len(place.path)
        while end > 0:
            if path[:end] in self._places:
                named.append(path[:end])
            end = path.rfind("/", 0, end - 1) + 1
        return tuple(named)

    def candidates(self, kind: CaseKind, code: str, named: tuple[str, ...]) -> list[Ranked]:
        """Every row for the matter at these named places, most specific first, in force or not."""
        found: list[Ranked] = []
        for table in self._tables_for(kind, code):
            for place in named:
                found += table.get(place, ())
        if len(named) > 1 and named[1].startswith(OVERLAY):
            found.sort(key=_key)  # rows of several overlays interleave
        return found

    def _tables_for(self, kind: CaseKind, code: str) -> list[Mapping[str, tuple[Ranked, ...]]]:
        scopes = [(kind, Breadth.EXACT, code)]
        scopes += [(kind, Breadth.PREFIX, code[:n]) for n in self._lengths.get(kind, ()) if n <= len(code)]
        scopes.append((kind, Breadth.ANY, ""))
        return [table for scope in scopes if (table := self._tables.get(scope)) is not None]


def route(rulebook: Rulebook, matter: Matter, place: Place, moment: datetime) -> Route:
    """Finds the row that answers for the matter at the place and moment (time-zone aware).

    Of equal rows none wins: picking the first would decide a matter of law by accident.
    """
    named = rulebook.named_places(place)
    key = (matter.kind, matter.code, named)
    known = rulebook._settled.get(key)
    if known is not None and known.since <= moment < known.until:
        return known.route
    candidates = rulebook.candidates(*key)
    found = _decide(candidates, matter, moment, rulebook)
    if not any(row.conditions for _, row in candidates):
        # A memo of a pure result; emptied when full, since codes from outside are without number.
        if len(rulebook._settled) >= _MEMO:
            rulebook._settled.clear()
        rulebook._settled[key] = _Settled(found, *_stretch(candidates, moment))
    return found


def _decide(candidates: Iterable[Ranked], matter: Matter, moment: datetime, rulebook: Rulebook) -> Route:
    considered: list[Considered] = []
    best: Ranked | None = None
    why = Why.NO_ROW
    for ranked in candidates:
        lost = _not_applying(ranked[1], matter, moment, rulebook.zone)
        if lost is None and best is None:
            best, why = ranked, Why.ONLY_ROW
        elif lost is None and best is not None:
            lost = _lost_to(best, ranked)
            if why is Why.ONLY_ROW or lost is Lost.EQUAL:
                why = _WON_BY[lost]
        considered.append(Considered(ranked[1], lost))
    if why is Why.EQUAL_ROWS:
        tied = tuple(Considered(one.row, one.lost or Lost.EQUAL) for one in considered)
        return Route(None, tied, why, rulebook.edition)
    return Route(best[1] if best else None, tuple(considered), why, rulebook.edition)


def _stretch(candidates: Iterable[Ranked], moment: datetime) -> tuple[datetime, datetime]:
    turns = [turn for _, row in candidates for turn in (row.valid_from, row.valid_to) if turn is not None]
    since = max((turn for turn in turns if turn <= moment), default=_EVER)
    return since, min((turn for turn in turns if turn > moment), default=_NEVER)


def minute_of_week(moment: datetime, zone: ZoneInfo) -> int:
    """Local minutes since Monday 00:00, as the clock on the wall shows them."""
    local = moment.astimezone(zone)
    return local.weekday() * MINUTES_OF_DAY + local.hour * 60 + local.minute


def _key(ranked: Ranked) -> Key:
    return ranked[0]


def _not_applying(row: Responsibility, matter: Matter, moment: datetime, zone: ZoneInfo) -> Lost | None:
    if not row.in_force(moment):
        return Lost.NOT_IN_FORCE
    if row.conditions:
        circumstances = Circumstances(matter.answers, matter.attributes, minute_of_week(moment, zone))
        if not holds(row.conditions, circumstances):
            return Lost.CONDITION_FAILED
    return None


def _lost_to(best: Ranked, other: Ranked) -> Lost:
    steps = zip(best[0], other[0], _LOST_BY_STEP, strict=False)
    if best[0][:2] == other[0][:2] and unordered(best[1], other[1]):
        return Lost.EQUAL
    return next(lost for mine, theirs, lost in steps if mine != theirs)
