"""The engines behind one door: which one runs the rules of a release on a document, and what it said.

The native engine runs them, Saxon is the reference. Rules that the native engine does not take on are run by
Saxon, and that is said. With both, each difference between them becomes visible. No findings are made here.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ubltools.errors import EngineError
from ubltools.finding import Severity
from ubltools.validation.native.refusal import Refused
from ubltools.validation.outcome import Failure, Outcome, message
from ubltools.validation.release import Release, files_of
from ubltools.validation.rulebook import rules_of, schema_of
from ubltools.xml import Element

if TYPE_CHECKING:
    from ubltools.validation import saxon
    from ubltools.validation.native.building import Built
    from ubltools.validation.native.index import Document


class Engine(StrEnum):
    """Who runs the rules."""

    NATIVE = "native"
    SAXON = "saxon"
    BOTH = "both"


class Difference(NamedTuple):
    """A failure that only one engine sees. only: which one."""

    failure: Failure
    only: Engine


class Ran(NamedTuple):
    """What an engine said. engine: its name and version; remark: why it was not the one asked for.

    disagreement: that two engines do not say the same, in a sentence; differences: where.
    """

    outcome: Outcome
    engine: str
    remark: str | None = None
    disagreement: str | None = None
    differences: tuple[Difference, ...] = ()


class Source:
    """A document on its way to the engines; each gets it once, however many rule sets it runs."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._saxon: saxon.Source | None = None
        self._index: Document | None = None

    def saxon(self) -> "saxon.Source":
        """The document on its way to Saxon, which is not imported before."""
        from ubltools.validation import saxon

        if self._saxon is None:
            self._saxon = saxon.Source(self.root)
        return self._saxon

    def index(self) -> "Document":
        """The document as the native engine holds it."""
        from ubltools.validation.native.rules import index

        if self._index is None:
            self._index = index(self.root)
        return self._index

    def close(self) -> None:
        """Let go of what only the engines need."""
        if self._index is not None:
            self._index.close()
            self._index = None


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the cyclic garbage collector from walking over an index again and again while it is in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_waiting: list[Callable[[str], None]] = []


def tell(listener: Callable[[str], None]) -> None:
    """Have a line said when rules have to be compiled, which takes a while. For commands, not libraries."""
    _waiting[:] = [listener]


def run(release: Release, source: Source, engine: Engine) -> Ran:
    """Run the rules of a release on a document. Raises EngineError, among them EngineUnavailable."""
    if engine is Engine.SAXON:
        return _by_saxon(release, source)
    native = _native(release, source)
    if isinstance(native, str):
        return _by_saxon(release, source, native)
    if engine is Engine.NATIVE:
        return Ran(native, engine_name())
    reference = _by_saxon(release, source)
    found = _differences(native, reference.outcome)
    said, fired = None, reference.outcome.fired
    if found or native.fired != fired:
        met = f"{native.fired} rules met against {fired}"
        said = f"The engines differ: in {len(found)} findings, and {met}."
    return Ran(reference.outcome, f"{engine_name()} and {reference.engine}", None, said, found)


def _by_saxon(release: Release, source: Source, remark: str | None = None) -> Ran:
    from ubltools.validation import saxon

    return Ran(rules_of(release).check(source.saxon()), saxon.engine_name(), remark)


def engine_name() -> str:
    """The native engine and which compiler it is, for the report, e.g. "native 3f2a91c0"."""
    from ubltools.validation.native.building import fingerprint

    return f"native {fingerprint()[:8]}"


def _native(release: Release, source: Source) -> Outcome | str:
    """What the native engine says; or why it does not say anything."""
    try:
        built = _built(release)
        if isinstance(built, Refused):
            return f"The native engine does not understand all of these rules: {built}. Saxon ran them."
        return _ran(built, source)
    except EngineError:
        raise
    except Exception as error:  # a mistake in the engine must not cost anybody a verdict
        said = " ".join(str(error).split())[:200]
        return f"The native engine failed ({type(error).__name__}: {said}); Saxon ran these rules."


@cache
def _built(release: Release) -> "Built | Refused":
    """The rules of a release, compiled once a process; or what was not understood."""
    from ubltools.validation.native.building import build

    files_of(release)  # the files are the known ones, so that their hashes stand for them
    identity = f"{release.id} {release.rules} {release.fingerprint}"
    try:
        return build(identity, lambda: schema_of(release), lambda: _announce(release))
    except Refused as refused:
        return refused


def _announce(release: Release) -> None:
    for listener in _waiting:
        listener(f"Compiling the rules of {release.id}; the next time they are ready.")


def _ran(built: "Built", source: Source) -> Outcome:
    document = source.index()
    fired, failed = built.rules.check(document)
    failures = []
    for each in failed:
        check, (order, _, _) = built.assert_of(each.number), document.order(each.node)
        said = message(check, () if each.error else each.values)
        element = document.element(each.node)
        failures.append((order, each.number, Failure(check, element, None, said, order, each.error)))
    failures.sort(key=lambda row: row[:2])
    return Outcome(fired, tuple(failure for *_, failure in failures))


def _differences(native: Outcome, reference: Outcome) -> tuple[Difference, ...]:
    """The failures that only one of them has; the same one may come several times."""
    found = []
    for engine, here, there in (
        (Engine.NATIVE, native.failures, reference.failures),
        (Engine.SAXON, reference.failures, native.failures),
    ):
        other = Counter(map(_key, there))
        for failure in here:
            if other[_key(failure)]:
                other[_key(failure)] -= 1
            else:
                found.append(Difference(failure, engine))
    return tuple(found)


def _key(failure: Failure) -> tuple[int, str, Severity, str]:
    """What must be the same. Of several reasons why an assert fails to run each engine may meet another."""
    said = "" if failure.error else failure.message
    return failure.order, failure.check.id, failure.check.severity, said
