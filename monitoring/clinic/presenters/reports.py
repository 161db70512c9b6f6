"""Checks and side effects as the chart lists them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring.checkins.choices import (
    CheckKind,
    GradeAnchor,
    Outcome,
    SideEffectName,
    UrgentSymptom,
)
from monitoring.clinic.presenters.numbers import pressure_text
from monitoring.clinic.presenters.words import Clock, words_of
from monitoring.clinic.selectors import Checked, ListedReport

DAY = "M j"
CHECK_KINDS = {
    Outcome.GO: "go",
    Outcome.REPEAT: "wait",
    Outcome.INCOMPLETE: "wait",
    Outcome.SLOT_HOLD: "stop",
    Outcome.PLAN_HOLD: "stop",
    Outcome.EMERGENCY: "call",
}
GRADE_KINDS = {1: "quiet", 2: "wait", 3: "stop", 4: "call"}


@dataclass(frozen=True)
class CheckRow:
    """One check: the mean, the readings that it was made of, and the answer."""

    when: str
    kind_word: str
    mean: str
    readings: str
    tag_kind: str
    outcome_word: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """One side effect with its grade, as a tag."""

    word: str
    kind: str
    anchor: str = ""


@dataclass(frozen=True)
class ReportRow:
    """One report of side effects."""

    when: str
    effects: tuple[Effect, ...]
    note: str


def check_rows(checks: Iterable[Checked], zone: str) -> list[CheckRow]:
    """The list of checks, in the order given."""
    clock, kinds, outcomes = Clock(zone, DAY), words_of(CheckKind), words_of(Outcome)
    return [
        _check_row(check, clock.text(check.recorded_at), kinds[check.kind], outcomes[check.outcome])
        for check in checks
    ]


def _check_row(check: Checked, when: str, kind_word: str, outcome_word: str) -> CheckRow:
    return CheckRow(
        when=when,
        kind_word=kind_word,
        mean=pressure_text(check.mean_systolic, check.mean_diastolic) or _("no pressure"),
        readings=", ".join(_readings(check)),
        tag_kind=CHECK_KINDS.get(Outcome(check.outcome), "quiet"),
        outcome_word=outcome_word,
        sentences=tuple(str(found["sentence"]) for found in check.findings if _tells(found)),
    )


def report_rows(reports: Iterable[ListedReport], zone: str) -> list[ReportRow]:
    """The list of side effects, in the order given."""
    clock = Clock(zone, DAY)
    return [_report_row(report, clock.text(report.recorded_at)) for report in reports]


def _report_row(report: ListedReport, when: str) -> ReportRow:
    """The urgent ones first, then the worst."""
    urgent = [Effect(str(UrgentSymptom(key).label), "call") for key in report.urgent]
    graded = sorted(report.grades, key=lambda grade: -grade.grade)
    return ReportRow(
        when=when,
        effects=(*urgent, *(_effect(g.symptom, g.grade) for g in graded if g.grade)),
        note=report.note,
    )


def _readings(check: Checked) -> Iterator[str]:
    for n in (1, 2, 3):
        text = pressure_text(getattr(check, f"systolic_{n}"), getattr(check, f"diastolic_{n}"))
        if text:
            yield text


def _tells(found: dict[str, object]) -> bool:
    """A finding that says "in range" adds nothing to the word "Go"."""
    return bool(found.get("sentence")) and found.get("outcome") != Outcome.GO


def _effect(symptom: str, grade: int) -> Effect:
    """The name and grade as a tag, with the plain words that the patient chose."""
    words = {"effect": SideEffectName(symptom).label, "grade": grade}
    anchor = f"{symptom}_{grade}"
    return Effect(
        word=_("%(effect)s, grade %(grade)d") % words,
        kind=GRADE_KINDS.get(grade, "call"),
        anchor=str(GradeAnchor(anchor).label) if anchor in GradeAnchor.values else "",
    )
