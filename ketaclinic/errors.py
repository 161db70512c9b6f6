"""The one family of errors that a service raises when it refuses a request."""

from typing import Any


class Refused(Exception):
    """A service declined to write: `message` for the person, `field` the form field at fault."""

    message: Any = ""

    def __init__(self, message: Any = "", *, field: str | None = None) -> None:
        self.message = message or self.message
        self.field = field
        super().__init__(str(self.message))
