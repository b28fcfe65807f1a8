"""The second verdict: what becomes of a document under the releases that come next. As text and for JSON.

One sentence first, which is what a person wants to know; then only what is new. Decided is nothing here.
"""

from typing import Any

from ubltools.finding import Finding, Report, Severity
from ubltools.report import json, text
from ubltools.report.layout import coloured, line, plain, wrapped
from ubltools.validation.outlook import Outlook

_LABEL = "NEXT"


def render(today: Report, outlook: Outlook, *, colour: bool = False, verbose: bool = False) -> str:
    """What to add below the report of today, with a line end."""
    paint = coloured if colour else plain
    first, *rest = wrapped(" ".join(_sentences(today, outlook)), f"{_LABEL}  ", " " * (len(_LABEL) + 2))
    head = "\n".join([paint(_LABEL, first), *rest])
    return "\n\n".join([head, *text.blocks(outlook.new, colour=colour, verbose=verbose)]) + "\n"


def to_object(outlook: Outlook) -> dict[str, Any]:
    """The second verdict as JSON object; from: the day as YYYY-MM-DD."""
    report = outlook.report
    return {
        "from": outlook.since.isoformat() if outlook.since else None,
        "releases": [release.id for release in outlook.releases],
        "preview": outlook.preview,
        "ok": report.ok if report else None,
        "reason": outlook.reason,
        "new": [json.finding_to_object(finding) for finding in outlook.new],
        "gone": [json.finding_to_object(finding) for finding in outlook.gone],
        "layers": json.to_object(report)["layers"] if report else [],
    }


def _sentences(today: Report, outlook: Outlook) -> list[str]:
    if outlook.report is None:
        return [outlook.reason or "No release is known that comes next."]
    names = " and ".join(release.id for release in outlook.releases)
    may_change = " (a preview: it may still change)" if outlook.preview else ""
    return [*_verdicts(today, outlook.report, outlook), f"Checked with {names}{may_change}."]


def _verdicts(today: Report, then: Report, outlook: Outlook) -> list[str]:
    """Now and then; why it will be refused; and what else changes."""
    now_word, then_word = _word(today), _word(then)
    new, gone = _ids(outlook.new), _ids(outlook.gone)
    if now_word == then_word:
        verdict = f"{now_word.capitalize()} today and from {outlook.since} on"
    else:
        verdict = f"{now_word.capitalize()} today, {then_word} from {outlook.since}"
        fatal = _ids(tuple(each for each in outlook.new if each.severity is Severity.FATAL))
        if then_word == "refused" and fatal:
            verdict += f" because of {fatal}"
            new = _ids(tuple(each for each in outlook.new if each.severity is not Severity.FATAL))
    said = [verdict]
    said += [f"New then: {new}"] if new else []
    said += [f"No longer then: {gone}"] if gone else []
    said += [f"Why: {reason}" for reason in _reasons(then)] if then_word == "not validated" else []
    return [f"{each.rstrip('.')}." for each in said]


def _word(report: Report) -> str:
    if report.ok:
        return "valid"
    return "refused" if report.exit_code() == 1 else "not validated"


def _ids(findings: tuple[Finding, ...]) -> str:
    return ", ".join(dict.fromkeys(line(finding.rule) for finding in findings))


def _reasons(report: Report) -> list[str]:
    return list(dict.fromkeys(line(layer.reason) for layer in report.layers if layer.reason))[:1]
