"""The clinic's settings page, for managers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ketaclinic.accounts.access import Capability, requires
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.selectors import active_users
from ketaclinic.clinic.forms import ClinicSettingsForm
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.clinic.services import clinic_settings_change


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_USERS)
def edit(request: HttpRequest) -> HttpResponse:
    """Show and change the clinic's own details."""
    clinicians = active_users(Role.NURSE, Role.PRESCRIBER, Role.MEDICAL_DIRECTOR)
    form = ClinicSettingsForm(
        request.POST or None, instance=clinic_settings(), clinicians=clinicians
    )
    if request.method == "POST" and form.is_valid():
        clinic_settings_change(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("clinic_settings:edit")
    return render(request, "ketaclinic/clinic_settings.html", {"form": form})
