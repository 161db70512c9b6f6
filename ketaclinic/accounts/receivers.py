"""Django's sign-in signals, written to the audit record; a failed sign-in joins no transaction."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from ketaclinic.accounts.kept import page_drop_unless_owned
from ketaclinic.audit.services import event_record, fingerprint


@receiver(user_logged_in)
def signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    event_record(verb="session.signed_in", by=user)
    if request is not None and hasattr(request, "session"):
        page_drop_unless_owned(request.session, user)


@receiver(user_logged_out)
def signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        event_record(verb="session.signed_out", by=user)


@receiver(user_login_failed)
def sign_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Store a fingerprint, not the address: people type their password there by mistake."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    event_record(verb="session.sign_in_failed", by=None, details={"typed": fingerprint(typed)})
