"""What the routes of a document say of the rules that a route may match, before any node is looked at."""

from typing import Any

from ubltools.validation.native.index import Document
from ubltools.validation.native.routes import Need, Route, is_met
from ubltools.validation.native.work import Candidate, Way


class Facts:
    """What the routes of a document say of each need, found once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.met: dict[Any, bool] = {}

    def reduced(self, candidate: Candidate, route: Route) -> Candidate:
        """A candidate without the ways that are closed, and the asserts that hold, for want of something."""
        ways = tuple(
            self._shorter(way, route)
            for way in candidate.ways
            if all(self._is_met(need, route.above(up)) for up, need in way.needs)
        )
        checks = tuple(
            check for check in candidate.checks if all(self._is_met(need, route) for need in check.needs)
        )
        return Candidate.of(candidate.rule, ways, candidate.keys, checks)

    def _shorter(self, way: Way, route: Route) -> Way:
        """A way without asking for attributes that every node has."""
        full = self.document.full
        left = [
            each
            for each in way.levels
            if each.mark is None or route.above(each.up).kids.get(each.mark) not in full
        ]
        return way if len(left) == len(way.levels) else way._replace(levels=tuple(left))

    def _is_met(self, need: Need, route: Route) -> bool:
        key = (need, route) if need[0] != "/" else need
        if key not in self.met:
            here = self.document
            self.met[key] = is_met(need, route, here.present, here.routes, here.several)
        return self.met[key]
