"""The walk from JSON to XML text.

The trie is turned into the source of one Python function, compiled once: no node is looked at while
documents are written. An element that would hold only constants is left out. Values come out escaped;
a character that XML 1.0 forbids raises ForbiddenCharacter. Nothing of a document becomes source.
"""

from collections.abc import Callable, Iterator
from typing import Any

from ubltools import names
from ubltools.lens.codecs import TEXT, Codec
from ubltools.lens.escaping import SPECIAL, attribute, escape
from ubltools.lens.rows import Computed, Const, Facts, Group, Item, Leaf, Selection, steps
from ubltools.lens.tree import Node, Value


def writer(root: Node) -> Callable[[Item, Facts], str]:
    """Compile a trie into a function from a JSON object and its facts to XML text.

    The text starts with an XML declaration, names UTF-8 and is indented by two blanks. The function
    raises ForbiddenCharacter.
    """
    source = _Source()
    shared = source.shared_attributes(root)
    spaces = "".join(f' xmlns:{prefix}="{names.PREFIXES[prefix]}"' for prefix in ("cac", "cbc"))
    namespace = root.tag[1:].split("}")[0]
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root.name} xmlns="{namespace}"{spaces}>'
    source.add(0, "def write(i0, facts):")
    source.add(1, f"parts = [{opening!r}]")
    source.add(1, "out = parts.append")
    source.open_scope(root, "i0", 1)
    for name, (of, key) in shared.items():
        source.add(1, f"{name} = attribute({of!r}, facts.document.get({key!r}))")
    for child in root.children:
        source.element(child, "i0", 1)
    closing = f"\n</{root.name}>\n"
    source.add(1, f"out({closing!r})")
    source.add(1, "return ''.join(parts)")
    return source.compile()


