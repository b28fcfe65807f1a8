"""Routes, and what can be told of one alone: how a context fits it, and whether a need is met there.

This is the part of contexts.py and guards.py that runs with the rules, so nothing of the compiler may be
imported here.
"""

from collections.abc import Iterator
from sys import intern
from typing import Any, Final, TypeAlias

Need: TypeAlias = tuple[Any, ...]  # what guards.py writes down and is_met() reads
SEVERAL: Final = "several"  # before needs of which one must lead to more than one node
MOST_ROUTES: Final = 20_000


class Route:
    """The tags from the root to a kind of node; shared by all documents that have it."""

    __slots__ = ("kids", "marks", "parent", "tag")
    made = 0  # how many there are in this process

    def __init__(self, tag: str, parent: "Route | None") -> None:
        Route.made += 1
        self.tag = intern(tag)
        self.parent = parent
        self.kids: dict[str, Route] = {}
        self.marks: dict[str, Route] = {}  # attributes, which are among the kids as "@name" too

    def kid(self, tag: str) -> "Route":
        """The route one step further."""
        return self.kids.setdefault(tag, Route(tag, self))

    def mark(self, attribute: str) -> "Route":
        """The route of an attribute."""
        return self.marks.setdefault(attribute, self.kid(f"@{attribute}"))

    @property
    def holder(self) -> "Route":
        """The route of the element that holds an attribute."""
        assert self.parent is not None
        return self.parent

    def above(self, levels: int) -> "Route":
        """The route so many levels up."""
        return self if not levels or self.parent is None else self.parent.above(levels - 1)

    def tags(self) -> tuple[str, ...]:
        """The tags, that of the root first."""
        above = self.parent.tags() if self.parent else ()
        return (*above, self.tag) if self.tag else ()


def alignments(parts: tuple[tuple[bool, str], ...], tags: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """The ways in which the parts (below, name) fit the tags from the root to a node.

    Each tells for every part how many levels above the node it stands.
    """
    yield from _fit(parts, tags, len(tags) - 1, ())


def _fit(
    parts: tuple[tuple[bool, str], ...], tags: tuple[str, ...], at: int, levels: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    if at < 0 or not _is(parts[-1][1], tags[at]):
        return
    below = parts[-1][0]
    found = (len(tags) - 1 - at, *levels)
    if len(parts) == 1:
        if below or at == 0:
            yield found
        return
    for above in range(at - 1, -1, -1) if below else (at - 1,):
        yield from _fit(parts[:-1], tags, above, found)


def _is(name: str, tag: str) -> bool:
    """Whether a tag is what a name test asks for: *, {uri}*, {*}local or a clark name."""
    if "*" not in name:
        return tag == name
    if name == "*":
        return True
    space, _, local = name[1:].rpartition("}")
    if space == "*":
        return tag.rpartition("}")[2] == local
    return tag.startswith(f"{{{space}}}")


def is_met(
    need: Need, here: Route, present: frozenset[Route], top: Route, several: frozenset[Route] = frozenset()
) -> bool:
    """Whether a document with these routes may have what a node on the route here needs."""
    if need[0] != SEVERAL:
        return bool(_walk(need, here, present, top))
    found = [_walk(each, here, present, top) for each in need[1:]]
    return any(len(each) > 1 or not several.isdisjoint(each) for each in found)


def _walk(need: Need, here: Route, present: frozenset[Route], top: Route) -> set[Route]:
    start, *steps = need
    if isinstance(start, str):
        found = {here if start == "." else top}
    else:
        found = {route for each in start for route in _walk(each, here, present, top)}
    for step in steps:
        if step == "..":
            found = {route.parent for route in found if route.parent is not None}
        elif step == "//":
            found = {*present, top}
        elif step == "*":
            every = (kid for route in found for kid in route.kids.values() if kid.tag[0] != "@")
            found = {route for route in every if route in present}
        elif step.startswith("//"):
            found = {route for route in present if route.tag == step[2:]}
        else:
            kids = (route.kids.get(step) for route in found)
            found = {route for route in kids if route in present}
        if not found:
            break
    return found
