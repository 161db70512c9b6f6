"""One page on its way into the record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

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
