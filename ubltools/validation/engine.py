"""Validates one document: the layers in order, each with its release, its verdict and the proof that it ran.

The schema first, then EN 16931, then Peppol. What a rule says comes from the rules, where it failed from the
engine, what to do about it from the code tables; here they meet in findings. A layer that could not run is
an error, never a pass; one that is not about this kind of document is not there. Nothing here knows Billit.
"""

import time
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final, NamedTuple

from ubltools.errors import ConfigurationError, EngineError, ReleaseUnknown
from ubltools.finding import Finding, Layer, LayerState, Report, Severity
from ubltools.names import Kind, short
from ubltools.validation import engines, xsd
from ubltools.validation.engines import Engine
from ubltools.validation.finding_of import findings_of
from ubltools.validation.layers import ABOUT, INVOICES
from ubltools.validation.release import Release, by_id
from ubltools.validation.selection import NEXT, Choice, coming, select
from ubltools.validation.sources import Source, document_of
from ubltools.xml import XmlDocument

_GATED: Final = (
    "The document does not fit the UBL schema. Repair that first: rules mislead on such a document."
)
_NO_KIND: Final = "It is not known what kind of document this is."


def validate(
    document: Source,
    *,
    name: str = "-",
    on: date | None = None,
    release: str | None = None,
    gate: bool = True,
    layers: Collection[str] | None = None,
    engine: str = Engine.NATIVE,
) -> Report:
    """Validate a document and say what was found, where, and what ran.

    document: a tree, bytes, an open file, or the name of a file. name: how the report calls it. on: the day
    whose rules count, today without one. release: the id of a release to use for its layer, whatever the
    day, or "next" for those that come after that day's. gate: skip the rules when the schema check fails.
    layers: the names of the layers to run; without it, those that are about such a document. engine: who
    runs the rules, "native", "saxon" or "both", which compares them. Raises InputError for bytes that are no
    safe XML, ReleaseUnknown, and ConfigurationError for a file, layer or engine that is not there.
    """
    if unknown := set(layers or ()) - set(_LAYERS):
        raise ConfigurationError(f"There is no layer {', '.join(sorted(unknown))}.")
    forced = by_id(release) if release and release != NEXT else None
    job = _Job(document_of(document), on or date.today(), forced, layers, _engine(engine))
    if release == NEXT:
        job.ahead = job.comings()
    with engines.without_collector():
        try:
            return Report(name, tuple(job.layers(gate)))
        finally:
            job.source.close()


def _engine(name: str) -> Engine:
    if name not in set(Engine):
        raise ConfigurationError(f"There is no engine {name}.", f"Known: {', '.join(Engine)}.")
    return Engine(name)


class _Verdict(NamedTuple):
    """What a layer found, and by which engine; fired as in Layer, remark as its reason when it did run."""

    findings: tuple[Finding, ...]
    engine: str | None = None
    fired: int | None = None
    error: str | None = None
    remark: str | None = None


