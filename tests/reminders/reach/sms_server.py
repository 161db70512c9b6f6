"""A stub provider of text messages in a process of its own: `python -m … PORT`.

The last two digits of the number say what it does. What it took stands in its ledger.
"""

import base64
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

EXPECTED = "Basic " + base64.b64encode(b"AC1:secret").decode()
REFUSALS = {
    "10": (400, {"code": 21610, "message": "unsubscribed"}),
    "29": (429, {"code": 20429, "message": "slow down"}),
    "50": (500, {"message": "broken"}),
    "30": (302, {}),
}
ledger: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    """Takes a message once per idempotency key, as the real ones do."""

    def do_GET(self) -> None:
        self._answer(200, list(ledger.values()))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if self.headers["Authorization"] != EXPECTED:
            return self._answer(401, {"code": 20003})
        kind = form["To"][-2:]
        if kind in REFUSALS:
            return self._answer(*REFUSALS[kind])
        if kind == "55":
            time.sleep(3)
        if kind == "56":
            self.close_connection = True
            return None
        if kind == "57":
            return self._answer(201, {"status": "queued"})
        key = self.headers.get("Idempotency-Key") or f"none-{len(ledger)}"
        entry = {**form, "sid": f"SM{len(ledger)}", "path": self.path}
        return self._answer(201, {"sid": ledger.setdefault(key, entry)["sid"]})

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
