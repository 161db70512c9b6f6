"""One page on its way into the record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.choices import Section
from intake.models import Patient
from intake.rules import IntakePolicy
from intake.services.errors import AnswerRefused
from ketaclinic.accounts.models import User
from ketaclinic.policies.selectors import policy_in_force


@dataclass(frozen=True)
class Page:
    """`patient` is locked; `answers` came through a form, or from a caller that has none."""

    patient: Patient
    section: Section
    answers: dict[str, Any]
    by: User
    now: datetime

    @property
    def today(self) -> date:
        """The date where the applicant is."""
        return self.now.astimezone(self.patient.user.zone).date()

    @property
    def policy(self) -> IntakePolicy:
        return policy_in_force().get(IntakePolicy)

    def refuse_blank(self, *names: str) -> None:
        """Each of these must be answered."""
        for name in names:
            if not self.answers.get(name):
                raise AnswerRefused(_("This is needed."), field=name)

    def refuse_writing(self, problems: dict[str, Callable[[str], str]]) -> None:
        """Each answered text must pass the judgement that its field asks with."""
        for name, problem in problems.items():
            text = str(self.answers.get(name, ""))
            if text and problem(text):
                raise AnswerRefused(_(problem(text)), field=name)

    def store_on_patient(self, names: tuple[str, ...]) -> None:
        """Copy answers to the patient's own columns, by the columns' own rules."""
        for name in names:
            setattr(self.patient, name, self.answers.get(name, ""))
        others = {f.name for f in Patient._meta.concrete_fields} - set(names)
        try:
            self.patient.clean_fields(exclude=others)
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise AnswerRefused(messages[0], field=field) from error
        self.patient.save(update_fields=names)
