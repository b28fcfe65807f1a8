"""The walk from JSON to XML text.

The trie is turned into the source of one Python function, compiled once: no node is looked at while
documents are written. An element that would hold only constants is left out. Values come out escaped;
a character that XML 1.0 forbids raises ForbiddenCharacter. Nothing of a document becomes source.
"""

import re
from collections.abc import Callable
from typing import Any

from ubltools import names
from ubltools.lens.codecs import TEXT, Codec
from ubltools.lens.rows import Computed, Const, Facts, Group, Item, Leaf, Selection, steps
from ubltools.lens.tree import Node, Value


class ForbiddenCharacter(ValueError):
    """A text holds a character that no XML 1.0 document may hold."""


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]').search
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def _escape(text: str, table: dict[int, Any] = _IN_TEXT) -> str:
    if FORBIDDEN.search(text):
        raise ForbiddenCharacter(text)
    return text.translate(table)


def _attribute(name: str, value: object) -> str:
    """The attribute with its leading blank, "" for a value that is not there."""
    text = "" if value is None else str(value)
    if _SPECIAL(text):
        text = _escape(text, _IN_ATTRIBUTE)
    return f' {name}="{text}"' if text else ""


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
    for name, (attribute, key) in shared.items():
        source.add(1, f"{name} = attribute({attribute!r}, facts.document.get({key!r}))")
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
            "attribute": _attribute,
            "escape": _escape,
            "special": _SPECIAL,
        }
        self._shared: dict[tuple[str, str], str] = {}

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
        self._inner(node, scope, depth + 1, indent)
        return 0

    def _inner(self, node: Node, item: str, depth: int, indent: int) -> int:
        lead = "\n" + "  " * indent
        if node.constant:
            self.add(depth, f"out({_constant(node, lead)!r})")
            return 1
        key = _only_key(node)
        if key is not None and not _is_plain(node.content, key):
            self.add(depth, f"if {key!r} in {item}:")
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
            first, *others = row.keys
            self.add(depth, f"v = {_nested(item, steps(first))}")
            for key in others:
                self.add(depth, f"if v is None or v == '': v = {_nested(item, steps(key))}")

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


def _only_key(node: Node) -> str | None:
    """The one JSON key without which nothing of an element is written, if there is such a key."""
    keys: set[str | None] = set()
    for each in node.below():
        for _, row in each.values():
            if isinstance(row, Leaf):
                keys.update(steps(key)[0] for key in row.keys)
            elif isinstance(row, Computed):
                keys.add(None)
        keys.update(None for child in each.children if child.row is not None and child.row.of is not None)
    return keys.pop() if len(keys) == 1 else None


def _is_plain(content: Value | None, key: str) -> bool:
    """Whether a row reads just this key, so that asking for the key first would be asking twice."""
    return isinstance(content, Leaf) and content.keys == (key,)


def _nested(item: str, path: tuple[str, ...]) -> str:
    """The expression for a value under a key path; None where a step is missing."""
    *parents, last = path
    for step in parents:
        item = f"({item}.get({step!r}) or {{}})"
    return f"{item}.get({last!r})"


def _constant(node: Node, lead: str) -> str:
    """The text of an element in which everything is constant."""
    if isinstance(node.content, Const):
        return f"{lead}<{node.name}>{_escape(node.content.value)}</{node.name}>"
    inner = "".join(_constant(child, f"{lead}  ") for child in node.children)
    return f"{lead}<{node.name}>{inner}{lead}</{node.name}>"


def _all(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _all(child))]
