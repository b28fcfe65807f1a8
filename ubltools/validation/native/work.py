"""What is to be done on a document, as values: asserts, the rules that nodes may match, what a plan comes to.

Made by plan.py, done by rules.py.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from ubltools.validation.native.index import Node
from ubltools.validation.native.routes import Need, Route
from ubltools.validation.native.run import Run

Select: TypeAlias = Callable[[list[Node], Run], list[Node]]
Keys: TypeAlias = Callable[[list[Node], Run], set[str]]
Show: TypeAlias = Callable[[Node, Run], str]
Ask: TypeAlias = Callable[[Run], Iterable[str]]  # some texts in a document
Condition: TypeAlias = tuple[Ask, frozenset[str]]  # that one of these is among them
Answer: TypeAlias = frozenset[str] | None  # which of them are there; None when that cannot be told
Row: TypeAlias = tuple[Any, ...]  # of a rule, as a module has it
_MOST_CHOICES: Final = 200


class Check(NamedTuple):
    """An assert. failing: leaves of nodes those on which it fails. values: what its message computes.

    conditions: of these one must be true for the assert to be worth running; without any it always is.
    several: in a plan, routes of which one must have several nodes for it to be; without any it always is.
    """

    number: int
    failing: Select
    values: tuple[Show, ...]
    needs: tuple[Need, ...]
    conditions: tuple[Condition, ...]
    several: frozenset[Route] = frozenset()


class Level(NamedTuple):
    """Predicates for the node so many levels up.

    mark: they ask for that attribute ("@name") and no more; in a plan its route. None for other predicates.
    """

    up: int
    predicates: Select
    mark: str | Route | None


class Way(NamedTuple):
    """One way to match: conditions of the document, levels, and what nodes so many levels up need."""

    conditions: tuple[Condition, ...]
    levels: tuple[Level, ...]
    needs: tuple[tuple[int, Need], ...]


class Candidate(NamedTuple):
    """A rule that a route may match.

    certain: whether every node of the route matches: there is a way without conditions and levels.
    has_needs: whether a document may do without some of it.
    keys: a value of the nodes, and what it must be for any to match; None where no such thing is known.
    """

    rule: int
    ways: tuple[Way, ...]
    keys: tuple[Keys, frozenset[str]] | None
    checks: tuple[Check, ...]
    certain: bool
    has_needs: bool

    @classmethod
    def of(
        cls,
        rule: int,
        ways: tuple[Way, ...],
        keys: tuple[Keys, frozenset[str]] | None,
        checks: tuple[Check, ...],
    ) -> "Candidate":
        """A candidate that says by itself what follows from its ways and checks."""
        certain = any(not way.levels and not way.conditions for way in ways)
        in_ways = any(way.needs or any(level.mark for level in way.levels) for way in ways)
        return cls(rule, ways, keys, checks, certain, in_ways or any(check.needs for check in checks))


class Choice(NamedTuple):
    """Routes with the rules of a pattern, of which the first that matches a node counts.

    asks: values of the nodes that tell rules off, each with those that some rule asks for.
    """

    routes: tuple[Route, ...]
    candidates: tuple[Candidate, ...]
    asks: tuple[tuple[Keys, frozenset[str]], ...]
    known: dict[tuple[frozenset[str] | None, ...], tuple[Candidate, ...]]

    def left(self, values: tuple[frozenset[str] | None, ...]) -> tuple[Candidate, ...]:
        """The rules that nodes with these values may match; None: that cannot be told."""
        found = self.known.get(values)
        if found is None:
            if len(self.known) >= _MOST_CHOICES:
                self.known.clear()
            met = {keys: each for (keys, _), each in zip(self.asks, values, strict=True)}
            found = self.known[values] = tuple(
                each for each in self.candidates if not _is_told_off(each, met)
            )
        return found


def _is_told_off(candidate: Candidate, known: Mapping[Keys, frozenset[str] | None]) -> bool:
    if candidate.keys is None:
        return False
    keys, wanted = candidate.keys
    values = known[keys]
    return values is not None and wanted.isdisjoint(values)


class Work(NamedTuple):
    """What is to be done on a document.

    fired: the rules that meet a node in any case. sure: routes with the asserts to run on all their nodes.
    """

    fired: frozenset[int]
    sure: tuple[tuple[tuple[Route, ...], tuple[Check, ...]], ...]
    choices: tuple[Choice, ...]


class Plan(NamedTuple):
    """The same while it is open what the conditions say, and what it comes to for the answers so far.

    several, marks: the routes of which it matters whether they have several nodes, whether all nodes have
    the attribute.
    """

    asks: tuple[Condition, ...]
    several: tuple[Route, ...]
    marks: tuple[Route, ...]
    groups: tuple[tuple[tuple[Route, ...], tuple[Candidate, ...]], ...]
    works: dict[tuple[Any, ...], Work]


class Settled(NamedTuple):
    """What is known of a document at last: the answers, routes with several nodes, marks that are full."""

    answers: Mapping[Ask, Answer]
    several: frozenset[Route]
    full: frozenset[Route]
