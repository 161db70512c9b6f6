"""Answers in words, as the applicant and the clinician read them back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.choices import Answer, Section
from intake.presenters.history import ketamine_rows, opioid_rows, pain_rows, treatment_rows
from intake.presenters.instruments import instrument_rows
from intake.presenters.medicines import list_words
from intake.presenters.person import person_rows
from intake.presenters.readings import pressure_rows, weight_rows
from intake.presenters.rows import AnswerGroup, AnswerRow
from intake.rules.dates import YearMonth
from intake.rules.instruments import BY_SECTION
from intake.rules.questions import BY_KEY

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
    listed = list_words(stored.get("medicines", []))
    return [*_reply_rows(stored), AnswerRow(_("Medicines"), listed)]


def _pain_rows(stored: Stored) -> list[AnswerRow]:
    return [*pain_rows(stored), *_reply_rows(stored)]


def _ketamine_rows(stored: Stored) -> list[AnswerRow]:
    return [*_reply_rows(stored), *ketamine_rows(stored)]


def _substance_rows(stored: Stored) -> list[AnswerRow]:
    return [*instrument_rows(Section.SUBSTANCES, stored), *_reply_rows(stored)]


def _consent_rows(stored: Stored) -> list[AnswerRow]:
    return [
        AnswerRow(
            each["title"],
            _("signed by %(name)s") % {"name": each["typed_name"]},
            detail=_("version %(version)s") % {"version": each["version"]},
        )
        for each in stored.get("documents", [])
    ]


_ROWS: dict[Section, Callable[[Stored], list[AnswerRow]]] = {
    Section.ABOUT: person_rows,
    Section.HOME: person_rows,
    Section.CONTACT: person_rows,
    Section.PEOPLE: person_rows,
    Section.MEDICINES: _medicine_rows,
    Section.PAIN: _pain_rows,
    Section.PAIN_TREATMENTS: treatment_rows,
    Section.OPIOIDS: opioid_rows,
    Section.KETAMINE_BEFORE: _ketamine_rows,
    Section.PRESSURE: pressure_rows,
    Section.WEIGHT: weight_rows,
    **{Section(section): partial(instrument_rows, Section(section)) for section in BY_SECTION},
    Section.SUBSTANCES: _substance_rows,
    Section.CONSENT: _consent_rows,
}
