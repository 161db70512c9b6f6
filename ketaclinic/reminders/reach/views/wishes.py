"""How we reach you: a person's own wishes, for patients and staff alike."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ketaclinic.accounts.access import requires_sign_in
from ketaclinic.accounts.selectors import has_verified_email
from ketaclinic.errors import Refused
from ketaclinic.reminders.channels.reported import is_stopped
from ketaclinic.reminders.reach.forms import WishesForm
from ketaclinic.reminders.reach.presenters import push_public_key
from ketaclinic.reminders.reach.selectors import (
    opt_outs_of,
    purposes_for,
    push_devices_of,
    ways_set_up,
    wishes_of,
)
from ketaclinic.reminders.reach.services import wishes_change


@require_http_methods(["GET", "POST"])
@never_cache
@requires_sign_in
def wishes(request: HttpRequest) -> HttpResponse:
    """Show and change one's own wishes."""
    standing = wishes_of(request.user)
    form = WishesForm(
        request.POST or None,
        wishes=standing,
        purposes=purposes_for(request.user),
        opted_out=opt_outs_of(request.user),
        ways=ways_set_up(),
        is_staff=request.user.is_clinic_staff,
    )
    if request.method == "POST" and form.is_valid():
        try:
            wishes_change(user=request.user, now=timezone.now(), **form.values())
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            messages.success(request, _("Saved. It holds for every message from now on."))
            return redirect("reach:wishes")
    context = {
        "form": form,
        "wishes": standing,
        "ways": ways_set_up(),
        "is_stopped": is_stopped(standing.number),
        "is_verified": has_verified_email(request.user),
        "devices": push_devices_of(request.user),
        "push_key": push_public_key(),
    }
    return render(request, "reach/wishes.html", context)
