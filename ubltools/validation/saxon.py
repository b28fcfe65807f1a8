"""The one door to saxonche: runs a rule set on a document and says which asserts failed where.

One processor a process, under a lock, made on first use and made anew after a fork. It only ever gets text
that was written from a tree that xml.parse accepted. Saxon ends the interpreter where it lacks address
space, so that is asked before it is imported. What the numbers in its answer mean is in stylesheet.py.
"""

import os
import threading
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from ubltools.errors import EngineError, EngineUnavailable, RulesBroken
from ubltools.validation import installed, stylesheet
from ubltools.validation.model import Schema
from ubltools.validation.outcome import LONGEST_VALUE, Failure, Outcome, message
from ubltools.xml import Element, to_text

ADDRESS_SPACE_NEEDED: Final = 36 * 2**30  # saxonche 13 reserves about 33.6 GB, hardly any of which it uses
_SAXON: Final = "http://saxon.sf.net/feature/"
_XERCES: Final = "http://apache.org/xml/features/"
_FEATURES: Final = {
    f"{_SAXON}parserFeature?uri={_XERCES}disallow-doctype-decl": "true",
    f"{_SAXON}allowedProtocols": "none",  # no doc(), no unparsed-text(): rules read the document only
}
_CONFIGURATION: Final = """\
<configuration xmlns="http://saxon.sf.net/ns/configuration" edition="HE">
  <global standardErrorOutputFile={}/>
</configuration>
"""


class Source:
    """A document on its way to Saxon; several rule sets can be run on it, it is handed over once."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._held: tuple[_Saxon, Any] | None = None

    def node(self, saxon: "_Saxon") -> Any:
        """The document as Saxon holds it, made anew if that is another Saxon (after a fork)."""
        if self._held is None or self._held[0] is not saxon:
            self._held = saxon, saxon.parse(to_text(self.root))
        return self._held[1]


class Rules:
    """A rule set that Saxon can run; compiled when first needed, once a process."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.asserts = tuple(schema.asserts())

    @cached_property
    def _with_attributes(self) -> bool:
        return stylesheet.visits_attributes(self.schema)

    def compile(self) -> None:
        """Compile both forms, so that the second cannot fail later. Raises RulesBroken."""
        with _lock:
            for isolated in (False, True):
                _saxon().executable(self, isolated)

    def check(self, source: Source) -> Outcome:
        """Run the rules on a document. Raises EngineError, among them EngineUnavailable and RulesBroken."""
        with _lock:
            saxon = _saxon()
            answer = saxon.run(self, source, isolated=False)
            if answer.startswith(stylesheet.ABORTED):  # an expression raised: now every assert by itself
                answer = saxon.run(self, source, isolated=True)
        if answer.startswith(stylesheet.ABORTED):
            raise EngineError(f"Saxon gave up on the rules: {answer.partition(' ')[2]}")
        fired, rows = set(), []
        for line in answer.split("\n"):
            if line.startswith("R"):
                fired.add(line)
            elif line:
                rows.append(line.split("\t"))
        return Outcome(len(fired), tuple(self._failures(rows, source.root)))

    def _failures(self, rows: list[list[str]], root: Element) -> Iterator[Failure]:
        nodes = _nodes_of(root, self._with_attributes) if rows else []
        for head, place, *rest in rows:
            check, order = self.asserts[int(head[1:])], int(place)
            element, attribute = nodes[order - 1]
            error = (rest[0], rest[1][:LONGEST_VALUE]) if head.startswith("E") else None
            said = message(check, [] if error else rest)
            yield Failure(check, element, attribute, said, order, error)


def engine_name() -> str:
    """The engine and its version, for the report, e.g. "saxonche 13.1.1"."""
    return f"saxonche {_version()}"


def _nodes_of(root: Element, with_attributes: bool) -> list[tuple[Element, str | None]]:
    """The nodes as the stylesheet numbers them; the document itself is shown as its root."""
    nodes: list[tuple[Element, str | None]] = [(root, None)]
    for element in root.iter("*"):
        nodes.append((element, None))
        if with_attributes:
            nodes += [(element, str(name)) for name in element.attrib]
    return nodes


class _Saxon:
    """The processor of this process and what it has compiled."""

    def __init__(self) -> None:
        _require_address_space()
        try:
            import saxonche
        except ImportError as error:
            raise EngineUnavailable(f"saxonche cannot be loaded: {error}", "Install saxonche.") from error
        self._error = saxonche.PySaxonApiError
        self._processor = self._started(saxonche)
        for feature, value in _FEATURES.items():
            self._processor.set_configuration_property(feature, value)
        self._compiled: dict[tuple[Rules, bool], Any] = {}

    def _started(self, saxonche: Any) -> Any:
        """A processor whose printed warnings go nowhere: saxonche 13 takes that from a file only."""
        import tempfile

        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "saxon.xml")
                path.write_text(_CONFIGURATION.format(stylesheet.quoted(os.devnull)), encoding="utf-8")
                return saxonche.PySaxonProcessor(config_file=path.as_uri())
        except (OSError, self._error):  # no place for a file: then Saxon may print what it likes
            return saxonche.PySaxonProcessor(license=False)

    def parse(self, text: str) -> Any:
        try:
            return self._processor.parse_xml(xml_text=text)
        except self._error as error:
            raise EngineError(f"Saxon cannot read the document: {_first_line(error)}") from error

    def run(self, rules: Rules, source: Source, *, isolated: bool) -> str:
        executable = self.executable(rules, isolated)
        try:
            answer: str | None = executable.transform_to_string(xdm_node=source.node(self))
        except self._error as error:
            return f"{stylesheet.ABORTED} {_first_line(error)}"
        return answer or ""

    def executable(self, rules: Rules, isolated: bool) -> Any:
        if (rules, isolated) not in self._compiled:
            text = stylesheet.write(rules.schema, isolated=isolated)
            try:
                compiled = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
            except self._error as error:
                raise RulesBroken(f"The rules do not compile: {_first_line(error)}") from error
            self._compiled[rules, isolated] = compiled
        return self._compiled[rules, isolated]


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:500]


def _version() -> str:
    version = installed.version_of("saxonche")
    if version is None:
        raise EngineUnavailable("saxonche is not installed.", "Install it: pip install saxonche.")
    return version


def _require_address_space() -> None:
    """Refuse to start where saxonche 13 would end the interpreter without a word."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY or limit >= ADDRESS_SPACE_NEEDED:
        return
    if int(_version().partition(".")[0]) >= 13:
        raise EngineUnavailable(
            f"The address space of this process is limited to {limit / 2**30:.1f} GB. saxonche 13 reserves "
            "about 34 GB, though it does not use them, and would end the whole process.",
            "Lift the limit (ulimit -v, RLIMIT_AS, limit_memory_hard in Odoo), or install saxonche 12.10.1.",
        )


_lock = threading.RLock()
_current: _Saxon | None = None
# Kept, because letting go of it would call into a Saxon that is not there.
_left_by_parent: list[_Saxon | None] = []


def _saxon() -> _Saxon:
    global _current  # noqa: PLW0603 - the one processor of the process
    if _current is None:
        _current = _Saxon()
    return _current


def _after_fork() -> None:
    global _lock, _current
    _left_by_parent.append(_current)
    _lock, _current = threading.RLock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
