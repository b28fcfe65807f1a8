"""Which rules and asserts of a compiled module are worth running on a document, by its routes alone.

Documents with the same routes share a plan, so that it is made once. A rule that a route cannot match, and
an assert that holds for want of something, are not in it; routes for which the same is to be done are one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ubltools.validation.native.contexts import alignments
from ubltools.validation.native.guards import Need, is_met
from ubltools.validation.native.index import Node, Route
from ubltools.validation.native.run import Run

Select: TypeAlias = Callable[[list[Node], Run], list[Node]]
Keys: TypeAlias = Callable[[list[Node], Run], set[str]]
Show: TypeAlias = Callable[[Node, Run], str]
Way: TypeAlias = tuple[tuple[int, Select], ...]
Row: TypeAlias = tuple[Any, ...]
_MOST_PLANS: Final = 200
_MOST_ROUTES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Check:
    """An assert. failing: leaves of nodes those on which it fails. values: what its message computes."""

    number: int
    failing: Select
    values: tuple[Show, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that a route may match.

    ways: in each the predicates at so many levels up; one without any means that every node matches.
    keys: a value of the nodes, and what it must be for any to match; None where no such thing is known.
    """

    rule: int
    ways: tuple[Way, ...]
    keys: tuple[Keys, frozenset[str]] | None
    checks: tuple[Check, ...]

    @property
    def certain(self) -> bool:
        """Whether every node of the route matches."""
        return () in self.ways


@dataclass(frozen=True, slots=True)
class Plan:
    """fired: the rules that meet a node in any case. sure: routes with the asserts to run on all their nodes.

    open: routes with the rules of a pattern, of which the first that matches a node counts.
    """

    fired: frozenset[int]
    sure: tuple[tuple[tuple[Route, ...], tuple[Check, ...]], ...]
    open: tuple[tuple[tuple[Route, ...], tuple[Candidate, ...]], ...]


class Planner:
    """The plans of one compiled module. rules: its table RULES."""

    def __init__(self, rules: Iterable[Iterable[Row]]) -> None:
        self.patterns = [list(pattern) for pattern in rules]
        self.plans: dict[frozenset[Route], Plan] = {}
        self.known: dict[Route, list[tuple[Candidate, ...]]] = {}

    def plan(self, routes: Iterable[Route], present: frozenset[Route], top: Route) -> Plan:
        """The plan for a document with these routes. present: those and the ones of attributes."""
        known = self.plans.get(present)
        if known is None:
            if len(self.plans) >= _MOST_PLANS:
                self.plans.clear()
            known = self.plans[present] = self._made(list(routes), present, top)
        return known

    def _made(self, routes: list[Route], present: frozenset[Route], top: Route) -> Plan:
        fired: set[int] = set()
        sure: dict[tuple[Check, ...], list[Route]] = {}
        open_: dict[tuple[Candidate, ...], list[Route]] = {}
        met: dict[Any, bool] = {}
        for route in routes:
            for candidates in self._candidates(route):
                left = tuple(_reduced(each, route, present, top, met) for each in candidates)
                if not left[0].certain:
                    open_.setdefault(left, []).append(route)
                    continue
                fired.add(left[0].rule)
                if left[0].checks:
                    sure.setdefault(left[0].checks, []).append(route)
        return Plan(
            frozenset(fired),
            tuple((tuple(routes), checks) for checks, routes in sure.items()),
            tuple((tuple(routes), candidates) for candidates, routes in open_.items()),
        )

    def _candidates(self, route: Route) -> list[tuple[Candidate, ...]]:
        """For each pattern that has any: the rules that a route may match. Whatever the document."""
        known = self.known.get(route)
        if known is None:
            if len(self.known) >= _MOST_ROUTES:
                self.known.clear()
            found, first = [], 0
            for pattern in self.patterns:
                found.append(_of_pattern(pattern, first, route.tags()))
                first += len(pattern)
            known = self.known[route] = [each for each in found if each]
        return known


def _reduced(
    candidate: Candidate, route: Route, present: frozenset[Route], top: Route, met: dict[Any, bool]
) -> Candidate:
    """A candidate without the asserts that hold for want of something."""
    needed = []
    for check in candidate.checks:
        for need in check.needs:
            key = (need, route) if need[0] != "/" else need
            if key not in met:
                met[key] = is_met(need, route, present, top)
            if not met[key]:
                break
        else:
            needed.append(check)
    if len(needed) == len(candidate.checks):
        return candidate
    return Candidate(candidate.rule, candidate.ways, candidate.keys, tuple(needed))


def _of_pattern(pattern: list[Row], first: int, tags: tuple[str, ...]) -> tuple[Candidate, ...]:
    """The rules of a pattern that a route may match, up to the first that it matches in any case."""
    found = []
    for number, (rows, checks) in enumerate(pattern, first):
        found_ways = [(row[-1][4], tuple(_ways(row, tags))) for row in rows if _is_near(row, tags)]
        ways = tuple(way for _, each in found_ways for way in each)
        if ways:
            all_keys = {keys for keys, each in found_ways if each}
            keys = all_keys.pop() if len(all_keys) == 1 else None
            found.append(Candidate(number, ways, keys, tuple(Check(*check) for check in checks)))
            if () in ways:
                break
    return tuple(found)


def _is_near(row: Row, tags: tuple[str, ...]) -> bool:
    name = row[-1][1]
    return name == tags[-1] or "*" in name


def _ways(row: Row, tags: tuple[str, ...]) -> Iterable[Way]:
    for levels in alignments(tuple((below, name) for below, name, *_ in row), tags):
        steps = list(zip(levels, row, strict=True))
        if all(test is None or test(tags[-1 - level]) for level, (*_, test, _) in steps):
            yield tuple((level, select) for level, (_, _, select, *_) in steps if select)[::-1]
