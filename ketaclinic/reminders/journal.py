"""What this process is sending, line by line on its machine's disk: it outlives the process.

The database hears of a few sends at once; in between this file knows each of them. A line is one
`write`, which a SIGKILL leaves whole. Nothing is forced to the platter: after a crash of the
machine itself lines may be missing, so then their absence proves nothing (`machine_start`).
"""

import errno
import fcntl
import json
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from ketaclinic.reminders.choices import ReminderStatus

SUFFIX = ".journal"
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class End:
    """How a row that was being sent ended."""

    row_id: int
    status: ReminderStatus
    reason: str = ""
    provider_id: str = ""


@dataclass
class Told:
    """What a journal tells of one chunk, whose sender did not finish it."""

    token: UUID
    begun: list[int]
    # The machine is still the one that wrote, so what is not in the file did not happen.
    is_whole: bool
    left: set[int] = field(default_factory=set)
    ends: list[End] = field(default_factory=list)

    @property
    def never_left(self) -> list[int]:
        """Rows of which no letter left; empty where nobody can know."""
        return [row_id for row_id in self.begun if row_id not in self.left] * self.is_whole


class Journal:
    """One file, locked by the process that writes it for as long as that lives."""

    def __init__(self, path: Path, file: int) -> None:
        self.path, self.file = path, file
        self.is_behind = False

    def begins(self, token: UUID, row_ids: Iterable[int]) -> None:
        """Before the rows are taken."""
        self.is_behind = True
        self._write({"token": token.hex, "rows": list(row_ids), "machine": machine_start()})

    def leaves(self, row_id: int) -> None:
        """Before the letter of this row is handed to its channel."""
        self._write({"leaves": row_id})

    def ends(self, end: End) -> None:
        """As soon as it is known how it went."""
        self._write({"ended": [end.row_id, end.status, end.reason, end.provider_id]})

    def is_recorded(self) -> None:
        """The database knows all of it."""
        os.ftruncate(self.file, 0)
        self.is_behind = False

    def told(self) -> Told | None:
        """What it holds that the database may not know; None when that is nothing."""
        return _told(self.path.read_text())

    def _write(self, line: dict[str, Any]) -> None:
        """Raises OSError when the disk did not take all of it."""
        text = json.dumps(line).encode() + b"\n"
        if os.write(self.file, text) != len(text):
            raise OSError(errno.ENOSPC, "the journal was cut short", str(self.path))


def journal_own() -> Journal:
    """The journal of this thread, made at its first use; never the one of a parent process."""
    known: tuple[int, Journal] | None = getattr(_own, "known", None)
    if known is None or known[0] != os.getpid():
        known = _own.known = (os.getpid(), _made())
    return known[1]


_own = threading.local()


@contextmanager
def journals_left() -> Iterator[list[Journal]]:
    """The journals on this machine whose writers are gone, locked; they are removed afterwards.

    What raises in the block keeps them for the next time.
    """
    found = [journal for path in sorted(_folder().glob(f"*{SUFFIX}")) if (journal := _taken(path))]
    try:
        yield found
        for journal in found:
            journal.path.unlink(missing_ok=True)
    finally:
        for journal in found:
            os.close(journal.file)


@cache
def machine_start() -> str:
    """Differs from one start of the machine to the next; "" where nobody can tell."""
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return ""


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "sending"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _made() -> Journal:
    """A new file; whoever looks for left ones may take it away before it is locked."""
    while True:
        journal = _taken(_folder() / f"{uuid4().hex}{SUFFIX}", os.O_CREAT)
        if journal is not None:
            return journal


def _taken(path: Path, how: int = 0) -> Journal | None:
    """The file with its lock, or None when somebody has it or removed it."""
    with suppress(FileNotFoundError):
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | how, 0o600)
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(file).st_nlink:
                return Journal(path, file)
        os.close(file)
    return None


def _told(text: str) -> Told | None:
    told: Told | None = None
    for line in _whole_lines(text):
        if "rows" in line:
            is_whole = bool(line["machine"]) and line["machine"] == machine_start()
            told = Told(UUID(line["token"]), line["rows"], is_whole)
        elif told and "leaves" in line:
            told.left.add(line["leaves"])
        elif told and "ended" in line:
            row_id, status, reason, provider_id = line["ended"]
            told.ends.append(End(row_id, ReminderStatus(status), reason, provider_id))
    return told


def _whole_lines(text: str) -> Iterator[dict[str, Any]]:
    """A full disk may have cut a line short; what stands before it is true."""
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return
