"""Who gets in: sign-in for each page not listed, idle log-off, second factor, demo on loopback."""

import zoneinfo
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ketaclinic.accounts.kept import page_keep
from ketaclinic.accounts.public import PUBLIC_VIEWS
from ketaclinic.audit.services import event_record
from ketaclinic.checks import is_loopback

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN_KEY = "seen_at"
SEEN_EVERY = timedelta(seconds=60)


def is_public(request: HttpRequest) -> bool:
    """Whether this address stands in the list of public pages."""
    match = request.resolver_match
    return bool(match and match.view_name in PUBLIC_VIEWS)


class DemoLoopbackMiddleware:
    """In demo mode refuse any caller that is not this machine, however the server was started."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO_MODE and not is_loopback(request.META.get("REMOTE_ADDR", "")):
            return HttpResponseForbidden("The demo answers on this machine only.")
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in but those in accounts/public.py; no decorator can exempt one."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated or is_public(request):
            return None
        if page_keep(request, now=timezone.now()):
            messages.info(
                request,
                _("What you typed is kept for 30 minutes. Sign in, and you can go on with it."),
            )
        return self.handle_no_permission(request, view_func)

    def get_login_url(self, view_func: Any) -> str:
        """One sign-in for everything, whatever a library's view names as its own."""
        return settings.LOGIN_URL


class IdleLogOffMiddleware:
    """Sign a person out after their role's idle time. The time seen is stored once a minute."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look(request, timezone.now())
        return self.get_response(request)

    def _look(self, request: HttpRequest, now: datetime) -> None:
        limit = settings.IDLE_LOG_OFF["staff" if request.user.is_clinic_staff else "patient"]
        seen = request.session.get(SEEN_KEY)
        last = datetime.fromisoformat(seen) if seen else now
        if now - last > limit:
            event_record(verb="session.idle_log_off", by=request.user)
            logout(request)
            messages.info(
                request, _("You were signed out because the page was not used for a while.")
            )
        elif seen is None or now - last >= SEEN_EVERY:
            request.session[SEEN_KEY] = now.isoformat()


class SecondFactorMiddleware:
    """Staff without a second factor can open only the pages on which they set one up."""

    ALLOWED_PREFIXES = ("mfa_", "account_")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        user = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
            return None
        if not user.is_clinic_staff or is_public(request) or is_mfa_enabled(user):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(self.ALLOWED_PREFIXES):
            return None
        messages.info(request, _("Set up your second step of signing in to go on."))
        return redirect("mfa_activate_totp")


class PersonalSettingsMiddleware:
    """Show times in the person's own zone and words in their own language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = zoneinfo.ZoneInfo(request.user.time_zone)
        with timezone.override(zone), translation.override(request.user.language):
            return self.get_response(request)
