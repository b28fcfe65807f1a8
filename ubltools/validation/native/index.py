"""The light index of a document: one walk over the tree, after which steps are look-ups in dictionaries.

A Node stands for an element, for the document (tag "/"), for an attribute (tag "@name") or for a text (tag
"#text"); the last two are made when an expression asks for them. Nodes are grouped by route, the tags from
the root down to them: which rules may meet a node depends on its route alone. Rules are not known here.
"""

from collections.abc import Iterator
from sys import intern
from typing import Final

from ubltools.xml import Element, text_of

Kids = dict[str, list["Node"]]
_NO_KIDS: Final[Kids] = {}
_NO_ATTRIBUTES: Final[dict[str, str]] = {}
MOST_ROUTES: Final = 20_000


class Node:
    """A node. text: its string value, None where that is put together when it is asked for.

    element: the element itself; for an attribute or a text the one that holds it; None for the document.
    """

    __slots__ = ("attributes", "element", "kids", "parent", "tag", "text")
    element: Element | None
    parent: "Node | None"
    tag: str
    text: str | None
    attributes: dict[str, str]
    kids: Kids


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

    def tags(self) -> tuple[str, ...]:
        """The tags, that of the root first."""
        above = self.parent.tags() if self.parent else ()
        return (*above, self.tag) if self.tag else ()


class Document:
    """A document while rules run on it. groups: nodes by route, each list in document order.

    marks: the routes of attributes ("@name" below that of their element).
    """

    def __init__(self, root: Element, routes: Route) -> None:
        self.top = made("/", None, None, None)
        self.routes = routes
        self._root = root
        self.groups: dict[Route, list[Node]] = {}
        self.marks: set[Route] = set()
        self._anywhere: dict[str, list[Node]] = {}
        self._named: dict[str, list[Node]] = {}
        self._containers: list[Kids] = []
        self._order: dict[Element, int] = {}
        self._enter(root, routes)

    def _enter(self, root: Element, routes: Route) -> None:
        """Index the tree. Its properties are read in bulk, so that the one loop over all of it is short."""
        elements = list(root.iter("*"))
        sizes = [len(element) for element in elements]
        full = sizes
        if sum(sizes) != len(elements) - 1:  # comments or processing instructions
            sizes = [sum(1 for _ in element.iterchildren("*")) for element in elements]
        tags = [element.tag for element in elements]
        texts = [element.text for element in elements]
        items = [element.items() for element in elements]
        groups, marks, containers, above = self.groups, self.marks, self._containers, []
        parent, kids, here, left = self.top, self.top.kids, routes, 1
        kids = parent.kids = {}
        containers.append(kids)
        for element, tag, size, whole, text, attributes in zip(
            elements, tags, sizes, full, texts, items, strict=True
        ):
            route = here.kids.get(tag)
            if route is None:
                route = here.kid(str(tag))
            node = Node()
            node.tag = name = route.tag  # one string for all of them
            node.element = element
            node.parent = parent
            if name in kids:
                kids[name].append(node)
            else:
                kids[name] = [node]
            if route in groups:
                groups[route].append(node)
            else:
                groups[route] = [node]
            if attributes:
                node.attributes = dict(attributes)
                for attribute in node.attributes:
                    marks.add(route.marks.get(attribute) or route.mark(attribute))
            else:
                node.attributes = _NO_ATTRIBUTES
            left -= 1
            if size:
                above.append((parent, kids, here, left))
                parent, here, left = node, route, size
                node.text = None
                kids = node.kids = {}
                containers.append(kids)
                continue
            node.text = None if whole else text or ""
            node.kids = _NO_KIDS
            while not left and above:
                parent, kids, here, left = above.pop()

    def order(self, node: Node) -> tuple[int, int, str]:
        """The place of a node in document order: 1 is the document, 2 its root."""
        if node.element is None:
            return 1, 0, ""
        if not self._order:
            self._order = {element: place for place, element in enumerate(self._root.iter("*"), 2)}
        kind = {"@": 1, "#": 2}.get(node.tag[0], 0)
        return self._order[node.element], kind, node.tag if kind == 1 else ""

    def in_order(self, nodes: "list[Node]") -> "list[Node]":
        """Nodes in document order, each once."""
        if len(nodes) < 2:
            return nodes
        placed = {self.order(node): node for node in nodes}
        return [placed[place] for place in sorted(placed)]

    def anywhere(self, tag: str) -> "list[Node]":
        """All elements of that name, route by route."""
        found = self._anywhere.get(tag)
        if found is None:
            groups = [nodes for route, nodes in self.groups.items() if route.tag == tag]
            found = groups[0] if len(groups) == 1 else [node for nodes in groups for node in nodes]
            self._anywhere[tag] = found
        return found

    def named(self, tag: str) -> "list[Node]":
        """All elements of that name, in document order."""
        found = self._named.get(tag)
        if found is None:
            found = self._named[tag] = self.in_order(self.anywhere(tag))
        return found

    def holders(self, attribute: str) -> "list[Node]":
        """All elements that have an attribute of that name, in document order."""
        mark = f"@{attribute}"
        groups = [nodes for route, nodes in self.groups.items() if route.kids.get(mark) in self.marks]
        return self.in_order([node for each in groups for node in each if attribute in node.attributes])

    def close(self) -> None:
        """Take the links between nodes apart, so that they need no garbage collector."""
        for kids in self._containers:
            kids.clear()
        self._anywhere.clear()
        self._named.clear()
        self.groups.clear()


def made(tag: str, text: str | None, parent: Node | None, element: Element | None) -> Node:
    """A node without children and attributes."""
    node = Node()
    node.tag, node.text, node.parent, node.element = tag, text, parent, element
    node.kids, node.attributes = _NO_KIDS, _NO_ATTRIBUTES
    return node


def string_value(node: Node) -> str:
    """The text of a node and of all that is in it."""
    if node.text is None:
        node.text = text_of(node.element) if node.element is not None else _of_document(node)
    return node.text


def _of_document(node: Node) -> str:
    return "".join(string_value(kid) for kids in node.kids.values() for kid in kids)


def texts_of(node: Node) -> "Iterator[Node]":
    """The text nodes of an element; comments between them divide them."""
    element = node.element
    if element is None or node.tag[0] in "@#":
        return
    for piece in (element.text, *(child.tail for child in element)):
        if piece:
            yield made("#text", piece, node, element)
