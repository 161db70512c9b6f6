"""The pages of screening questions, and the medicine list."""

from typing import Any

from django.utils.translation import gettext as _

from intake.choices import Answer
from intake.models import Medicine, SafetyConcern
from intake.rules.dates import YearMonth
from intake.rules.questions import FollowUpKind, Question, questions_for
from intake.rules.screening import is_acute
from intake.selectors import current_medicines
from intake.services.errors import AnswerRefused
from intake.services.sections.page import Page
from ketaclinic.audit.services import event_record

UNKNOWN_CLASS = "cyp_unknown"
MOST_MEDICINES = 60
LONGEST_MEDICINE = 200


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


def mind_page(page: Page) -> dict[str, Any]:
    """Like any page of questions; thoughts of suicide now are also put before the clinic."""
    stored = question_page(page)
    if is_acute(stored["suicide_acute"]["answer"]) and not _has_open_concern(page):
        concern = SafetyConcern.objects.create(
            patient=page.patient, key="suicide_acute", raised_at=page.now
        )
        event_record(
            verb="intake.safety_concern_raised",
            by=page.by,
            patient_id=page.patient.public_id,
            subject=concern,
        )
    return stored


def _has_open_concern(page: Page) -> bool:
    return SafetyConcern.objects.filter(patient=page.patient, contact__isnull=True).exists()


def medicines_page(page: Page) -> dict[str, Any]:
    """The questions, and one row for each line; a line that is gone is struck out, not deleted."""
    stored = question_page(page)
    names = _medicine_names(page.answers.get("medicines", []))
    if not names and not page.answers.get("takes_none"):
        text = _("List your medicines, or tick that you take none.")
        raise AnswerRefused(text, field="medicines")
    _medicines_follow(page, names)
    return stored | {"medicines": names, "takes_none": not names}


def _medicine_names(lines: list[str]) -> list[str]:
    """Non-empty lines, each once, as typed."""
    names = {" ".join(line.split()).lower(): " ".join(line.split()) for line in lines}
    names.pop("", None)
    if len(names) > MOST_MEDICINES or any(len(name) > LONGEST_MEDICINE for name in names):
        text = _("Write one medicine on each line, at most %(count)s lines.")
        raise AnswerRefused(text % {"count": MOST_MEDICINES}, field="medicines")
    return list(names.values())


def _medicines_follow(page: Page, names: list[str]) -> None:
    known = {medicine.name_text: medicine for medicine in current_medicines(page.patient)}
    for name, medicine in known.items():
        if name not in names:
            medicine.struck_out_at, medicine.struck_out_by = page.now, page.by
            medicine.save(update_fields=["struck_out_at", "struck_out_by"])
    Medicine.objects.bulk_create(
        Medicine(
            patient=page.patient,
            name_text=name,
            class_keys=[UNKNOWN_CLASS],
            added_at=page.now,
            added_by=page.by,
        )
        for name in names
        if name not in known
    )
