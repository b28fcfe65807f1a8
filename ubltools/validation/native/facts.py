"""What the routes of a document say of the rules that a route may match, before any node is looked at."""

from typing import Any, Final

from ubltools.validation.native.index import Document
from ubltools.validation.native.routes import SEVERAL, Need, Route
from ubltools.validation.native.work import Candidate, Check, Level

_Routes = frozenset[Route]
_NOWHERE: Final[_Routes] = frozenset()
_NOT_A_NAME: Final = "./*"  # the first sign of a step that is neither an element nor an attribute


class Facts:
    """What the routes of a document say of needs. Where walks begin alike, that is walked once.

    several, marks: of which routes it matters whether they have several nodes, whether they are full.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.several: dict[Route, None] = {}
        self.marks: dict[Route, None] = {}
        self._known: dict[Any, _Routes] = {}

    def reduced(self, candidate: Candidate, route: Route) -> Candidate:
        """A candidate without the ways that are closed, and the asserts that hold, for want of something."""
        if not candidate.has_needs:
            return candidate
        ways = tuple(
            way._replace(levels=tuple(self._marked(level, route) for level in way.levels))
            for way in candidate.ways
            if all(self._end(need, route.above(up)) for up, need in way.needs)
        )
        checks = tuple(filter(None, [self._left(check, route) for check in candidate.checks]))
        return Candidate.of(candidate.rule, ways, candidate.keys, checks)

    def _marked(self, level: Level, route: Route) -> Level:
        """A level with the route of the attribute that it asks for, if there is any."""
        mark = route.above(level.up).kids.get(level.mark) if isinstance(level.mark, str) else None
        if mark not in self.document.present:
            mark = None
        if mark is not None:
            self.marks[mark] = None
        return level if level.mark is mark else level._replace(mark=mark)

    def _left(self, check: Check, route: Route) -> Check | None:
        """An assert with what is open of its needs; None where it holds for want of something."""
        several: frozenset[Route] = frozenset()
        for need in check.needs:
            if need[0] != SEVERAL:
                if not self._end(need, route):
                    return None
                continue
            ends = [self._end(each, route) for each in need[1:]]
            if all(len(each) < 2 for each in ends):
                several = frozenset().union(*ends)
                if not several:
                    return None
        self.several |= dict.fromkeys(several)
        return check._replace(needs=(), several=several) if check.needs else check

    def _end(self, need: Need, here: Route) -> _Routes:
        """The routes at which a walk ends."""
        if isinstance(need[0], str):
            route = here if need[0] == "." else self.document.routes
            for step in need[1:]:
                if step[0] in _NOT_A_NAME:
                    break
                kid = route.kids.get(step)
                if kid is None or kid not in self.document.present:
                    return _NOWHERE
                route = kid
            else:
                return frozenset([route])
        return self._end_anywhere(need, here)

    def _end_anywhere(self, need: Need, here: Route) -> _Routes:
        """The same for a walk that may lead to several routes."""
        key = need if need[0] == "/" else (need, here)
        found = self._known.get(key)
        if found is None:
            start = self._end(need[:-1], here) if len(need) > 1 else None
            found = self._start(need[0], here) if start is None else self._step(start, need[-1])
            self._known[key] = found
        return found

    def _start(self, start: str | tuple[Need, ...], here: Route) -> _Routes:
        if isinstance(start, str):
            return frozenset([here if start == "." else self.document.routes])
        return frozenset().union(*(self._end(each, here) for each in start))

    def _step(self, start: _Routes, step: str) -> _Routes:
        present = self.document.present
        if step == "..":
            return frozenset([route.parent for route in start if route.parent is not None])
        if step == "//":
            return present | {self.document.routes} if start else start
        if step == "*":
            every = (kid for route in start for kid in route.kids.values() if kid.tag[0] != "@")
            return frozenset([route for route in every if route in present])
        if step.startswith("//"):
            return frozenset(self.document.by_tag.get(step[2:], ()) if start else ())
        kids = (route.kids.get(step) for route in start)
        return frozenset([route for route in kids if route in present and route is not None])
