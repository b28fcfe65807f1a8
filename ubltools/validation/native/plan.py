"""Which rules and asserts of a compiled module are worth running on a document.

Its routes alone decide most of that: a rule that a route cannot match, and an assert that holds for want of
something, are left out, and documents with the same routes share a plan. What conditions of the document
decide is left out next, and documents with the same answers share that too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.facts import Facts
from ubltools.validation.native.index import Document
from ubltools.validation.native.routes import MOST_ROUTES, Route, alignments
from ubltools.validation.native.run import Run
from ubltools.validation.native.work import (
    Answer,
    Ask,
    Candidate,
    Check,
    Choice,
    Keys,
    Level,
    Plan,
    Row,
    Settled,
    Way,
    Work,
)

_MOST_PLANS: Final = 200


class Planner:
    """The plans of one compiled module. rules: its table RULES."""

    def __init__(self, rules: Iterable[Iterable[Row]]) -> None:
        self.plans: dict[frozenset[Route], Plan] = {}
        self.known: dict[Route, list[tuple[Candidate, ...]]] = {}
        self.by_name: dict[str, list[tuple[int, int, Row]]] = {}  # pattern, rule, its row
        number = 0
        for place, pattern in enumerate(rules):
            for row in pattern:
                for name in dict.fromkeys(_name(alternative) for alternative in row[0]):
                    self.by_name.setdefault(name, []).append((place, number, row))
                number += 1

    def work(self, document: Document, run: Run) -> Work:
        """What is to be done on a document."""
        plan = self.plans.get(document.present)
        if plan is None:
            _make_room(self.plans)
            plan = self.plans[document.present] = self._plan(document)
        answers = tuple([_answer(ask, wanted, run) for ask, wanted in plan.asks])
        several = tuple(filter(document.has_several, plan.several))
        full = tuple(filter(document.is_full, plan.marks))
        key = answers, several, full
        work = plan.works.get(key)
        if work is None:
            _make_room(plan.works)
            known = {ask: answer for (ask, _), answer in zip(plan.asks, answers, strict=True)}
            work = plan.works[key] = _work(plan, Settled(known, frozenset(several), frozenset(full)))
        return work

    def _plan(self, document: Document) -> Plan:
        groups: dict[tuple[Candidate, ...], list[Route]] = {}
        asks: dict[Ask, frozenset[str]] = {}
        facts = Facts(document)
        for route in document.groups:
            for candidates in self._candidates(route):
                left = tuple(facts.reduced(each, route) for each in candidates)
                groups.setdefault(left, []).append(route)
        times = Counter(ask for each in groups for check in _checks(each) for ask, _ in check.conditions)
        listed = [(tuple(routes), _without_single(each, times)) for each, routes in groups.items()]
        for _, candidates in listed:
            asked = [way.conditions for candidate in candidates for way in candidate.ways]
            asked += [check.conditions for check in _checks(candidates)]
            for ask, wanted in (condition for conditions in asked for condition in conditions):
                asks[ask] = asks.get(ask, frozenset()) | wanted
        return Plan(tuple(asks.items()), tuple(facts.several), tuple(facts.marks), tuple(listed), {})

    def _candidates(self, route: Route) -> list[tuple[Candidate, ...]]:
        """For each pattern that has any: the rules that a route may match. Whatever the document."""
        known = self.known.get(route)
        if known is None:
            if len(self.known) >= MOST_ROUTES:
                self.known.clear()
            known = self.known[route] = self._found(route)
        return known

    def _found(self, route: Route) -> list[tuple[Candidate, ...]]:
        """By pattern, up to the rule that the route matches in any case."""
        rows = {row[:2]: row for row in (*self.by_name.get(route.tag, ()), *self.by_name.get("*", ()))}
        found: dict[int, list[Candidate]] = {}
        tags = route.tags()
        for (place, number), (_, _, row) in sorted(rows.items()):
            before = found.setdefault(place, [])
            if before and before[-1].certain:
                continue
            candidate = _candidate(number, row, tags)
            if candidate is not None:
                before.append(candidate)
        return [tuple(each) for each in found.values() if each]


def _checks(candidates: Iterable[Candidate]) -> Iterator[Check]:
    return (check for candidate in candidates for check in candidate.checks)


def _without_single(candidates: tuple[Candidate, ...], times: Counter[Ask]) -> tuple[Candidate, ...]:
    """Candidates whose asserts have no condition that is theirs alone: asking it is as much work."""
    return tuple(
        candidate._replace(
            checks=tuple(
                check if all(times[ask] > 1 for ask, _ in check.conditions) else check._replace(conditions=())
                for check in candidate.checks
            )
        )
        for candidate in candidates
    )


def _answer(ask: Ask, wanted: frozenset[str], run: Run) -> Answer:
    try:
        return wanted.intersection(ask(run))
    except (DynamicError, RecursionError):
        pass
    try:
        careful, second = run.carefully(ask)
        return wanted.intersection(careful(second))
    except (DynamicError, RecursionError):
        return None


def _make_room(remembered: dict[Any, Any]) -> None:
    """Forget the older half where there is too much."""
    if len(remembered) >= _MOST_PLANS:
        for key in list(remembered)[: _MOST_PLANS // 2]:
            remembered.pop(key, None)


def _work(plan: Plan, settled: Settled) -> Work:
    """A plan when the conditions are settled."""
    fired: set[int] = set()
    sure: dict[tuple[Check, ...], list[Route]] = {}
    choices: dict[tuple[Candidate, ...], list[Route]] = {}
    for routes, candidates in plan.groups:
        left = _left(candidates, settled)
        if not left:
            continue
        if not left[0].certain:
            choices.setdefault(left, []).extend(routes)
            continue
        fired.add(left[0].rule)
        if left[0].checks:
            sure.setdefault(left[0].checks, []).extend(routes)
    return Work(
        frozenset(fired),
        tuple((tuple(routes), checks) for checks, routes in sure.items()),
        tuple(Choice(tuple(routes), left, _asks(left), {}) for left, routes in choices.items()),
    )


def _left(candidates: Iterable[Candidate], settled: Settled) -> tuple[Candidate, ...]:
    """The candidates that are left, up to the first that is certain. A failed condition matches nothing."""
    found = []
    for each in candidates:
        ways = tuple(
            Way((), _open(way.levels, settled.full), ())
            for way in each.ways
            if all(wanted & (settled.answers[ask] or frozenset()) for ask, wanted in way.conditions)
        )
        if not ways:
            continue
        checks = tuple(
            check._replace(several=frozenset()) if check.several else check
            for check in each.checks
            if _is_worth(check, settled)
        )
        found.append(Candidate.of(each.rule, ways, each.keys, checks))
        if found[-1].certain:
            break
    return tuple(found)


def _open(levels: tuple[Level, ...], full: frozenset[Route]) -> tuple[Level, ...]:
    """The levels without those that ask for attributes that every node has."""
    return tuple(
        each if each.mark is None else each._replace(mark=None) for each in levels if each.mark not in full
    )


def _is_worth(check: Check, settled: Settled) -> bool:
    """Whether an assert may fail; one of which a condition could not be told is run, and says so itself."""
    if check.several and check.several.isdisjoint(settled.several):
        return False
    if not check.conditions:
        return True
    return any((found := settled.answers[ask]) is None or wanted & found for ask, wanted in check.conditions)


def _asks(candidates: Iterable[Candidate]) -> tuple[tuple[Keys, frozenset[str]], ...]:
    asks: dict[Keys, frozenset[str]] = {}
    for keys, wanted in (each.keys for each in candidates if each.keys is not None):
        asks[keys] = asks.get(keys, frozenset()) | wanted
    return tuple(asks.items())


def _candidate(number: int, row: Row, tags: tuple[str, ...]) -> Candidate | None:
    """A rule, if a route may match it."""
    alternatives, checks = row
    near = [parts for parts in alternatives if _is_near(parts, tags)]
    found = [(parts[-1][4], tuple(_ways(parts, tags))) for parts in near]
    ways = tuple(way for _, each in found for way in each)
    if not ways:
        return None
    all_keys = {keys for keys, each in found if each}
    return Candidate.of(
        number, ways, all_keys.pop() if len(all_keys) == 1 else None, tuple(Check(*check) for check in checks)
    )


def _name(alternative: Row) -> str:
    """The tag that nodes must have; "*" where there is none."""
    name: str = alternative[-1][1]
    return "*" if "*" in name else name


def _is_near(alternative: Row, tags: tuple[str, ...]) -> bool:
    """Whether the last part fits, and the one before it where that must be the parent."""
    below, name, *_ = alternative[-1]
    if "*" not in name and name != tags[-1]:
        return False
    if below or len(alternative) == 1:
        return True
    above = alternative[-2][1]
    return "*" in above or above in tags[-2:-1]


def _ways(row: Row, tags: tuple[str, ...]) -> Iterable[Way]:
    for levels in alignments(tuple((below, name) for below, name, *_ in row), tags):
        steps = list(zip(levels, row, strict=True))
        if all(test is None or test(tags[: len(tags) - level]) for level, (_, _, _, test, *_) in steps):
            yield Way(
                tuple(condition for _, part in steps for condition in part[5]),
                tuple(Level(level, part[2], part[7]) for level, part in steps if part[2])[::-1],
                tuple((level, need) for level, part in steps for need in part[6]),
            )
