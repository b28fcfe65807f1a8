"""Writes the contexts of rules: their predicates as functions, and their rows in RULES."""

from collections.abc import Iterable, Iterator

from ubltools.validation.native.conditions import is_of_document
from ubltools.validation.native.contexts import Alternative, Part
from ubltools.validation.native.emit_conditions import Asked, condition
from ubltools.validation.native.emit_steps import refuse_positions
from ubltools.validation.native.guards import needs
from ubltools.validation.native.parts import conjuncts, key_of, only_mark, only_without, tag_test
from ubltools.validation.native.syntax import Expr
from ubltools.validation.native.writer import NODE, TOP, Writer

_Split = tuple[tuple[Expr, ...], tuple[str, ...]]  # predicates, and tests of the tags


def alternative_rows(writer: Writer, alternative: Alternative) -> Iterator[str]:
    """The rows of a pattern: for each part (below, name, predicates, test of the tags, keys, conditions,
    needs, the only attribute that the predicates ask for)."""
    *above, last = alternative.parts
    before = "".join(_part_row(writer, part, (conjuncts(part.predicates), ())) + ", " for part in above)
    for split in _split(conjuncts(last.predicates)):
        yield f"({before}{_part_row(writer, last, split)},)"


def _split(predicates: tuple[Expr, ...]) -> Iterator[_Split]:
    """The predicates; with those out that are sure to hold where an element of some name is not above."""
    names = {name for each in predicates for name in only_without(each)}
    for name in sorted(names)[:1]:
        left = tuple(each for each in predicates if name not in only_without(each))
        yield left, (f"{name!r} not in tags[:-1]",)
        yield predicates, (f"{name!r} in tags[:-1]",)
        return
    yield predicates, ()


def _part_row(writer: Writer, part: Part, split: _Split) -> str:
    predicates, given = split
    name = "*" if part.test.kind == "any" else part.test.name
    tests = [*given, *(test for test in map(tag_test, predicates) if test is not None)]
    asked = [predicate for predicate in predicates if is_of_document(predicate)]
    left = tuple(each for each in predicates if tag_test(each) is None and each not in asked)
    test = f"lambda tags: {' and '.join(tests)}" if tests else "None"
    selected, keys = _predicates(writer, left), _keys(writer, left)
    wanted = tuple(need for each in left for need in needs(each, else_it_is=False))
    mark = f"@{only_mark(left)}" if only_mark(left) else None
    asks = condition_rows(writer, (condition(writer.at(TOP), each) for each in asked))
    return f"({part.below}, {name!r}, {selected}, {test}, {keys}, {asks}, {wanted!r}, {mark!r})"


def condition_rows(writer: Writer, conditions: Iterable[Asked]) -> str:
    """For each of these, the function that gives texts of the document, and those that make it hold."""
    return f"({''.join(f'{_condition(writer, *each)}, ' for each in conditions)})"


def _condition(writer: Writer, asked: str, wanted: tuple[str, ...]) -> str:
    if asked not in writer.asks:
        name = writer.asks[asked] = f"c{len(writer.asks)}"
        writer.lines.append(f"def {name}(d):\n    t = d.top\n    return {asked}\n")
    return f"({writer.asks[asked]}, frozenset({wanted!r}))"


def _predicates(writer: Writer, predicates: tuple[Expr, ...]) -> str:
    """The name of the function that leaves of nodes those that fulfil the predicates."""
    if not predicates:
        return "None"
    if predicates not in writer.predicates:
        emitter = writer.at(NODE)
        for predicate in predicates:
            refuse_positions(emitter, predicate)
        tests = " if ".join(emitter.truth(predicate) for predicate in predicates)
        name = f"p{len(writer.predicates)}"
        writer.lines.append(f"def {name}(N, d):\n    return [n for n in N if {tests}]\n")
        writer.predicates[predicates] = name
    return writer.predicates[predicates]


def _keys(writer: Writer, predicates: tuple[Expr, ...]) -> str:
    """(function that gives the values of nodes, the literals of which it must be one), or None."""
    found = key_of(predicates[0]) if predicates else None
    if found is None:
        return "None"
    tree, literals = found
    if tree not in writer.keys:
        code = writer.at(NODE).any_order_atoms(tree)
        name = f"k{len(writer.keys)}"
        values = (
            f"{{{code.text} for n in N}}" if code.card != "*" else f"{{k for n in N for k in {code.text}}}"
        )
        writer.lines.append(f"def {name}(N, d):\n    return {values}\n")
        writer.keys[tree] = name
    return f"({writer.keys[tree]}, frozenset({literals!r}))"
