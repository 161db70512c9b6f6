"""The managers' operations pages, the monitor's figures, and the demo's mailbox."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketaclinic.accounts.access import Capability, requires
from ketaclinic.checks import is_loopback
from ketaclinic.errors import Refused
from ketaclinic.reminders.forms import ReasonForm
from ketaclinic.reminders.presenters import (
    count_lines,
    lag_metrics,
    metrics_text,
    purpose_rows,
    unresolved_row,
)
from ketaclinic.reminders.registry import Purpose, UnknownPurpose, purpose_for
from ketaclinic.reminders.selectors import (
    engine_status,
    mailbox_message_by_id,
    mailbox_messages,
    reminder_to_resend,
    unresolved_reminders,
)
from ketaclinic.reminders.services import purpose_pause, purpose_resume, reminder_resend

ROWS_PER_PAGE = 50


@require_safe
@requires(Capability.VIEW_OPERATIONS)
def operations(request: HttpRequest) -> HttpResponse:
    """How the reminders are doing, by purpose, and which of them a person should look at."""
    status = engine_status(timezone.now())
    page = Paginator(unresolved_reminders(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "beat_is_alive": status.beat_is_alive,
        "metrics": lag_metrics(status.lag),
        "lines": count_lines(status.lines),
        "purposes": purpose_rows(status),
        "page": page,
        "unresolved": [unresolved_row(reminder) for reminder in page],
    }
    return render(request, "reminders/operations.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.RUN_OPERATIONS)
def pause(request: HttpRequest, key: str) -> HttpResponse:
    """Hold one purpose back, with a reason."""
    purpose = _purpose(key)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            purpose_pause(purpose=key, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Paused. Nothing of this kind is sent now."))
            return redirect("reminders:operations")
    return render(request, "reminders/pause.html", {"purpose": purpose, "form": form})


@require_POST
@requires(Capability.RUN_OPERATIONS)
def resume(request: HttpRequest, key: str) -> HttpResponse:
    """Let one purpose go out again."""
    _purpose(key)
    purpose_resume(purpose=key, by=request.user, now=timezone.now())
    messages.success(request, _("Resumed. What is still in time goes out now."))
    return redirect("reminders:operations")


@require_http_methods(["GET", "POST"])
@requires(Capability.RUN_OPERATIONS)
def resend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have one failed or uncertain reminder sent again, with a reason."""
    reminder = reminder_to_resend(public_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            reminder_resend(
                public_id=public_id, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("It goes out with the next round, if still wanted."))
            return redirect("reminders:operations")
    context = {"row": unresolved_row(reminder), "form": form}
    return render(request, "reminders/resend.html", context)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The engine's figures for a monitor that shows the token, or that runs on this machine."""
    if not _is_monitor(request):
        raise Http404
    text = metrics_text(engine_status(timezone.now()))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_monitor(request: HttpRequest) -> bool:
    """With a token set, only who shows it; without, only a caller that no proxy speaks for."""
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return constant_time_compare(shown, settings.METRICS_TOKEN)
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not is_forwarded


def _purpose(key: str) -> Purpose:
    try:
        return purpose_for(key)
    except UnknownPurpose:
        raise Http404 from None


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
