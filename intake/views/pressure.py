"""What to do at once after readings, or symptoms, that cannot wait."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.access import own_patient
from intake.choices import Section
from intake.rules.alarm import IF_CLINIC_NOT_REACHED, pressure_alarm
from intake.selectors import answers_in_force
from intake.selectors.application import readings_from
from ketaclinic.accounts.access import Capability, requires


@require_safe
@requires(Capability.OWN_RECORD)
def alarm(request: HttpRequest) -> HttpResponse:
    """The readings are saved; first comes what to do now, then the rest of the application."""
    answers = answers_in_force(own_patient(request))
    told = answers.get(Section.PRESSURE, {}).get("symptoms", [])
    found = pressure_alarm(readings_from(answers), told)
    if found is None:
        return redirect("intake:start")
    context = {"alarm": found, "not_reached": _(IF_CLINIC_NOT_REACHED)}
    return render(request, "intake/pressure_alarm.html", context)
