"""The pages of screening questions."""

from typing import Any

from django.utils.translation import gettext as _

from intake.choices import Answer
from intake.rules.dates import YearMonth
from intake.rules.questions import FollowUpKind, Question, questions_for
from intake.services.errors import AnswerRefused
from intake.services.sections.page import Page


def question_page(page: Page) -> dict[str, Any]:
    """Each answer with the words that were asked, so that it reads the same years later."""
    asked = questions_for(page.section, page.patient.sex_at_birth)
    return {question.key: _stored_reply(page, question) for question in asked}


def _stored_reply(page: Page, question: Question) -> dict[str, Any]:
    given = page.answers.get(question.key) or {}
    answer = given.get("answer", "")
    allowed = set(Answer.values) - (set() if question.may_not_apply else {Answer.NOT_APPLICABLE})
    if answer not in allowed:
        raise AnswerRefused(_("Choose one answer."), field=question.key)
    stored = {"asked": question.text, "answer": str(answer)}
    if answer == Answer.YES and question.follow_up is not None:
        stored |= _stored_follow_up(page, question, given)
    return stored


def _stored_follow_up(page: Page, question: Question, given: dict[str, Any]) -> dict[str, Any]:
    follow_up = question.follow_up
    if follow_up is None:
        return {}
    stored = {"asked_then": follow_up.text}
    if follow_up.kind == FollowUpKind.CHOICE:
        option = follow_up.option(given.get("option", ""))
        if option is None:
            raise AnswerRefused(_("Choose one answer."), field=f"{question.key}_option")
        return stored | {"option": option.key}
    if follow_up.kind == FollowUpKind.MONTH:
        return stored | _stored_month(page, question, given.get("month"))
    return stored | {"detail": str(given.get("detail", ""))[:500]}


def _stored_month(page: Page, question: Question, month: str | None) -> dict[str, Any]:
    """A month may stay unknown (the rules then ask a clinician), but it cannot be to come."""
    if not month:
        return {}
    try:
        parsed = YearMonth.parse(month)
    except ValueError as error:
        text = _("Write the month and the year, for example 05/2024.")
        raise AnswerRefused(text, field=f"{question.key}_month") from error
    if parsed > YearMonth(page.today.year, page.today.month):
        raise AnswerRefused(_("This month is still to come."), field=f"{question.key}_month")
    return {"month": str(parsed)}
