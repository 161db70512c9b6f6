"""The operations page for managers, and the demo's mailbox."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ketaclinic.accounts.access import Capability, requires
from ketaclinic.reminders.presenters import lag_metrics, unresolved_row
from ketaclinic.reminders.selectors import (
    beat_is_alive,
    counts_by_purpose,
    lag,
    mailbox_message_by_id,
    mailbox_messages,
    unresolved_reminders,
)

ROWS_PER_PAGE = 50


@require_safe
@requires(Capability.VIEW_OPERATIONS)
def operations(request: HttpRequest) -> HttpResponse:
    """How the reminders are doing, by purpose, and which of them a person should look at."""
    now = timezone.now()
    page = Paginator(unresolved_reminders(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "beat_is_alive": beat_is_alive(now),
        "metrics": lag_metrics(lag(now)),
        "lines": counts_by_purpose(now),
        "page": page,
        "unresolved": [unresolved_row(reminder) for reminder in page],
    }
    return render(request, "reminders/operations.html", context)


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail that the demo kept instead of sending."""
    _only_in_demo()
    page = Paginator(mailbox_messages(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reminders/mailbox.html", {"page": page})


@require_safe
@never_cache
def mailbox_message(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One mail, with links that work."""
    _only_in_demo()
    message = mailbox_message_by_id(public_id)
    return render(request, "reminders/mailbox_message.html", {"message": message})


def _only_in_demo() -> None:
    """A real clinic's mail is not ours to show: outside the demo the page does not exist."""
    if not (settings.DEMO_MODE or settings.MODE == "test"):
        raise Http404
