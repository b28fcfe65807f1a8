import itertools

import pytest

from ubltools.finding import Finding, Layer, LayerState, Report, Severity

PASSED, FAILED, SKIPPED, ERROR = LayerState
WARNING = Finding("R", Severity.WARNING, "m")


def report(*states: LayerState, findings: tuple[Finding, ...] = ()) -> Report:
    return Report("a.xml", tuple(Layer(f"l{n}", state, findings=findings) for n, state in enumerate(states)))


@pytest.mark.parametrize(
    ("states", "ok", "code"),
    [
        ((), False, 4),
        ((PASSED,), True, 0),
        ((PASSED, PASSED), True, 0),
        ((PASSED, FAILED), False, 1),
        ((FAILED, SKIPPED), False, 1),
        ((PASSED, SKIPPED), False, 4),
        ((PASSED, ERROR), False, 4),
        ((FAILED, ERROR), False, 4),
    ],
)
def test_the_verdict_of_the_layers(states, ok, code):
    assert report(*states).ok is ok
    assert report(*states).exit_code() == code


def test_only_layers_that_all_passed_are_ok():
    for states in itertools.product(LayerState, repeat=3):
        verdict = report(*states)
        assert verdict.ok == (set(states) == {PASSED})
        assert (verdict.exit_code() == 0) == verdict.ok


@pytest.mark.parametrize(
    ("threshold", "code"), [(Severity.FATAL, 0), (Severity.WARNING, 1), (Severity.INFO, 1)]
)
def test_a_warning_counts_when_it_is_asked_for(threshold, code):
    verdict = report(PASSED, findings=(WARNING,))
    assert verdict.ok
    assert verdict.exit_code(threshold) == code


def test_severities_are_ordered():
    assert Severity.FATAL.reaches(Severity.WARNING)
    assert Severity.WARNING.reaches(Severity.WARNING)
    assert not Severity.INFO.reaches(Severity.WARNING)


def test_findings_come_in_the_order_of_the_layers():
    other = Finding("S", Severity.FATAL, "m")
    both = Report("a", (Layer("x", PASSED, findings=(WARNING,)), Layer("y", FAILED, findings=(other,))))
    assert both.findings == (WARNING, other)
    assert list(both.reaching(Severity.FATAL)) == [other]
