"""The person's own page, and the demo's one-click sign-in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ketaclinic.accounts.access import requires_sign_in
from ketaclinic.accounts.demo import demo_person
from ketaclinic.accounts.forms import OwnSettingsForm
from ketaclinic.accounts.selectors import user_by_email
from ketaclinic.accounts.services import user_settings_change

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
@requires_sign_in
def me(request: HttpRequest) -> HttpResponse:
    """Show and change one's own settings."""
    form = OwnSettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user_settings_change(user=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    return render(request, "ketaclinic/me.html", {"form": form})


@require_POST
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as one of the demo clinic's people. There is no such page outside demo mode."""
    person = demo_person(role) if settings.DEMO_MODE else None
    user = user_by_email(person.email) if person else None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect("home_for_role")
