"""Start, kill and restart the crash test's real processes, and read what became of the rows."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

import psycopg2

from ketaclinic.supervisor import end_with_parent
from tests.support.database import ROOT
from tests.support.environment import process_environment
from tests.support.servers import free_port

PROCESSES_PER_WORKER = 2
UNFINISHED = ("due", "claimed", "sending")


class Stage:
    """One run: a database, a broker, a receiver, a beat, and workers that die."""

    settings = "tests.reminders.crash.settings"

    def __init__(self, folder: Path, database_url: str, redis_url: str) -> None:
        self.folder = folder
        self.ledger_path = folder / "ledger"
        self.database_url = database_url
        self.port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.starts: dict[str, Callable[[], None]] = {}
        self.died_by_themselves: list[str] = []
        self.environment = process_environment(
            DATABASE_URL=database_url,
            REDIS_URL=redis_url,
            DJANGO_SETTINGS_MODULE=self.settings,
            KETACLINIC_MODE="development",
            KETACLINIC_VAR_DIR=str(folder),
            # A quarter of a start, and there are a dozen starts.
            CELERY_SKIP_CHECKS="1",
            KETACLINIC_EMAIL_URL=f"smtp://127.0.0.1:{self.port}",
        )

    def seed(self, count: int) -> None:
        command = [sys.executable, "-m", "tests.reminders.crash.seed", str(count)]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def start_receiver(self, seconds_per_mail: float) -> None:
        arguments = [str(self.port), str(self.ledger_path), str(seconds_per_mail)]
        self.start("receiver", "-m", "tests.reminders.crash.receiver", *arguments)

    def start_beat(self) -> None:
        self.start("beat", "-m", "celery", "-A", "ketaclinic", "beat", "-l", "WARNING")

    def start_worker(self, name: str, wrong_by: int = 0) -> None:
        """A worker of some processes, whose clock is wrong by so many seconds."""
        options = ["-c", str(PROCESSES_PER_WORKER), "-n", f"{name}@crash", "-l", "WARNING"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self.start(
            name,
            "-m",
            "celery",
            "-A",
            "ketaclinic",
            "worker",
            *options,
            *quiet,
            KETACLINIC_TEST_CLOCK_WRONG_BY=str(wrong_by),
        )

    def revive(self) -> None:
        """What ended by itself starts again, as systemd does."""
        for name in [name for name, each in self.processes.items() if each.poll() is not None]:
            self.died_by_themselves.append(name)
            self.starts[name]()

    def start(self, name: str, *arguments: str, **more: str) -> None:
        self.starts[name] = lambda: self.start(name, *arguments, **more)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={**self.environment, **more},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all its children at once: no clean-up of any kind."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)

    # --- What became of it ------------------------------------------------------------------
    def statuses(self) -> dict[UUID, str]:
        """Each reminder's status, read past Django."""
        with closing(self._connect()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT public_id, status FROM reminders_reminder")
            return {UUID(str(key)): status for key, status in cursor.fetchall()}

    def _connect(self):
        if self.database_url.startswith("sqlite:///"):
            return sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=10)
        return psycopg2.connect(self.database_url)

    def is_unfinished(self) -> bool:
        return any(status in UNFINISHED for status in self.statuses().values())

    def wait_until_over(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_unfinished():
            if time.monotonic() > deadline:
                return False
            self.revive()
            time.sleep(0.5)
        return True

    def wait_for_more_mail(self, count: int, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        wanted = sum(self.ledger().values()) + count
        while sum(self.ledger().values()) < wanted:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {count} mails within {seconds} s:\n{self.logs()}")
            self.revive()
            time.sleep(0.1)

    def ledger(self) -> Counter[UUID]:
        if not self.ledger_path.exists():
            return Counter()
        return Counter(UUID(line) for line in self.ledger_path.read_text().split())

    def logs(self) -> str:
        tails = [f"{path.name}:\n{path.read_text()[-1500:]}" for path in self.folder.glob("*.log")]
        return "\n".join(tails)
