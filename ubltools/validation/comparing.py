"""Runs two releases over the same documents and says where their findings differ. Nothing is shown here.

Compared are rule ids, severities and how often each comes in a document; messages and places are not. A rule
that could not be evaluated is no finding of that rule, so it is counted by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ubltools.errors import ConfigurationError, InputError
from ubltools.finding import Severity
from ubltools.validation.engines import Engine, Source, run
from ubltools.validation.inventory import texts
from ubltools.validation.release import Release
from ubltools.xml import parse


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A kind of finding. unevaluated: the rule ended in an error on that document."""

    rule: str
    severity: Severity
    unevaluated: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """How often a kind of finding comes in a document, under the one release and under the other."""

    mark: Mark
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class RuleLists:
    """What the releases themselves have: rules that only one of them has, rules of another severity."""

    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    other_severity: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The outcome, documents by name. left_out: why a document was not compared."""

    left: Release
    right: Release
    lists: RuleLists
    same: list[str] = field(default_factory=list)
    differing: dict[str, tuple[Difference, ...]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)

    def by_rule(self) -> Iterator[tuple[Mark, int, int, int]]:
        """Each kind of finding that differs: in how many documents, and how often under each release."""
        found: dict[Mark, list[Difference]] = {}
        for difference in (each for of_one in self.differing.values() for each in of_one):
            found.setdefault(difference.mark, []).append(difference)
        for mark in sorted(found):
            each = found[mark]
            yield mark, len(each), sum(one.left for one in each), sum(one.right for one in each)


def compare(left: Release, right: Release, names: Iterable[str], read: Callable[[str], bytes]) -> Comparison:
    """Run both releases over documents, given by name and how to read one.

    Raises EngineError when the rules of a release cannot be read or run.
    """
    outcome = Comparison(left, right, rule_lists(left, right))
    for name in names:
        try:
            document = parse(read(name))
        except (InputError, ConfigurationError) as error:
            outcome.unreadable[name] = error.message
            continue
        foreign = [each.id for each in (left, right) if document.kind not in _roots(each)]
        if foreign:
            outcome.left_out[name] = f"not a document that {' and '.join(foreign)} is for"
            continue
        source = Source(document.root)
        found = differences(_found(left, source), _found(right, source))
        source.close()
        if found:
            outcome.differing[name] = found
        else:
            outcome.same.append(name)
    return outcome


def rule_lists(left: Release, right: Release) -> RuleLists:
    """What the rules of two releases are, before any document is looked at."""
    ours, others = ({rule: text.severities for rule, text in texts(each).items()} for each in (left, right))
    return RuleLists(
        tuple(rule for rule in ours if rule not in others),
        tuple(rule for rule in others if rule not in ours),
        tuple(rule for rule in ours if set(ours[rule]) != set(others.get(rule, ours[rule]))),
    )


def differences(left: Mapping[Mark, int], right: Mapping[Mark, int]) -> tuple[Difference, ...]:
    """The kinds of findings that do not come equally often, by rule."""
    marks = sorted(mark for mark in {*left, *right} if left.get(mark, 0) != right.get(mark, 0))
    return tuple(Difference(mark, left.get(mark, 0), right.get(mark, 0)) for mark in marks)


def _found(release: Release, source: Source) -> Counter[Mark]:
    failures = run(release, source, Engine.NATIVE).outcome.failures
    return Counter(Mark(each.check.id, each.check.severity, each.error is not None) for each in failures)


def _roots(release: Release) -> set[str]:
    return {scope.root for scope in release.applies_to}
