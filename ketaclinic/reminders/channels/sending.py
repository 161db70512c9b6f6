"""Which errors of an HTTP call prove that nothing was sent."""

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError


def is_before_sending(error: requests.RequestException) -> bool:
    """Whether the line never stood, so that the message surely did not leave."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    inner = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(inner, NewConnectionError | ConnectTimeoutError)
