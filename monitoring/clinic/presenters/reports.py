"""Checks and side effects as the chart lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from monitoring.checkins.choices import GradeAnchor, Outcome, SideEffectName, UrgentSymptom
from monitoring.checkins.models import PressureCheck, SideEffectReport
from monitoring.clinic.presenters.numbers import pressure_text

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

    at: datetime
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

    at: datetime
    effects: tuple[Effect, ...]
    note: str


def check_row(check: PressureCheck) -> CheckRow:
    """One line of the list of checks."""
    return CheckRow(
        at=check.recorded_at,
        kind_word=str(check.get_kind_display()),
        mean=pressure_text(check.mean_systolic, check.mean_diastolic) or _("no pressure"),
        readings=", ".join(_readings(check)),
        tag_kind=CHECK_KINDS.get(Outcome(check.outcome), "quiet"),
        outcome_word=str(check.get_outcome_display()),
        sentences=tuple(str(found["sentence"]) for found in check.findings if _tells(found)),
    )


def report_row(report: SideEffectReport) -> ReportRow:
    """One line of the list of side effects; the urgent ones first, then the worst."""
    urgent = [Effect(str(UrgentSymptom(key).label), "call") for key in report.urgent]
    graded = sorted(report.grades.all(), key=lambda grade: -grade.grade)
    return ReportRow(
        at=report.recorded_at,
        effects=(*urgent, *(_effect(g.symptom, g.grade) for g in graded if g.grade)),
        note=report.note,
    )


def _readings(check: PressureCheck) -> Iterator[str]:
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
