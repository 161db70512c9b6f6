"""A mail server that only keeps a ledger: `python -m … PORT LEDGER SECONDS_PER_MAIL`.

One line a mail it took, written before it answers: a sender killed in between cannot know.
Every 25th reminder is put off once, so that retries happen too. Knows nothing of Django.
"""

import asyncio
import os
import sys
from email import message_from_bytes

from aiosmtpd.smtp import SMTP

PUT_OFF_EACH = 25


class Ledger:
    """The proof: an append-only file."""

    def __init__(self, path: str, seconds_per_mail: float) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.pause = seconds_per_mail / 2
        self.seen: set[str] = set()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        key = message_from_bytes(envelope.content)["X-Reminder-Id"]
        if key not in self.seen:
            self.seen.add(key)
            if len(self.seen) % PUT_OFF_EACH == 0:
                return "451 later, please"
        await asyncio.sleep(self.pause)
        os.write(self.file, f"{key}\n".encode())
        await asyncio.sleep(self.pause)
        return "250 taken"


async def main(port: int, path: str, seconds_per_mail: float) -> None:
    ledger = Ledger(path, seconds_per_mail)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(ledger), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
