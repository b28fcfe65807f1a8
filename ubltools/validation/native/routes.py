"""Routes, and what can be told of one alone: how a context fits it.

This is the part of contexts.py and guards.py that runs with the rules, so nothing of the compiler may be
imported here.
"""

from collections.abc import Iterator
from sys import intern
from typing import Any, Final, TypeAlias

Need: TypeAlias = tuple[Any, ...]  # what guards.py writes down and facts.py reads
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


def by_tag(present: frozenset[Route]) -> dict[str, list[Route]]:
    """Routes by the name of their elements; the same for all documents that have the same routes."""
    found = _tags.get(present)
    if found is None:
        if len(_tags) >= _MOST_TAGS:
            _tags.clear()
        found = _tags[present] = {}
        for route in sorted(present, key=Route.tags):
            found.setdefault(route.tag, []).append(route)
    return found


_MOST_TAGS: Final = 200
_tags: Final[dict[frozenset[Route], dict[str, list[Route]]]] = {}
