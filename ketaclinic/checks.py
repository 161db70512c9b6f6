"""System checks of our own. Demo mode signs in by one click, so it must not leave this machine."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.checks import Error, register, run_checks
from django.core.exceptions import ImproperlyConfigured

TAG = "ketaclinic"


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@register(TAG)
def demo_stays_on_loopback(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Demo mode is refused on any address or host name that is not loopback."""
    if not settings.DEMO_MODE:
        return []
    outside = [host for host in (settings.BIND, *settings.ALLOWED_HOSTS) if not is_loopback(host)]
    return [
        Error(
            f"Demo mode signs people in without a password and may not be reached at {host!r}.",
            hint="Set KETACLINIC_BIND and KETACLINIC_ALLOWED_HOSTS to loopback, or leave the demo.",
            id="ketaclinic.E001",
        )
        for host in outside
    ]


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured where a check of ours has an error."""
    errors = run_checks(tags=[TAG])
    if errors:
        raise ImproperlyConfigured("\n".join(str(error) for error in errors))
