"""A compiled rule set, run: which asserts fail on which nodes of a document."""

from collections.abc import Callable, Iterable
from decimal import localcontext
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.index import Document, Node
from ubltools.validation.native.numbers import EXACT
from ubltools.validation.native.plan import Planner
from ubltools.validation.native.routes import MOST_ROUTES, Route
from ubltools.validation.native.run import Run
from ubltools.validation.native.work import Candidate, Check, Choice, Keys, Select, Way
from ubltools.xml import Element

TOO_DEEP: Final = DynamicError("SXLM0001", "the functions of the rules call each other too often")


class Failed(NamedTuple):
    """An assert (by number) that failed on a node, with what its message shows; or the error it ended in."""

    number: int
    node: Node
    values: tuple[str, ...] = ()
    error: tuple[str, str] | None = None


class Routes:
    """The routes of this process, forgotten when there are too many."""

    def __init__(self) -> None:
        self.top = Route("", None)

    def current(self) -> Route:
        """The top of the routes to index a document with."""
        if Route.made > MOST_ROUTES:
            self.top, Route.made = Route("", None), 0
        return self.top


_routes: Final = Routes()


def index(root: Element) -> Document:
    """The index of a document, for any number of rule sets; close() it in the end."""
    return Document(root, _routes.current())


class CompiledRules:
    """The rules of a compiled module. names: its globals after it was run; careful: the other form's."""

    def __init__(self, names: dict[str, Any], careful: Callable[[], dict[str, Any]]) -> None:
        self.careful = cache(careful)
        self.slots: int = names["SLOTS"]
        self.planner = Planner(names["RULES"])

    def check(self, document: Document) -> tuple[int, list[Failed]]:
        """How many rules met a node, and the asserts that failed, in the order of the rules."""
        run = Run(document, self.slots, self.careful)
        failed: list[Failed] = []
        groups = document.groups
        with localcontext(EXACT):
            work = self.planner.work(document, run)
            for routes, checks in work.sure:
                for nodes in _blocks(_on(routes, groups)):
                    _check(checks, nodes, run, failed)
            fired = set(work.fired)
            for choice in work.choices:
                for nodes in _blocks(_on(choice.routes, groups)):
                    _visit(nodes, choice, run, fired, failed)
        return len(fired), sorted(failed, key=_number)


_MOST_AT_ONCE: Final = 256  # nodes; what hangs from so many lines still is in the cache for the next assert


def _blocks(nodes: list[Node]) -> Iterable[list[Node]]:
    if len(nodes) <= _MOST_AT_ONCE:
        return (nodes,)
    return (nodes[start : start + _MOST_AT_ONCE] for start in range(0, len(nodes), _MOST_AT_ONCE))


def _number(failed: Failed) -> int:
    return failed.number


def _on(routes: tuple[Route, ...], groups: dict[Route, list[Node]]) -> list[Node]:
    if len(routes) == 1:
        return groups[routes[0]]
    return list(chain.from_iterable(map(groups.__getitem__, routes)))


def _visit(nodes: list[Node], choice: Choice, run: Run, fired: set[int], failed: list[Failed]) -> None:
    """Run the rules that the nodes of some routes may match; the first that matches a node counts."""
    candidates = choice.candidates
    if choice.asks:
        candidates = choice.left(tuple([_values(ask, nodes, run) for ask in choice.asks]))
    for candidate in candidates:
        matched = nodes if candidate.certain else _matched(candidate, nodes, run)
        if matched:
            fired.add(candidate.rule)
            _check(candidate.checks, matched, run, failed)
            if len(matched) == len(nodes):
                return
            found = set(matched)
            nodes = [node for node in nodes if node not in found]


def _values(ask: tuple[Keys, frozenset[str]], nodes: list[Node], run: Run) -> frozenset[str] | None:
    """Which of the values that rules ask for some node has; None when that cannot be told."""
    values_of, wanted = ask
    try:
        return wanted.intersection(values_of(nodes, run))
    except (DynamicError, RecursionError):
        return None


def _check(checks: Iterable[Check], nodes: list[Node], run: Run, failed: list[Failed]) -> None:
    for check in checks:
        try:
            failing = check.failing(nodes, run)
        except (DynamicError, RecursionError):
            _check_each(check, nodes, run, failed)
        else:
            if failing:
                failed += [_described(check, node, run) for node in failing]


def _check_each(check: Check, nodes: list[Node], run: Run, failed: list[Failed]) -> None:
    """The same node by node, so that an error is told of the node where it is."""
    failing_of, careful = run.carefully(check.failing)
    for node in nodes:
        try:
            failing = failing_of([node], careful)
        except DynamicError as error:
            failed.append(Failed(check.number, node, error=(error.code, error.reason)))
        except RecursionError:
            failed.append(Failed(check.number, node, error=(TOO_DEEP.code, TOO_DEEP.reason)))
        else:
            failed += [_described(check, each, run) for each in failing]


def _described(check: Check, node: Node, run: Run) -> Failed:
    try:
        return Failed(check.number, node, tuple(show(node, run) for show in check.values))
    except (DynamicError, RecursionError):
        return _described_carefully(check, node, run)


def _described_carefully(check: Check, node: Node, run: Run) -> Failed:
    try:
        shown = (run.carefully(show) for show in check.values)
        return Failed(check.number, node, tuple(show(node, careful) for show, careful in shown))
    except DynamicError as error:
        return Failed(check.number, node, error=(error.code, error.reason))
    except RecursionError:
        return Failed(check.number, node, error=(TOO_DEEP.code, TOO_DEEP.reason))


def _matched(candidate: Candidate, nodes: list[Node], run: Run) -> list[Node]:
    """The nodes that match in any of the ways; a predicate that fails to evaluate does not match."""
    if len(candidate.ways) == 1:
        return _by_way(candidate.ways[0], nodes, run)
    found = {node for way in candidate.ways for node in _by_way(way, nodes, run)}
    return [node for node in nodes if node in found]


def _by_way(way: Way, nodes: list[Node], run: Run) -> list[Node]:
    for up, predicates, _ in way.levels:
        if up:
            known: dict[Node, bool] = {}
            nodes = [node for node in nodes if _fulfils(_above(node, up), predicates, run, known)]
        else:
            nodes = _selected(predicates, nodes, run)
        if not nodes:
            break
    return nodes


def _above(node: Node, level: int) -> Node:
    for _ in range(level):
        node = node.parent  # type: ignore[assignment]
    return node


def _fulfils(node: Node, predicates: Select, run: Run, known: dict[Node, bool]) -> bool:
    if node not in known:
        known[node] = bool(_selected(predicates, [node], run))
    return known[node]


def _selected(predicates: Select, nodes: list[Node], run: Run) -> list[Node]:
    try:
        return predicates(nodes, run)
    except (DynamicError, RecursionError):
        careful_predicates, careful = run.carefully(predicates)
        return [node for node in nodes if _holds(careful_predicates, node, careful)]


def _holds(predicates: Select, node: Node, run: Run) -> bool:
    try:
        return bool(predicates([node], run))
    except (DynamicError, RecursionError):
        return False
