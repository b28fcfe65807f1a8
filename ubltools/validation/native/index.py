"""The light index of a document: one walk over the tree, after which steps are look-ups in dictionaries.

A Node stands for an element, for the document (tag "/"), for an attribute (tag "@name") or for a text (tag
"#text"); the last two are made when an expression asks for them. Nodes are grouped by route, the tags from
the root down to them: which rules may meet a node depends on its route alone. Rules are not known here.
"""

from collections.abc import Iterator
from typing import Any, Final

from ubltools.validation.native.routes import Route, by_tag
from ubltools.xml import NO_ELEMENTS, Element, text_of

Kids = dict[str, list["Node"]]
_NO_KIDS: Final[Kids] = {}
_NO_ATTRIBUTES: Final[dict[str, str]] = {}
_KINDS: Final = {"@": 1, "#": 2}  # in document order: an element, its attributes, its texts


class Node:
    """A node. text: its string value, None where that is put together when it is asked for.

    place: that of the element among all of the document, from 2 on; for an attribute or a text that of the
    element that holds it; 1 for the document.
    """

    __slots__ = ("attributes", "kids", "parent", "place", "tag", "text")
    parent: "Node | None"
    place: int
    tag: str
    text: str | None
    attributes: dict[str, str]
    kids: Kids


class Top(Node):
    """The node of the document, which knows its elements. They are gathered when somebody asks for one."""

    __slots__ = ("found", "root")
    found: list[Element]
    root: Element

    def elements(self) -> list[Element]:
        """All elements, in order."""
        if not self.found:
            self.found = list(self.root.iter("*"))
        return self.found