class _Source:
    """The source under construction, and the objects that it names.

    element() returns how many constant pieces it adds whatever the document holds; an aggregate has
    content when more than that many were added.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._named: dict[str, Any] = {
            "attribute": attribute,
            "escape": escape,
            "special": SPECIAL,
        }
        self._shared: dict[tuple[str, str], str] = {}
        self._inside: dict[tuple[str, str], str] = {}

    def add(self, depth: int, line: str) -> None:
        """Add a line at an indentation."""
        self._lines.append("    " * depth + line)

    def compile(self) -> Callable[[Item, Facts], str]:
        """The function that the source defines."""
        exec(compile("\n".join(self._lines), "<mapping>", "exec"), self._named)
        written: Callable[[Item, Facts], str] = self._named["write"]
        return written

    def shared_attributes(self, root: Node) -> dict[str, tuple[str, str]]:
        """The attributes that codecs take from the document, by the variable that holds each."""
        found: dict[str, tuple[str, str]] = {}
        for node in _all(root):
            codec = None if isinstance(node.content, Const | None) else node.content.codec
            if codec is not None and codec.attribute is not None and codec.attribute not in self._shared:
                name = self._shared[codec.attribute] = f"a{len(self._shared)}"
                found[name] = codec.attribute
        return found

    def element(self, node: Node, item: str, depth: int, indent: int = 1) -> int:
        """One element with all that is below it. item: the variable of the object in scope."""
        of = node.row.of if node.row else None
        if of is None:
            return self._inner(node, item, depth, indent)
        scope = f"i{len(self._lines)}"
        if isinstance(of, Selection):
            self.add(depth, f"for {scope} in {self._name(of.pick)}({item}, facts):")
        else:
            found = _nested(item, steps(of))
            single = f"(v,) if type(v := {found}) is dict else ()"
            self.add(depth, f"for {scope} in {single if isinstance(node.row, Group) else f'{found} or ()'}:")
        self.open_scope(node, scope, depth + 1)
        self._inner(node, scope, depth + 1, indent)
        return 0

    def open_scope(self, node: Node, item: str, depth: int) -> None:
        """Lines that take, once a scope, the objects inside the one in scope that its rows look into."""
        for name in dict.fromkeys(path[0] for path in _paths(node) if len(path) > 1):
            variable = self._inside[item, name] = f"o{len(self._lines)}"
            self.add(depth, f"{variable} = {item}.get({name!r}) or {{}}")

    def _inner(self, node: Node, item: str, depth: int, indent: int) -> int:
        lead = "\n" + "  " * indent
        if node.constant:
            self.add(depth, f"out({_constant(node, lead)!r})")
            return 1
        if guard := self._guard(node, item):
            self.add(depth, f"if {guard}:")
            depth += 1
        if node.content is not None:
            self._value(node, item, depth, f"{lead}<{node.name}")
            return 0
        mark = f"m{len(self._lines)}"
        self.add(depth, f"{mark} = len(parts)")
        self.add(depth, f"out({f'{lead}<{node.name}>'!r})")
        constants = sum(self.element(child, item, depth, indent + 1) for child in node.children)
        self.add(depth, f"if len(parts) > {mark} + {1 + constants}: out({f'{lead}</{node.name}>'!r})")
        self.add(depth, f"else: del parts[{mark}:]")
        return 0

    def _value(self, node: Node, item: str, depth: int, opening: str) -> None:
        row = node.content
        assert isinstance(row, Leaf | Computed)
        self._read(row, item, depth)
        self.add(depth, "if v is not None:")
        self.add(depth + 1, f"t = {self._written(row.codec, 'v')}")
        if not row.codec.safe:
            self.add(depth + 1, "if special(t): t = escape(t)")
        attributes = "".join(f"{{{each}}}" for each in self._attributes(node, item, depth + 1, row.codec))
        text = f"{_literal(opening)}{attributes}>{{t}}</{node.name}>"
        self.add(depth + 1, f"if t: out(f'{text}')")

    def _attributes(self, node: Node, item: str, depth: int, codec: Codec) -> list[str]:
        """Lines that read the attributes; the expressions that give them."""
        found = [self._shared[codec.attribute]] if codec.attribute is not None else []
        for name, row in node.attributes.items():
            variable = f"x{len(self._lines)}"
            self._read(row, item, depth)
            text = "v" if isinstance(row, Const) else self._written(row.codec, "v")
            self.add(depth, f"{variable} = '' if v is None else attribute({name!r}, {text})")
            found.append(variable)
        return found

    def _read(self, row: Value, item: str, depth: int) -> None:
        """Lines that leave the value of a row in v."""
        if isinstance(row, Const):
            self.add(depth, f"v = {row.value!r}")
        elif isinstance(row, Computed):
            self.add(depth, f"v = {self._name(row.compute)}({item}, facts)")
        else:
            self.add(depth, f"v = {self._found(item, row.keys[0])}")
            for key in row.keys[1:]:
                holder = self._holder(item, key)
                there = f"{holder} and " if holder else ""
                self.add(depth, f"if {there}(v is None or v == ''): v = {self._found(item, key)}")

    def _guard(self, node: Node, item: str) -> str | None:
        """What must hold for anything of an element to be written, if that is one look at one object.

        None for a row that reads just one key: that would be asking twice.
        """
        asked: set[str | None] = set()
        for each in node.below():
            for _, row in each.values():
                if isinstance(row, Leaf):
                    asked.update(
                        self._holder(item, key) or f"{steps(key)[0]!r} in {item}" for key in row.keys
                    )
                elif isinstance(row, Computed):
                    asked.add(None)
            asked.update(
                None for child in each.children if child.row is not None and child.row.of is not None
            )
        guard = asked.pop() if len(asked) == 1 else None
        return None if isinstance(node.content, Leaf) and guard and " in " in guard else guard

    def _holder(self, item: str, key: str) -> str | None:
        """The variable of the object that holds the value of a key, where that is not the one in scope."""
        path = steps(key.removeprefix("$."))
        return self._inside.get(("i0" if key.startswith("$.") else item, path[0])) if len(path) > 1 else None

    def _found(self, item: str, key: str) -> str:
        """The expression for the value of a key; the whole document is the object of the first scope."""
        path, holder = steps(key.removeprefix("$.")), self._holder(item, key)
        if holder:
            return _nested(holder, path[1:])
        return _nested("i0" if key.startswith("$.") else item, path)

    def _written(self, codec: Codec, value: str) -> str:
        if codec is TEXT:
            return f"('' if {value}.isspace() else {value}) if type({value}) is str else str({value})"
        return f"{self._name(codec.write)}({value})"

    def _name(self, value: Any) -> str:
        """A variable of the source that stands for an object."""
        known = (name for name, each in self._named.items() if each is value)
        name = next(known, f"n{len(self._named)}")
        self._named[name] = value
        return name


def _literal(text: str) -> str:
    """Text as it stands inside the quotes of an f-string; names and blanks only, so no braces."""
    return repr(text)[1:-1]


def _paths(root: Node) -> Iterator[tuple[str, ...]]:
    """The key paths of the rows of a scope; of the whole document also those that begin with "$."."""
    for node in root.below():
        for _, row in node.values():
            if isinstance(row, Leaf):
                yield from (steps(key) for key in row.keys if not key.startswith("$."))
    for node in _all(root) if root.row is None else ():
        for _, row in node.values():
            if isinstance(row, Leaf):
                yield from (steps(key[2:]) for key in row.keys if key.startswith("$."))


def _nested(item: str, path: tuple[str, ...]) -> str:
    """The expression for a value under a key path; None where a step is missing."""
    *parents, last = path
    for step in parents:
        item = f"({item}.get({step!r}) or {{}})"
    return f"{item}.get({last!r})"


def _constant(node: Node, lead: str) -> str:
    """The text of an element in which everything is constant."""
    if isinstance(node.content, Const):
        return f"{lead}<{node.name}>{escape(node.content.value)}</{node.name}>"
    inner = "".join(_constant(child, f"{lead}  ") for child in node.children)
    return f"{lead}<{node.name}>{inner}{lead}</{node.name}>"


def _all(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _all(child))]
