"""What every template may know of the clinic; each value costs a query only when it is used."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ketaclinic.accounts.access import Capability, allows
from ketaclinic.accounts.demo import demo_roles
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.policies.selectors import is_policy_approved
from ketaclinic.reminders.reach.selectors import MOST_UNREAD, unread_count


class Can:
    """`{% if can.view_patients %}`: what the signed-in person may do, by capability name."""

    def __init__(self, user: Any) -> None:
        self._user = user

    def __getitem__(self, name: str) -> bool:
        return allows(self._user, Capability(name))


def _unread(request: HttpRequest) -> str:
    """How many messages wait, for the navigation of a signed-in person; ten stands for more."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return ""
    count = unread_count(request.user, timezone.now())
    return f"{count}+" if count >= MOST_UNREAD else str(count or "")


def clinic(request: HttpRequest) -> dict[str, Any]:
    """What the shells know: clinic, policy's standing, demo, unread messages, what one may do."""
    return {
        "clinic": SimpleLazyObject(clinic_settings),
        "policy_is_approved": SimpleLazyObject(is_policy_approved),
        "demo_mode": settings.DEMO_MODE,
        "demo_roles": demo_roles() if settings.DEMO_MODE else [],
        "unread_messages": SimpleLazyObject(lambda: _unread(request)),
        "can": Can(request.user) if hasattr(request, "user") else {},
    }
