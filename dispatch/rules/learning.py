"""Learns responsibilities from past cases: who mostly handled a matter in an area, and how surely."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.rules.responsibility import Breadth, Handler, MatterScope, Responsibility
from dispatch.rules.states import CaseKind


@dataclass(frozen=True, slots=True)
class PastCase:
    """Who handled a matter somewhere, and who helped.

    `place` is an area path or "overlay:…", None where it is not known.
    """

    code: str
    place: str | None
    handler: str
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That `handler` answers for a matter at a place (None: wherever no other suggestion says otherwise).

    `support` cases of the `cases` seen there were handled so. `helpers` helped in most of those.
    """

    code: str
    place: str | None
    handler: str
    support: int
    cases: int
    helpers: tuple[str, ...] = ()

    @property
    def agreement(self) -> float:
        """The share of the cases seen that agree, above 0 and at most 1."""
        return self.support / self.cases


def learn(past: Iterable[PastCase], minimum: int = 1) -> tuple[Suggestion, ...]:
    """Suggests the most frequent handler of each matter × place, and of each matter as the fallback.

    A place needs `minimum` agreeing cases, a fallback none, since something must answer. Of handlers equally
    frequent at a place the one more frequent for the matter wins, then the one whose name sorts first, so
    that the order of the cases never matters. A place that only repeats its fallback gets no suggestion.
    """
    helped: defaultdict[tuple[str, str | None, str], Counter[str]] = defaultdict(Counter)
    everywhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
    somewhere: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for case in past:
        everywhere[case.code][case.handler] += 1
        for place in {case.place, None}:
            helped[case.code, place, case.handler].update(case.helpers)
        if case.place is not None:
            somewhere[case.code, case.place][case.handler] += 1
    fallbacks = {
        code: _suggest(code, None, everywhere[code], everywhere[code]) for code in sorted(everywhere)
    }
    local = (_suggest(*key, somewhere[key], everywhere[key[0]]) for key in sorted(somewhere))
    kept = [one for one in local if one.support >= minimum and one.handler != fallbacks[one.code].handler]
    return tuple(_with_helpers(one, helped) for one in (*fallbacks.values(), *kept))


def needed(suggestions: Iterable[Suggestion], paths: Sequence[str]) -> list[Suggestion]:
    """The suggestions without fallbacks that could never win: `paths`, the lowest areas, all have their own.

    A list that keeps such a row cannot be published.
    """
    places: dict[str, set[str]] = {}
    given = list(suggestions)
    for one in given:
        if one.place is not None:
            places.setdefault(one.code, set()).add(one.place)
    return [
        one
        for one in given
        if one.place is not None
        or not all(any(path.startswith(place) for place in places.get(one.code, ())) for path in paths)
    ]


@dataclass(frozen=True, slots=True)
class Target:
    """What suggestions become: rows of this kind, fallbacks at `root` (the city's path), from this moment."""

    kind: CaseKind
    root: str
    valid_from: datetime
    first_id: int = 1


def as_rows(
    suggestions: Iterable[Suggestion], handlers: Mapping[str, Handler], target: Target
) -> tuple[Responsibility, ...]:
    """The suggestions as rows with consecutive ids; raises KeyError for a name not in `handlers`."""
    return tuple(
        Responsibility(
            number,
            MatterScope(target.kind, Breadth.EXACT, suggestion.code),
            suggestion.place or target.root,
            handlers[suggestion.handler],
            target.valid_from,
            co_handlers=tuple(handlers[name] for name in suggestion.helpers),
        )
        for number, suggestion in enumerate(suggestions, target.first_id)
    )


def _with_helpers(one: Suggestion, helped: Mapping[tuple[str, str | None, str], Counter[str]]) -> Suggestion:
    counts = helped.get((one.code, one.place, one.handler), Counter())
    usual = sorted(name for name, count in counts.items() if count * 2 > one.support)
    return replace(one, helpers=tuple(usual)) if usual else one


def _suggest(code: str, place: str | None, counts: Counter[str], of_matter: Counter[str]) -> Suggestion:
    handler = min(counts, key=lambda name: (-counts[name], -of_matter[name], name))
    return Suggestion(code, place, handler, counts[handler], counts.total())