class Document:
    """A document while rules run on it. groups: nodes by route, each list in document order.

    marks: the routes of attributes ("@name" below that of their element), and how often each is there.
    present: the routes of all that is there; by_tag: the same by the name of the element or attribute.
    """

    def __init__(self, root: Element, routes: Route) -> None:
        self.top = Top()
        self.top.tag, self.top.text, self.top.parent, self.top.place = "/", None, None, 1
        self.top.kids, self.top.attributes = {}, _NO_ATTRIBUTES
        self.top.root, self.top.found = root, []
        self.routes = routes
        self.groups: dict[Route, list[Node]] = {}
        self.marks: dict[Route, int] = {}
        self._shared: dict[tuple[str, str], dict[str, str]] = {}
        self._anywhere: dict[str, list[Node]] = {}
        self._named: dict[str, list[Node]] = {}
        self._containers: list[Kids] = [self.top.kids]
        self._enter(root, routes)
        self.present = frozenset([*self.marks, *self.groups])
        self.by_tag = by_tag(self.present)

    def _enter(self, root: Element, routes: Route) -> None:
        """Index the tree: one loop over all of it, and no element is kept."""
        plain = not any(True for _ in root.iter(*NO_ELEMENTS))
        size_of = len if plain else _elements_in
        groups, containers = self.groups, self._containers
        above: list[tuple[Node, Kids, Route, int]] = []
        parent: Node = self.top
        kids, here, left = parent.kids, routes, 1
        for place, element in enumerate(root.iter("*"), 2):
            tag = element.tag
            route = here.kids.get(tag)
            if route is None:
                route = here.kid(str(tag))
            node = Node()
            node.tag = name = route.tag  # one string for all of them
            node.place = place
            node.parent = parent
            if name in kids:
                kids[name].append(node)
            else:
                kids[name] = [node]
            group = groups.get(route)
            if group is None:
                groups[route] = [node]
            else:
                group.append(node)
            items: Any = element.items()
            node.attributes = self._attributes(route, items) if items else _NO_ATTRIBUTES
            size = size_of(element)
            if size:
                above.append((parent, kids, here, left))
                parent, here, left = node, route, size
                node.text = None
                kids = node.kids = {}
                containers.append(kids)
                continue
            node.text = element.text or "" if plain or not len(element) else None
            node.kids = _NO_KIDS
            left -= 1
            while not left and above:
                parent, kids, here, left = above.pop()
                left -= 1

    def _attributes(self, route: Route, items: list[tuple[str, str]]) -> dict[str, str]:
        """The attributes of an element; where it has one alone, those that have the same share it."""
        marks = self.marks
        if len(items) > 1:
            for name, _ in items:
                mark = route.marks.get(name) or route.mark(name)
                marks[mark] = marks.get(mark, 0) + 1
            return dict(items)
        item = items[0]
        mark = route.marks.get(item[0]) or route.mark(item[0])
        marks[mark] = marks.get(mark, 0) + 1
        known = self._shared.get(item)
        if known is None:
            known = self._shared[item] = dict(items)
        return known

    def order(self, node: Node) -> tuple[int, int, str]:
        """The place of a node in document order: 1 is the document, 2 its root."""
        kind = _KINDS.get(node.tag[0], 0)
        return node.place, kind, node.tag if kind == 1 else ""

    def element(self, node: Node) -> Element:
        """The element of a node, that of its attributes and texts too; of the document its root."""
        found = element_of(node)
        return self.top.root if found is None else found

    def has_several(self, route: Route) -> bool:
        """Whether there is more than one element, or attribute, on a route that is present."""
        nodes = self.groups.get(route)
        return (self.marks[route] if nodes is None else len(nodes)) > 1

    def is_full(self, mark: Route) -> bool:
        """Whether all elements that might have an attribute have it."""
        return self.marks[mark] == len(self.groups[mark.holder])

    def in_order(self, nodes: "list[Node]") -> "list[Node]":
        """Nodes in document order, each once."""
        last = 0
        for node in nodes:
            if node.place <= last:
                break
            last = node.place
        else:
            return nodes  # they are already
        placed = {self.order(node): node for node in nodes}
        return [placed[place] for place in sorted(placed)]

    def anywhere(self, tag: str) -> "list[Node]":
        """All elements of that name, route by route."""
        found = self._anywhere.get(tag)
        if found is None:
            groups = [self.groups[route] for route in self.by_tag.get(tag, ())]
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
        groups = [self.groups[each.holder] for each in self.marks if each.tag == mark]
        return self.in_order([node for each in groups for node in each if attribute in node.attributes])

    def close(self) -> None:
        """Take the links between nodes apart, so that they need no garbage collector."""
        for kids in self._containers:
            kids.clear()
        self._anywhere.clear()
        self._named.clear()
        self.groups.clear()


def _elements_in(element: Element) -> int:
    return sum(1 for _ in element.iterchildren("*"))


def made(tag: str, text: str, parent: Node) -> Node:
    """A node that is no element, in the one that holds it."""
    node = Node()
    node.tag, node.text, node.parent, node.place = tag, text, parent, parent.place
    node.kids, node.attributes = _NO_KIDS, _NO_ATTRIBUTES
    return node


def element_of(node: Node) -> Element | None:
    """The element itself; for an attribute or a text the one that holds it; None for the document."""
    if node.place == 1:
        return None
    top = node
    while top.parent is not None:
        top = top.parent
    assert isinstance(top, Top)
    return top.elements()[node.place - 2]


def string_value(node: Node) -> str:
    """The text of a node and of all that is in it."""
    if node.text is None:
        element = element_of(node)
        node.text = text_of(element) if element is not None else _of_document(node)
    return node.text


def _of_document(node: Node) -> str:
    return "".join(string_value(kid) for kids in node.kids.values() for kid in kids)


def texts_of(node: Node) -> "Iterator[Node]":
    """The text nodes of an element; comments between them divide them."""
    element = element_of(node)
    if element is None or node.tag[0] in "@#":
        return
    for piece in (element.text, *(child.tail for child in element)):
        if piece:
            yield made("#text", piece, node)
