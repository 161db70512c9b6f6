"""Remembers the request's id and address for the events that it causes."""

import uuid
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

from ketaclinic.audit.context import Origin, origin


class AuditContextMiddleware:
    """Set the origin for one request; never leave it to the next one on the same thread."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = get_adapter().get_client_ip(request) or ""
        token = origin.set(Origin(request_id=uuid.uuid4().hex, address=address))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)
