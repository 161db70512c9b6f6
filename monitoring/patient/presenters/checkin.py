"""Check-ins in the patient's words: what follows, what was told before, each answer read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.models import InstrumentResponse
from intake.presenters.instruments import response_rows
from intake.presenters.rows import AnswerRow
from monitoring.checkins.choices import (
    CheckInKind,
    GradeAnchor,
    Question,
    SideEffect,
    SideEffectName,
)
from monitoring.checkins.models import CheckIn, SafetyScreen, SideEffectGrade
from monitoring.patient.presenters.answers import TODAY, Answer, told_answer


# --- What follows ----------------------------------------------------------------------------
def checkin_answer(checkin: CheckIn, next_on: date | None, phone: str) -> Answer:
    """The screen after a check-in; what cannot wait has a page of its own."""
    answer = told_answer([*checkin.findings, *checkin.report.findings], phone)
    words = next_words(next_on)
    if answer is not None:
        return replace(answer, details=[*answer.details, *words])
    return Answer(
        kind="go",
        icon="go",
        title=_("Thank you"),
        reason=_("Your check-in is sent, and the clinic can see it."),
        details=words,
        button=_("Back to Today"),
        href=str(TODAY),
    )


def next_words(next_on: date | None) -> list[str]:
    """When the next one comes, where one does."""
    if next_on is None:
        return []
    day = date_format(next_on, "l, F j")
    return [_("Your next check-in is on %(day)s.") % {"day": day}]


def asq_answer(screen: SafetyScreen, phone: str, *, is_checkin_waiting: bool) -> Answer:
    """The screen after the safety questions; help stands on it whatever was answered."""
    answer = told_answer(screen.findings, phone)
    if answer is not None:
        return answer
    answer = Answer(
        kind="wait",
        icon="wait",
        title=_("Thank you for answering"),
        reason=_("The clinic can see your answers and will talk with you about them."),
        details=[_("If your doses are on hold, take none until the clinic has spoken to you.")],
        button=_("Back to Today"),
        href=str(TODAY),
        shows_crisis=True,
    )
    if not is_checkin_waiting:
        return answer
    return replace(answer, button=_("Go on with your check-in"), href=reverse("home:checkin"))


# --- What was told before --------------------------------------------------------------------
@dataclass(frozen=True)
class PastLine:
    """One check-in in the list."""

    day: str
    kind: str
    href: str
    items: list[tuple[str, str]]


def past_lines(checkins: Sequence[CheckIn]) -> list[PastLine]:
    """The newest first; each pain score beside the one before it on the page."""
    return [_line(now, earlier) for now, earlier in zip_longest(checkins, checkins[1:])]


def _line(checkin: CheckIn, earlier: CheckIn | None) -> PastLine:
    return PastLine(
        day=date_format(checkin.due_on, "F j, Y"),
        kind=str(CheckInKind(checkin.kind).label),
        href=reverse("home:checkin_past", args=[checkin.public_id]),
        items=[
            (_("Pain and daily life"), _peg_words(checkin, earlier)),
            (_("Bladder"), _told_words(checkin)),
            *([(_("Overall"), checkin.get_overall_change_display())] if checkin.phq9 else []),
        ],
    )


def _peg_words(checkin: CheckIn, earlier: CheckIn | None) -> str:
    score = checkin.peg.score
    if score is None:
        return str(_("none"))
    words = _("%(score)s of 10") % {"score": score}
    before = earlier.peg.score if earlier is not None else None
    return words if before is None else f"{words}, {_compared(score, before)}"


def _compared(score: Decimal, before: Decimal) -> str:
    if score == before:
        return _("the same as the time before")
    words = (
        _("better than the time before (%(score)s)")
        if score < before
        else _("worse than the time before (%(score)s)")
    )
    return words % {"score": before}


def _told_words(checkin: CheckIn) -> str:
    """The sentences of the bladder's grades as they were judged then."""
    craving = f"symptom_{SideEffect.CRAVING}"
    told = [str(item["sentence"]) for item in checkin.report.findings if item["key"] != craving]
    return "; ".join(told) or _("no problem")


# --- One of them, read back ------------------------------------------------------------------
@dataclass(frozen=True)
class PastPart:
    """One part of a check-in with its answers."""

    title: str
    rows: list[AnswerRow]


def past_parts(checkin: CheckIn) -> list[PastPart]:
    """Every answer in the words that were asked then. A score of mood needs a clinician beside it,
    so only that of pain stands here."""
    return [
        PastPart(_("Your pain in the past week"), _rows(checkin.peg)),
        PastPart(_("Symptoms"), [_grade_row(row.symptom, row.grade) for row in _grades(checkin)]),
        *([PastPart(_("How things are"), list(_change_rows(checkin)))] if checkin.phq9 else []),
        *([PastPart(_("Worry"), _rows(checkin.gad7))] if checkin.gad7 else []),
        *([PastPart(_("Mood"), _rows(checkin.phq9))] if checkin.phq9 else []),
    ]


def _rows(response: InstrumentResponse) -> list[AnswerRow]:
    return response_rows(response.instrument, response.version, response.answers)


def _grades(checkin: CheckIn) -> list[SideEffectGrade]:
    order = list(SideEffect.values)
    return sorted(checkin.report.grades.all(), key=lambda row: order.index(row.symptom))


def _grade_row(symptom: str, grade: int) -> AnswerRow:
    name = str(SideEffectName(symptom).label)
    if not grade:
        return AnswerRow(name, _("No"), is_plain=True)
    return AnswerRow(name, str(GradeAnchor(f"{symptom}_{grade}").label), kind="wait")


def _change_rows(checkin: CheckIn) -> Iterator[AnswerRow]:
    yield AnswerRow(_("Compared with before"), checkin.get_overall_change_display())
    if checkin.could_be_pregnant is not None:
        answer = _("Yes") if checkin.could_be_pregnant else _("No")
        yield AnswerRow(str(Question.PREGNANT.label), answer)
