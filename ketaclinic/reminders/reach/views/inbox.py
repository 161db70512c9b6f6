"""The inbox: what was sent, what comes, read and put off."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ketaclinic.accounts.access import requires_sign_in
from ketaclinic.errors import Refused
from ketaclinic.reminders.reach.forms import SnoozeForm
from ketaclinic.reminders.reach.presenters import coming_lines, inbox_lines, page_of
from ketaclinic.reminders.reach.selectors import inbox_reminder, inbox_rows, waiting_rows
from ketaclinic.reminders.reach.services import inbox_read, inbox_read_all, reminder_snooze

ROWS_PER_PAGE = 20


@require_safe
@never_cache
@requires_sign_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Every message of the person, the newest first, and what is planned next."""
    now = timezone.now()
    page = Paginator(inbox_rows(request.user, now), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": inbox_lines(page, now),
        "coming": coming_lines(waiting_rows(request.user, now)),
    }
    return render(request, "reach/inbox.html", context)


@require_POST
@requires_sign_in
def message(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open one message: it counts as read, and its page follows."""
    reminder = inbox_reminder(request.user, public_id)
    inbox_read(reminder=reminder, now=timezone.now())
    return redirect(page_of(reminder))


@require_POST
@requires_sign_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything counts as read."""
    inbox_read_all(user=request.user, now=timezone.now())
    return redirect("reach:inbox")


@require_POST
@requires_sign_in
def later(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One more reminder of the same thing in some minutes."""
    reminder = inbox_reminder(request.user, public_id)
    form = SnoozeForm(request.POST)
    try:
        minutes = form.minutes()
        reminder_snooze(reminder=reminder, minutes=minutes, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        said = _("You will be reminded again in %(minutes)d minutes.") % {"minutes": minutes}
        messages.success(request, said)
    return redirect("reach:inbox")
