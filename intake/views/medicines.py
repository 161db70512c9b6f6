"""What the pages of the medicine list share, whoever opens them: the writes, and what is said."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from intake.choices import Section
from intake.forms import MedicineAddForm, MedicineDoseForm, MedicineStopForm
from intake.models import Medicine, MedicineChange, Patient
from intake.presenters.medicines import MedicineLine, medicine_line, said_after
from intake.selectors import current_medicines, listed
from intake.selectors.medicine_names import medicine_find, medicine_names
from intake.selectors.medicines import list_from_answers
from ketaclinic.errors import Refused

Write = Callable[..., MedicineChange | None]


def list_context(patient: Patient, adding: forms.Form, add_url: str) -> dict[str, Any]:
    """The list with its form, for the box that every page of the list shows."""
    return {
        "lines": [medicine_line(listed(row), row) for row in current_medicines(patient)],
        "adding": adding,
        "names": medicine_names(),
        "add_url": add_url,
    }


def frozen_lines(facts: Mapping[str, Any]) -> list[MedicineLine]:
    """The list as it was sent, each line with what it does."""
    sent = facts.get(Section.MEDICINES, {}).get("medicines", [])
    return [medicine_line(each) for each in list_from_answers(sent)]


def add_form(data: Any = None) -> MedicineAddForm:
    """The form that adds one medicine; the table is searched with what is typed."""
    return MedicineAddForm(data, find=medicine_find, auto_id="add-%s")


def is_written(request: HttpRequest, form: forms.Form, write: Write, **given: Any) -> bool:
    """Write what a valid form asks and say what follows; a refusal stands beside its field."""
    try:
        change = write(by=request.user, now=timezone.now(), **given)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    for told in said_after(change):
        messages.add_message(request, _LEVELS[told.level], told.text)
    return True


_LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


class LineForms:
    """The three things that can become of a line; only the one that was sent is bound."""

    def __init__(self, request: HttpRequest, medicine: Medicine, patient: Patient) -> None:
        sent = request.POST.get("do", "") if request.method == "POST" else ""
        data = request.POST
        today = timezone.now().astimezone(patient.user.zone).date()
        initial = {"dose": medicine.dose_text}
        self.medicine = medicine
        self.sent = sent
        self.dose = MedicineDoseForm(
            data if sent == "dose" else None, initial=initial, auto_id="dose-%s"
        )
        self.stop = MedicineStopForm(
            data if sent == "stop" else None, today=today, auto_id="stop-%s"
        )
        self.strike = forms.Form(data if sent == "strike" else None)

    def is_done(self, request: HttpRequest, writes: dict[str, Write]) -> bool:
        """Whether what was sent is written; an unknown word does nothing."""
        form = {"dose": self.dose, "stop": self.stop, "strike": self.strike}.get(self.sent)
        if form is None or not form.is_valid():
            return False
        given = dict(form.cleaned_data)
        return is_written(request, form, writes[self.sent], medicine=self.medicine, **given)
