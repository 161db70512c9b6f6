"""The page after a report: what it was, what it was marked with, what to do now."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dosing.models import DoseLog
from dosing.presenters import mark_words, planned_text, report_sentence
from monitoring.patient.presenters.guidance import guidance, needs_poison_help

__all__ = ["DoseWords", "dose_words", "planned_text", "report_sentence"]


@dataclass(frozen=True)
class DoseWords:
    """The page after a report."""

    kind: str
    title: str
    sentence: str
    guidance: list[str]
    marks: list[str]
    is_on_hold: bool
    needs_poison_help: bool


def dose_words(log: DoseLog, zone: ZoneInfo, now: datetime, *, is_on_hold: bool) -> DoseWords:
    """The page of one report."""
    marks = [mark_words(mark) for mark in log.marks]
    return DoseWords(
        kind="wait" if marks or is_on_hold else "go",
        title=_("Thank you for telling us") if marks else _("Recorded"),
        sentence=report_sentence(log, zone, now),
        guidance=guidance(log, now, is_on_hold=is_on_hold),
        marks=marks,
        is_on_hold=is_on_hold,
        needs_poison_help=needs_poison_help(log),
    )
