"""A browser's part of a request, and nothing more, so that the server is what is measured."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """One answer, with what it cost."""

    status: int
    ms: float
    queries: int
    body: bytes
    location: str

    def text(self) -> str:
        return self.body.decode()


@dataclass
class Line:
    """One kept connection; every person of a round speaks through it, so to one process."""

    port: int
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.connection.connect()

    def close(self) -> None:
        self.connection.close()


class Person:
    """Somebody who is signed in."""

    def __init__(self, line: Line, session: str) -> None:
        self.line = line
        self.cookies = {"sessionid": session}

    def get(self, path: str) -> Answer:
        return self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._send("POST", path, urlencode(fields).encode())

    def _send(self, method: str, path: str, body: bytes | None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, **({"Content-Type": FORM_TYPE} if body else {})}
        started = time.perf_counter()
        self.line.connection.request(method, path, body, headers)
        response = self.line.connection.getresponse()
        content = response.read()
        ms = (time.perf_counter() - started) * 1000
        self._keep_cookies(response)
        return Answer(
            status=response.status,
            ms=ms,
            queries=int(response.headers.get("X-Queries", "0")),
            body=content,
            location=response.headers.get("Location", ""),
        )

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, rest = header.partition("=")
            self.cookies[name] = rest.partition(";")[0]


class FormReader(HTMLParser):
    """The names in each form of a page, and what its hidden fields hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
            self.is_inside = True
        elif self.is_inside and tag in ("input", "select", "textarea") and given.get("name"):
            is_hidden = given.get("type") == "hidden"
            self.forms[-1].setdefault(given["name"], given.get("value", "") if is_hidden else "")

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag != "form"


def filled(page: str, answers: dict[str, str], needs: str) -> dict[str, str]:
    """The page's form that has the field `needs`, with the answers that it asks for."""
    reader = FormReader()
    reader.feed(page)
    form = next((form for form in reader.forms if needs in form), None)
    if form is None:
        raise LookupError(f"no form with a field {needs!r} on the page")
    entered = {name: answers.get(name, value) for name, value in form.items()}
    return {name: value for name, value in entered.items() if value}
