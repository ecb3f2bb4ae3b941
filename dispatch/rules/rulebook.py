"""The responsibility list as an index, and routing: matter, place and moment to a row, and why that one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dispatch.rules.conditions import MINUTES_OF_DAY, Circumstances, Condition, holds
from dispatch.rules.precedence import order
from dispatch.rules.responsibility import OVERLAY, Breadth, Matter, Place, Responsibility
from dispatch.rules.routes import Key, Ranked, Route, decide
from dispatch.rules.states import CaseKind

PlanKey = tuple[CaseKind, str, tuple[str, ...]]
_MEMO = 65_536
_EVER = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What routing a matter at certain named places can come to between two moments.

    Which of the conditions hold decides the rest, so `routes` keeps one route for each pattern met.
    """

    candidates: list[Ranked]
    conditions: tuple[tuple[Condition, ...], ...]
    since: datetime
    until: datetime
    routes: dict[tuple[bool, ...], Route]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rows of one edition, indexed by matter and place; `zone` is the city's, for time windows."""

    edition: int
    zone: ZoneInfo
    rows: tuple[Responsibility, ...]
    _tables: Mapping[tuple[CaseKind, Breadth, str], Mapping[str, tuple[Ranked, ...]]]
    _lengths: Mapping[CaseKind, tuple[int, ...]]
    _places: frozenset[str]
    _plans: dict[PlanKey, _Plan]

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

    def names(self, path: str) -> bool:
        """Whether a row is about just this area."""
        return path in self._places

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
    key = (matter.kind, matter.code, rulebook.named_places(place))
    plan = rulebook._plans.get(key)
    if plan is None or not plan.since <= moment < plan.until:
        plan = _plan(rulebook, key, moment)
    truths = _truths(plan, matter, moment, rulebook.zone) if plan.conditions else ()
    found = plan.routes.get(truths)
    if found is None:
        found = plan.routes[truths] = decide(plan.candidates, moment, truths, rulebook.edition)
    return found


def minute_of_week(moment: datetime, zone: ZoneInfo) -> int:
    """Local minutes since Monday 00:00, as the clock on the wall shows them."""
    local = moment.astimezone(zone)
    return local.weekday() * MINUTES_OF_DAY + local.hour * 60 + local.minute


def _plan(rulebook: Rulebook, key: PlanKey, moment: datetime) -> _Plan:
    candidates = rulebook.candidates(*key)
    turns = [turn for _, row in candidates for turn in (row.valid_from, row.valid_to) if turn is not None]
    since = max((turn for turn in turns if turn <= moment), default=_EVER)
    until = min((turn for turn in turns if turn > moment), default=_NEVER)
    conditions = tuple(row.conditions for _, row in candidates if row.conditions)
    # A memo of pure results; emptied when full, since codes from outside are without number.
    if len(rulebook._plans) >= _MEMO:
        rulebook._plans.clear()
    plan = rulebook._plans[key] = _Plan(candidates, conditions, since, until, {})
    return plan


def _truths(plan: _Plan, matter: Matter, moment: datetime, zone: ZoneInfo) -> tuple[bool, ...]:
    circumstances = Circumstances(matter.answers, matter.attributes, minute_of_week(moment, zone))
    return tuple([holds(conditions, circumstances) for conditions in plan.conditions])


def _key(ranked: Ranked) -> Key:
    return ranked[0]