class _Job:
    """One document on its way through the layers."""

    def __init__(
        self,
        document: XmlDocument,
        on: date,
        forced: Release | None,
        wanted: Collection[str] | None = None,
        engine: Engine = Engine.NATIVE,
    ) -> None:
        self.document = document
        self.header = document.kind, document.customization, document.profile
        self.on = on
        self.forced = forced
        self.wanted = wanted
        self.ahead: Mapping[str, Choice] = {}
        self.engine = engine
        self.source = engines.Source(document.root)

    def comings(self) -> dict[str, Choice]:
        """What comes after the releases of the day, by layer. Raises ReleaseUnknown when nothing does."""
        found, foreign = dict[str, Choice](), False
        for name in filter(self.concerns, _LAYERS):
            try:
                choice = coming(name, *self.header, self.on)
            except EngineError:  # it has no release for this document, and will be an error when it is run
                foreign = True
            else:
                found |= {name: choice} if choice else {}
        if not found and not foreign:
            raise ReleaseUnknown(
                f"No release is known that comes after those of {self.on} for this document.",
                "ubltools rules list shows the releases and their dates.",
            )
        return found

    def layers(self, gate: bool) -> list[Layer]:
        """Every layer, run or skipped, in order; the notices of parsing come first when there are any."""
        done = []
        if self.document.notices:
            done.append(Layer("xml", LayerState.PASSED, findings=self.document.notices))
        stop: str | None = None
        for name in filter(self.concerns, _LAYERS):
            layer = Layer(name, LayerState.SKIPPED, reason=stop) if stop else self.run(name)
            done.append(layer)
            if self.document.kind is None:
                stop = _NO_KIND
            elif name == "xsd" and gate and layer.state is LayerState.FAILED:
                stop = _GATED
        return done

    def concerns(self, name: str) -> bool:
        """Whether a layer is about such a document, or was asked for."""
        if self.forced is not None and self.forced.layer == name:
            return True
        return ABOUT[name](self.document) if self.wanted is None else name in self.wanted

    def run(self, name: str) -> Layer:
        """One layer, timed. What keeps it from running becomes its reason."""
        started = time.perf_counter()
        choice = None
        try:
            choice = self.choose(name)
            verdict = _LAYERS[name](self, choice.release)
        except EngineError as error:
            unknown = name == "xsd" and self.document.kind is None
            findings = (xsd.unknown_root(self.document),) if unknown else ()
            verdict = _Verdict(findings, error=" ".join(filter(None, (error.message, error.hint))))
        return _layer(name, choice, verdict, time.perf_counter() - started)

    def choose(self, name: str) -> Choice:
        """The release for a layer: the one asked for, or the one in force."""
        kind = self.document.kind
        if self.forced is not None and self.forced.layer == name:
            return _asked_for(self.forced, kind)
        if name in self.ahead:
            return self.ahead[name]
        if name == "xsd" and kind is None:
            raise EngineError(f"There is no schema for the root {short(self.document.root.tag)}.")
        return select(name, *self.header, self.on)

    def schema(self, release: Release) -> _Verdict:
        """The XSD layer."""
        return _Verdict(xsd.check(self.document, release), xsd.engine_name())

    def rules(self, release: Release) -> _Verdict:
        """A layer of Schematron rules."""
        ran = engines.run(release, self.source, self.engine)
        findings = findings_of(ran, of_invoice=self.document.kind in INVOICES)
        if not ran.outcome.fired:
            nothing = f"Not validated: no rule of {release.id} applies to anything in this document."
            return _Verdict(findings, ran.engine, 0, nothing)
        return _Verdict(findings, ran.engine, ran.outcome.fired, ran.disagreement, ran.remark)


_LAYERS: Final[Mapping[str, Callable[[_Job, Release], _Verdict]]] = dict.fromkeys(ABOUT, _Job.rules) | {
    "xsd": _Job.schema
}


def _asked_for(release: Release, kind: Kind | None) -> Choice:
    """A release that was asked for by name. Raises EngineError when it is not for such documents at all."""
    if kind is not None and kind not in {scope.root for scope in release.applies_to}:
        raise EngineError(f"{release.id} is not for {kind} documents.")
    what = " (a preview)" if release.preview else " (imported)" if release.imported else ""
    return Choice(release, f"asked for by name{what}")


def _layer(name: str, choice: Choice | None, verdict: _Verdict, seconds: float) -> Layer:
    fatal = any(finding.severity is Severity.FATAL for finding in verdict.findings)
    release = choice.release if choice else None
    return Layer(
        name,
        state=LayerState.ERROR if verdict.error else LayerState.FAILED if fatal else LayerState.PASSED,
        release=release.id if release else None,
        seconds=seconds,
        rules_fired=verdict.fired,
        findings=verdict.findings,
        reason=verdict.error or verdict.remark,
        chosen=choice.reason if choice else None,
        sha256=release.fingerprint if release else None,
        engine=verdict.engine,
        coverage=release.coverage if release else None,
    )
