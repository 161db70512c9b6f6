"""Where the current request comes from, known to the audit service without passing the request down."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The request behind an event; empty for a command or a background task."""

    request_id: str = ""
    address: str = ""


origin: ContextVar[Origin] = ContextVar("audit_origin", default=Origin())
