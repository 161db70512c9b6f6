"""Taking a signature back: it stops the doses, so alerts and holds follow in one transaction."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.access import own_patient
from intake.forms import WithdrawForm
from intake.selectors import signature_in_force
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.patient.services import agreement_withdraw_submit


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def agreement_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Say first what it means, then take it back."""
    patient = own_patient(request)
    signature = signature_in_force(patient, key)
    if signature is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            agreement_withdraw_submit(
                patient=patient,
                key=key,
                by=request.user,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Taken back. The clinic will call you about what is next."))
            return redirect("intake:agreements")
    context = {"form": form, "title": signature.document.title}
    return render(request, "monitoring/patient/agreement_withdraw.html", context)
