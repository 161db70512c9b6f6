"""What cannot wait: where a page leads when its answers need help, and the page with the help."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.access import own_patient
from intake.choices import ConcernKind, SafetyReply, Section
from intake.forms import InstrumentForm, PressureForm
from intake.presenters.application import safety_replies
from intake.rules.instruments import blank_items
from intake.rules.instruments.concerns import concern_of
from intake.selectors import acute_concern_of
from intake.services import safety_answer_record
from ketaclinic.accounts.access import Capability, requires

SUPPORT = gettext_lazy(
    "Thank you for telling us. The clinic has been told and will call you about it. If it gets "
    "worse, do not wait: call or text 988 at any hour, or call 911."
)
STILL_OPEN = gettext_lazy("Saved. Please answer what is still open on this page.")


def urgent_next(request: HttpRequest, section: Section, form: Any) -> HttpResponse | None:
    """Where these answers lead before anything else, or None; they are saved already."""
    if isinstance(form, PressureForm) and form.alarm:
        return redirect("intake:pressure_alarm")
    if not isinstance(form, InstrumentForm):
        return None
    answers = form.instrument_answers()
    kind = concern_of(form.definition, answers)
    if kind == ConcernKind.SUICIDE_ACUTE:
        return redirect("intake:safety")
    if kind == ConcernKind.PHQ9_ITEM_9:
        return redirect("intake:section", section=Section.SAFETY)
    if kind is not None:
        messages.warning(request, SUPPORT)
    if blank_items(form.definition, answers):
        messages.warning(request, STILL_OPEN)
        return redirect("intake:section", section=section)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def safety(request: HttpRequest) -> HttpResponse:
    """Help first; the application goes on afterwards, with nothing lost."""
    concern = acute_concern_of(own_patient(request))
    if request.method == "POST":
        if concern is None or request.POST.get("reply") not in SafetyReply.values:
            raise Http404
        safety_answer_record(
            concern=concern, by=request.user, now=timezone.now(), reply=request.POST["reply"]
        )
        return redirect("intake:safety")
    context = {"concern": concern, "replies": safety_replies(concern)}
    return render(request, "intake/safety.html", context)
