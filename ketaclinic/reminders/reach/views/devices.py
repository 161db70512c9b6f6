"""Devices that take notifications, and the small script that shows them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketaclinic.accounts.access import requires_sign_in
from ketaclinic.errors import Refused
from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.forms import DeviceForm
from ketaclinic.reminders.reach.presenters import device_label
from ketaclinic.reminders.reach.selectors import push_device
from ketaclinic.reminders.reach.services import device_add, device_remove


@require_POST
@requires_sign_in
def add(request: HttpRequest) -> HttpResponse:
    """The browser said yes: keep where its notifications go."""
    if not channel_for(ReminderChannel.PUSH).is_set_up:
        raise Http404
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "incomplete"}, status=400)
    label = device_label(request.headers.get("User-Agent", ""))
    try:
        device_add(user=request.user, label=label, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return JsonResponse({"error": str(refused.message)}, status=400)
    messages.success(request, _("Notifications are on for this device."))
    return JsonResponse({"ok": True})


@require_POST
@requires_sign_in
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one's own device off the list."""
    device = push_device(request.user, public_id)
    device_remove(device=device, by=request.user, now=timezone.now())
    messages.success(request, _("Notifications are off for that device."))
    return redirect("reach:wishes")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps to show notifications; it must stand at the top."""
    return render(request, "reach/push-worker.js", content_type="text/javascript")
