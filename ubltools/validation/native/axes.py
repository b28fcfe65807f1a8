"""Steps along the axes that are no look-up in a dictionary, and what is asked of single nodes."""

from collections.abc import Iterable, Iterator

from ubltools.validation.native.index import Node, element_of, made, texts_of
from ubltools.validation.native.run import Run

_NONE: list[Node] = []


def children(document: Run, node: Node) -> list[Node]:
    """All elements in a node, in order."""
    kids = node.kids
    if not kids:
        return _NONE
    if len(kids) == 1:
        return next(iter(kids.values()))
    return document.in_order([kid for group in kids.values() for kid in group])


def attribute(node: Node, name: str) -> list[Node]:
    """The attribute of that name, if there is one."""
    value = node.attributes.get(name)
    return _NONE if value is None else [_attribute(node, name, value)]


def attributes(node: Node) -> list[Node]:
    """All attributes."""
    return [_attribute(node, name, value) for name, value in node.attributes.items()]


def _attribute(node: Node, name: str, value: str) -> Node:
    return made(f"@{name}", value, node)


def parent(node: Node) -> list[Node]:
    """The parent, if there is one."""
    return _NONE if node.parent is None else [node.parent]


def ancestors(node: Node) -> list[Node]:
    """The parent, its parent, and so on, nearest first, the document last."""
    found = []
    above = node.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found


def descendants(document: Run, node: Node) -> list[Node]:
    """All elements below a node, in order."""
    found: list[Node] = []
    waiting = children(document, node)[::-1]
    while waiting:
        found.append(waiting.pop())
        waiting += children(document, found[-1])[::-1]
    return found


def texts(node: Node) -> list[Node]:
    """The text nodes that are children of a node."""
    return list(texts_of(node))


def each_once(nodes: Iterable[Node]) -> Iterator[Node]:
    """Nodes without those that came before."""
    met: set[Node] = set()
    for node in nodes:
        if node not in met:
            met.add(node)
            yield node


def preceding(document: Run, node: Node, tag: str) -> list[Node]:
    """The elements of that name that end before a node begins, in document order."""
    place = document.order(node)
    above = set(ancestors(node))
    return [each for each in document.named(tag) if document.order(each) < place and each not in above]


def following(document: Run, node: Node, tag: str) -> list[Node]:
    """The elements of that name that begin after a node ends."""
    place = document.order(node)
    return [
        each for each in document.named(tag) if document.order(each) > place and node not in ancestors(each)
    ]


def siblings(document: Run, node: Node, *, after: bool) -> list[Node]:
    """The elements beside a node, before or after it, in document order."""
    if node.parent is None or node.tag[0] in "@":
        return _NONE
    place = document.order(node)
    beside = children(document, node.parent)
    return [
        each for each in beside if (document.order(each) > place if after else document.order(each) < place)
    ]


def reaches_two(node: Node, first: str, second: str) -> bool:
    """Whether there is anything at the end of two child steps."""
    for kid in node.kids.get(first, _NONE):  # noqa: SIM110 - any() would cost as much again
        if second in kid.kids:
            return True
    return False


def reaches(node: Node, *tags: str) -> bool:
    """Whether there is anything at the end of some child steps."""
    nodes = [node]
    for tag in tags:
        nodes = [kid for each in nodes for kid in each.kids.get(tag, _NONE)]
        if not nodes:
            return False
    return True


def name(node: Node | None) -> str:
    """name(): with the prefix that the document uses."""
    if node is None or node.tag[0] in "/#":
        return ""
    if node.tag[0] == "@":
        return local_name(node) if "{" not in node.tag else _prefixed(node)
    element = element_of(node)
    prefix = element.prefix if element is not None else None
    return f"{prefix}:{local_name(node)}" if prefix else local_name(node)


def _prefixed(node: Node) -> str:
    space = node.tag[2:].partition("}")[0]
    element = element_of(node)
    bound = element.nsmap.items() if element is not None else ()
    prefixes = [prefix for prefix, uri in bound if uri == space and prefix]
    if space == "http://www.w3.org/XML/1998/namespace":
        prefixes = ["xml"]
    return f"{prefixes[0]}:{local_name(node)}" if prefixes else local_name(node)


def local_name(node: Node | None) -> str:
    """local-name()."""
    return "" if node is None or node.tag[0] in "/#" else node.tag.rpartition("}")[2].removeprefix("@")


def namespace_of(node: Node | None) -> str:
    """namespace-uri()."""
    return "" if node is None or "{" not in node.tag else node.tag.partition("{")[2].partition("}")[0]


def same(left: Node | None, right: Node | None) -> bool | None:
    """left is right."""
    if left is None or right is None:
        return None
    return left is right or (left.tag[0] == "@" and (left.tag, left.parent) == (right.tag, right.parent))


def earlier(document: Run, left: Node | None, right: Node | None) -> bool | None:
    """left << right."""
    if left is None or right is None:
        return None
    return document.order(left) < document.order(right)
