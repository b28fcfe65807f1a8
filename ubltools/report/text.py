"""The report as text, for the person whose invoice was refused.

The verdict first; then what is wrong, rule by rule, fatal first and otherwise in the order of the
layers, because an early layer is the likelier cause; last what was checked and what was not. ASCII
layout for 80 columns; paths are never wrapped, so that they can be copied. Text from documents is
shown with its control characters escaped. Only the layout is decided here, never the verdict.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from ubltools.codes import term_name
from ubltools.finding import Finding, Layer, LayerState, Report, Severity
from ubltools.report.layout import WIDTH, Paint, coloured, line, plain, shown, wrapped

_INDENT: Final = 9
_PLACES: Final = 5
_UNREADABLE: Final = ("input", "setup")  # the layers of a file that could not be looked at
_RAN: Final = (LayerState.PASSED, LayerState.FAILED)

_NAMES: Final = {
    "order": "Billit order",
    "xml": "XML",
    "xsd": "XSD",
    "en16931": "EN 16931",
    "peppol": "Peppol",
    "billit": "Billit",
    "france": "France",
    "gate": "State file",
}
_COUNTED: Final = {
    Severity.FATAL: ("fatal", "fatal"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}
_HEADINGS: Final = {Severity.FATAL: "FATAL", Severity.WARNING: "WARNING", Severity.INFO: "NOTE"}


def render(report: Report, *, colour: bool = False, verbose: bool = False) -> str:
    """The report as text with a line end.

    colour: with ANSI colours. verbose: every place of every rule instead of the first five, and for
    each layer its time, engine and checksum.
    """
    paint = coloured if colour else plain
    if _is_unreadable(report):
        return "\n".join(_unreadable(report, paint)) + "\n"
    blocks = [
        _headline(report, paint),
        *(_block(group, verbose, paint) for group in _groups(report.findings)),
        _proof(report, paint),
        *([_details(report.layers)] if verbose and report.layers else []),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def blocks(findings: Sequence[Finding], *, colour: bool = False, verbose: bool = False) -> list[str]:
    """Each rule that has something to say as one text without line end, fatal first."""
    paint = coloured if colour else plain
    return ["\n".join(_block(group, verbose, paint)) for group in _groups(findings)]


def _is_unreadable(report: Report) -> bool:
    return len(report.layers) == 1 and report.layers[0].name in _UNREADABLE and len(report.findings) == 1


def _unreadable(report: Report, paint: Paint) -> list[str]:
    """A file that could not be looked at needs no more than why, and what to do."""
    (finding,) = report.findings
    headline = f"NOT VALIDATED  {_document(report)}  {line(finding.message)}"
    first, *rest = wrapped(headline, "", "  ")
    return [paint("NOT VALIDATED", first), *rest, *(wrapped(line(finding.hint or ""), "  ", "  "))]


def _headline(report: Report, paint: Paint) -> list[str]:
    verdict, because = _verdict(report)
    parts = (verdict, _document(report), _counts(report.findings), because)
    lines = wrapped("  ".join(part for part in parts if part), "", "  ")
    return [paint(verdict, lines[0]), *lines[1:]]


def _document(report: Report) -> str:
    return "standard input" if report.document == "-" else line(report.document)


def _verdict(report: Report) -> tuple[str, str]:
    if not report.layers:
        return "NOT VALIDATED", "because nothing was checked"
    for layer in report.layers:
        if layer.state is LayerState.ERROR:
            return "NOT VALIDATED", f"because {_name(layer)} could not be checked: {_reason(layer)}"
    if any(layer.state is LayerState.FAILED for layer in report.layers):
        return "REFUSED", ""
    for layer in report.layers:
        if layer.state is LayerState.SKIPPED:
            return "NOT VALIDATED", f"because {_name(layer)} was not checked: {_reason(layer)}"
    return "OK", ""


def _counts(findings: Sequence[Finding]) -> str:
    numbers = {severity: sum(each.severity is severity for each in findings) for severity in _COUNTED}
    return ", ".join(f"{n} {_COUNTED[severity][n != 1]}" for severity, n in numbers.items() if n)


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    return sorted(groups.values(), key=lambda group: -group[0].severity.weight)


def _block(group: list[Finding], verbose: bool, paint: Paint) -> list[str]:
    """One rule: heading, then each message with its places; a hint once for the messages that share it."""
    shown = group if verbose else group[:_PLACES]
    heading = _HEADINGS[group[0].severity]
    places = f"  ({len(group)} places)" if len(group) > 1 else ""
    lines = [paint(heading, f"{heading}  {line(group[0].rule)}{places}")]
    cases = _cases(shown)
    for number, case in enumerate(cases, 1):
        last = number == len(cases)
        lines += _field("What", case[0].message.strip() or "no message")
        lines += _where(case, more=len(group) - len(shown) if last else 0)
        if last or cases[number][0].hint != case[0].hint:
            lines += _field("To do", case[0].hint or "")
    return lines


def _cases(findings: Sequence[Finding]) -> list[list[Finding]]:
    cases: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in findings:
        cases.setdefault((finding.hint, finding.message), []).append(finding)
    return list(cases.values())


def _where(findings: list[Finding], more: int) -> list[str]:
    places = [list(_place(finding)) for finding in findings]
    bullet = "- " if len(places) > 1 else ""
    if not any(places) and not more:
        return []
    lines = [
        (bullet if number == 0 else " " * len(bullet)) + line
        for place in places
        for number, line in enumerate(place or ["place unknown"])
    ]
    lines += [f"and {more} more"] if more else []
    return [_label("Where" if number == 0 else "") + line for number, line in enumerate(lines)]


def _place(finding: Finding) -> Iterator[str]:
    """Where it is: the path in the order, the business term, the place in the XML."""
    where = finding.location
    path = shown(where.json_path or "")
    about = ", ".join(_term(term) for term in ([where.term] if where.term else finding.terms))
    together = f"{path} ({about})" if path and about else path or about
    if len(together) <= WIDTH - _INDENT - 2:
        yield from [together] if together else []
    else:
        yield from [path] if path else []
        yield from wrap(about, WIDTH - _INDENT - 2)
    at = "XML" if where.line is None else f"XML line {where.line}"
    if where.xpath or where.line is not None:
        yield f"{at}: {shown(where.xpath)}" if where.xpath else at


def _term(term: str) -> str:
    name = term_name(term)
    return f"{line(term)} {name}" if name else line(term)


def _proof(report: Report, paint: Paint) -> list[str]:
    lines: list[str] = []
    for text in [_checked(layer) for layer in report.layers if layer.state in _RAN] or ["nothing"]:
        lines += wrapped(text, " " * _INDENT if lines else "Checked: ", " " * (_INDENT + 2))
    for layer in report.layers:
        if layer.coverage and layer.state in _RAN:
            lines += wrapped(f"{_release(layer)}. {line(layer.coverage)}", "NOT in it: ", " " * _INDENT)
    for reason, names in _left_out(report).items():
        first, *rest = wrapped(f"{', '.join(names)}. {reason}", "NOT checked: ", " " * _INDENT)
        lines += [paint("NOT checked:", first), *rest]
    return lines


def _left_out(report: Report) -> dict[str, list[str]]:
    """The layers that did not run, by the reason why."""
    names: dict[str, list[str]] = {}
    for layer in report.layers:
        if layer.state not in _RAN:
            names.setdefault(f"{_reason(layer)}.", []).append(_release(layer))
    return names


def _checked(layer: Layer) -> str:
    remarks = ", ".join(line(part) for part in (layer.chosen, _met(layer.rules_fired)) if part)
    return f"{_release(layer)} ({remarks})" if remarks else _release(layer)


def _met(rules: int | None) -> str:
    if rules is None:
        return ""
    return "1 rule met" if rules == 1 else f"{rules or 'no'} rules met"


def _release(layer: Layer) -> str:
    """Name and release, without saying the name twice ("Peppol BIS Billing 3.0.21")."""
    name, release = _name(layer), line(layer.release or "")
    known = {name.replace(" ", "").casefold(), layer.name.casefold()}
    if any(release.replace(" ", "").casefold().startswith(each) for each in known if each):
        return release
    return f"{name} {release}".rstrip()


def _details(layers: Sequence[Layer]) -> list[str]:
    width = max(len(line(layer.name)) for layer in layers)
    return [
        "  ".join(
            (
                f"{line(layer.name):<{width}}",
                f"{layer.state.value:<7}",
                f"{layer.seconds:.6f} s",
                *([f"engine {line(layer.engine)}"] if layer.engine else []),
                *([f"sha256 {line(layer.sha256)}"] if layer.sha256 else []),
            )
        )
        for layer in layers
    ]


def _name(layer: Layer) -> str:
    return _NAMES.get(layer.name) or line(layer.name)


def _reason(layer: Layer) -> str:
    return line(layer.reason or "no reason is known").rstrip(".")


def _field(label: str, text: str) -> list[str]:
    return wrapped(line(text), _label(label), " " * _INDENT)


def _label(label: str) -> str:
    return f"  {label}".ljust(_INDENT)
