"""The short check that anybody may take: nothing is stored, not even that it was taken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.forms import EligibilityForm
from intake.presenters.eligibility import check_result
from intake.rules import IntakePolicy
from intake.rules.eligibility import check_notes
from intake.views.pages import sent_data
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.policies.selectors import policy_in_force


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask ten things, then say what a clinician would look at.

    The answer comes without a redirect: it stands in no address, no session and no table.
    """
    policy = policy_in_force().get(IntakePolicy)
    form = EligibilityForm(sent_data(request), policy=policy)
    if request.method == "POST" and form.is_valid():
        notes = check_notes(form.facts(clinic_settings().states_served), policy)
        return render(request, "intake/check_result.html", {"result": check_result(notes)})
    return render(request, "intake/check.html", {"form": form})
