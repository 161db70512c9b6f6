"""Who may do what: the one table, and the two ways to ask it (views and services)."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused

View = Callable[..., HttpResponseBase]


class Capability(StrEnum):
    """Something that a role may or may not do."""

    OWN_RECORD = "own_record"
    VIEW_PATIENTS = "view_patients"
    DECIDE_APPLICATION = "decide_application"
    OVERRIDE_EXCLUSION = "override_exclusion"
    RECORD_READINESS = "record_readiness"
    DRAFT_PLAN = "draft_plan"
    SIGN_PLAN = "sign_plan"
    CLOSE_HOLD = "close_hold"
    WORK_ALERTS = "work_alerts"
    EDIT_ARTICLES = "edit_articles"
    REVIEW_ARTICLES = "review_articles"
    VIEW_OPERATIONS = "view_operations"
    RUN_OPERATIONS = "run_operations"
    VIEW_POLICY = "view_policy"
    PROPOSE_POLICY = "propose_policy"
    PUBLISH_POLICY = "publish_policy"
    VIEW_AUDIT = "view_audit"
    MANAGE_USERS = "manage_users"


_NURSE = frozenset(
    {
        Capability.VIEW_PATIENTS,
        Capability.RECORD_READINESS,
        Capability.DRAFT_PLAN,
        Capability.CLOSE_HOLD,
        Capability.WORK_ALERTS,
        Capability.VIEW_POLICY,
    }
)
_PRESCRIBER = _NURSE | {
    Capability.DECIDE_APPLICATION,
    Capability.SIGN_PLAN,
    Capability.PROPOSE_POLICY,
}

ROLE_TABLE: dict[str, frozenset[Capability]] = {
    Role.PATIENT: frozenset({Capability.OWN_RECORD}),
    Role.NURSE: _NURSE,
    Role.PRESCRIBER: _PRESCRIBER,
    Role.MEDICAL_DIRECTOR: _PRESCRIBER
    | {
        Capability.OVERRIDE_EXCLUSION,
        Capability.PUBLISH_POLICY,
        Capability.REVIEW_ARTICLES,
        Capability.VIEW_OPERATIONS,
        Capability.RUN_OPERATIONS,
        Capability.VIEW_AUDIT,
    },
    Role.EDITOR: frozenset({Capability.EDIT_ARTICLES}),
    Role.MANAGER: frozenset(
        {
            Capability.VIEW_OPERATIONS,
            Capability.RUN_OPERATIONS,
            Capability.VIEW_POLICY,
            Capability.PROPOSE_POLICY,
            Capability.VIEW_AUDIT,
            Capability.MANAGE_USERS,
            Capability.EDIT_ARTICLES,
        }
    ),
}


class AccessRefused(Refused):
    """The person's role does not include what they asked for."""

    message = _("Your role does not allow this.")


def allows(user: Any, capability: Capability) -> bool:
    """Whether this person may do this. Anonymous and inactive people may do nothing."""
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return False
    return bool(user.is_active) and capability in ROLE_TABLE.get(user.role, frozenset())


class BeginsElsewhere(Http404):
    """The person has no such record yet, and `page` is where they get one.

    A middleware leads them there; whatever asks for one named record still answers 404.
    """

    def __init__(self, page: str) -> None:
        self.page = page
        super().__init__()


def ensure(user: Any, capability: Capability) -> None:
    """For services: raise AccessRefused unless the person may do this."""
    if user is None or not allows(user, capability):
        raise AccessRefused()


def requires(capability: Capability) -> Callable[[View], View]:
    """Mark a view with what it needs. Others get 404: they do not even learn that it exists."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not allows(request.user, capability):
                event_record(
                    verb="access.denied",
                    by=request.user,
                    details={"path": request.path, "needs": capability.value},
                )
                raise Http404
            return view(request, *args, **kwargs)

        checked.access = capability  # type: ignore[attr-defined]
        return checked

    return decorate


def requires_sign_in(view: View) -> View:
    """Mark a view that any signed-in person may open, whatever their role."""
    view.access = "signed_in"  # type: ignore[attr-defined]
    return view
