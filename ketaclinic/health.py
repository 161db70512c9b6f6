"""Two questions of the process supervisor: is this process up, and can the clinic work."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ketaclinic.celery import app
from ketaclinic.reminders.selectors import beat_is_alive, engine_now

BROKER_TIMEOUT_SECONDS = 2


class NotReady(Exception):
    """A part does not work."""


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every part works; 503 with the failed parts named."""
    failed = [name for name, check in CHECKS.items() if not _works(check)]
    parts = {name: "failed" if name in failed else "ok" for name in CHECKS}
    body = {"status": "failed" if failed else "ok", "failed": failed, "parts": parts}
    return JsonResponse(body, status=503 if failed else 200)


def _works(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:
        return False
    return True


def database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker_answers() -> None:
    """Opens a channel, which greets Redis; the folder queue needs its folders."""
    with app.connection_for_write(connect_timeout=BROKER_TIMEOUT_SECONDS) as broker:
        options = broker.transport_options or {}
        broker.transport_options = {**options, "max_retries": 0}
        broker.default_channel  # noqa: B018
    for name in ("data_folder_in", "control_folder"):
        if name in options and not Path(options[name]).is_dir():
            raise NotReady(name)


def beat_beats() -> None:
    if not beat_is_alive(engine_now()):
        raise NotReady("beat")


CHECKS: dict[str, Callable[[], None]] = {
    "database": database_answers,
    "broker": broker_answers,
    "beat": beat_beats,
}
