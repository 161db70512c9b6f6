"""Answers in words, as the applicant and the clinician read them back."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.choices import (
    Answer,
    Section,
    WeightUnit,
)
from intake.presenters.person import person_rows
from intake.presenters.rows import AnswerGroup, AnswerRow
from intake.rules.dates import YearMonth
from intake.rules.instruments import PEG, mean_score
from intake.rules.questions import BY_KEY
from intake.rules.vitals import PressureReading, pressure_mean

Stored = Mapping[str, Any]


def answer_groups(sections: list[Section], answers: Mapping[str, Stored]) -> list[AnswerGroup]:
    """Every page with its answers, in the order of the pages."""
    return [
        AnswerGroup(section, answer_rows(section, answers.get(section))) for section in sections
    ]


def answer_rows(section: Section, stored: Stored | None) -> list[AnswerRow]:
    """The answers of one page."""
    if not stored:
        return []
    rows = _ROWS.get(section)
    return rows(stored) if rows else _reply_rows(stored)


def _reply_rows(stored: Stored) -> list[AnswerRow]:
    return [
        _reply_row(key, reply)
        for key, reply in stored.items()
        if isinstance(reply, Mapping) and "answer" in reply
    ]


def _reply_row(key: str, reply: Stored) -> AnswerRow:
    """Shows the words that were asked then, even if the question reads otherwise today."""
    answer = Answer(reply["answer"])
    question = BY_KEY.get(key)
    leads_to = {
        Answer.YES: question.yes if question else None,
        Answer.NO: question.no if question else None,
        Answer.NOT_SURE: question.not_sure if question else None,
    }
    kind = "wait" if leads_to.get(answer) else "quiet"
    return AnswerRow(
        question=_(reply["asked"]),
        answer=str(answer.label),
        kind=kind,
        detail=_follow_up_words(key, reply),
        is_plain=kind == "quiet",
    )


def _follow_up_words(key: str, reply: Stored) -> str:
    question = BY_KEY.get(key)
    if reply.get("month"):
        return date_format(YearMonth.parse(reply["month"]).last_day(), "YEAR_MONTH_FORMAT")
    if reply.get("option") and question and question.follow_up:
        option = question.follow_up.option(reply["option"])
        return _(option.label) if option else str(reply["option"])
    return str(reply.get("detail", ""))


def _medicine_rows(stored: Stored) -> list[AnswerRow]:
    listed = "; ".join(stored.get("medicines", [])) or _("none")
    return [*_reply_rows(stored), AnswerRow(_("Medicines"), listed)]


def _pressure_rows(stored: Stored) -> list[AnswerRow]:
    rows = []
    for place, reading in enumerate(stored.get("readings", []), start=1):
        pulse = reading.get("pulse")
        words = f"{reading['systolic']}/{reading['diastolic']} mmHg"
        detail = _("pulse %(pulse)s") % {"pulse": pulse} if pulse else ""
        label = _("Reading %(place)s") % {"place": place}
        rows.append(AnswerRow(label, words, detail=detail))
    readings = [PressureReading(r["systolic"], r["diastolic"]) for r in stored.get("readings", [])]
    mean = pressure_mean(readings)
    if mean is not None:
        rows.append(AnswerRow(_("Mean of the last two"), f"{mean.systolic}/{mean.diastolic} mmHg"))
    return rows


def _weight_rows(stored: Stored) -> list[AnswerRow]:
    unit = WeightUnit(stored["unit"])
    kilograms = f"{stored['weight_g'] / 1000:.1f} kg"
    detail = kilograms if unit is WeightUnit.POUND else ""
    return [AnswerRow(_("Weight"), f"{stored['amount']} {unit.value}", detail=detail)]


def _pain_rows(stored: Stored) -> list[AnswerRow]:
    rows = [
        AnswerRow(_(item.text), _("%(value)s of 10") % {"value": stored.get(item.key)})
        for item in PEG.items
        if stored.get(item.key) is not None
    ]
    score = mean_score(PEG, stored)
    return [*rows, AnswerRow(_("PEG score"), str(score) if score is not None else _("none"))]


def _consent_rows(stored: Stored) -> list[AnswerRow]:
    return [
        AnswerRow(
            each["title"],
            _("signed by %(name)s") % {"name": each["typed_name"]},
            detail=_("version %(version)s") % {"version": each["version"]},
        )
        for each in stored.get("documents", [])
    ]


_ROWS = {
    Section.ABOUT: person_rows,
    Section.HOME: person_rows,
    Section.CONTACT: person_rows,
    Section.PEOPLE: person_rows,
    Section.MEDICINES: _medicine_rows,
    Section.PRESSURE: _pressure_rows,
    Section.WEIGHT: _weight_rows,
    Section.PAIN_SCORE: _pain_rows,
    Section.CONSENT: _consent_rows,
}
