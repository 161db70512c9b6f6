"""Two small rules for every page: the admins' looser policy, and where a newcomer begins."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ketaclinic.accounts.access import BeginsElsewhere


class BeginningMiddleware:
    """Lead whoever has no record yet to the page on which it begins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        named = match.kwargs.values() if match else ()
        is_record = any(isinstance(value, UUID) for value in named)
        is_read = request.method in {"GET", "HEAD"}
        if isinstance(exception, BeginsElsewhere) and is_read and not is_record:
            return redirect(exception.page)
        return None


class AdminContentSecurityPolicyMiddleware:
    """Give Wagtail's and Django's admins the looser policy that their inline scripts need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(settings.ADMIN_URL_PREFIXES):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
            response.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response
