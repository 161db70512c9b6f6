"""The measured clinic as real processes: PostgreSQL, Redis, gunicorn, a Celery worker."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketaclinic.supervisor import ROOT, Part, Supervisor
from tests.support.database import PostgresqlDatabase
from tests.support.environment import process_environment
from tests.support.needs import POSTGRESQL, REDIS, Need, missing_parts
from tests.support.servers import free_port, private_postgresql, private_redis

SECONDS_TO_OPEN = 60


class BenchError(Exception):
    """The bench cannot measure; the message says why."""


@dataclass(frozen=True)
class Stage:
    """A running clinic: where it listens, its processes, and what their environment says."""

    port: int
    supervisor: Supervisor

    @property
    def database_url(self) -> str:
        return self.supervisor.environment["DATABASE_URL"]

    def ask_elsewhere(self, name: str, module: str, *arguments: str) -> Any:
        """The same on a fresh database of its own, where nothing else was ever loaded."""
        known = self.database_url.rpartition("/")[2]
        database = PostgresqlDatabase(self.database_url, f"{known}_{name}")
        database.create()
        try:
            return self.ask(module, *arguments, DATABASE_URL=database.url)
        finally:
            database.drop()

    def ask(self, module: str, *arguments: str, **environment: str) -> Any:
        """The JSON that a module of ours prints, run as a process of its own."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.supervisor.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BenchError(f"{module} failed:\n{done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def start_web(self) -> None:
        """Two processes of four threads each, as in production, without a log of each request."""
        command = [sys.executable, "-m", "gunicorn", "ketaclinic.wsgi:application"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"]
        command += ["--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
        self.supervisor.start(Part("web", [*command, "--keep-alive", "75"]))
        self._wait_for_web()

    def start_worker(self) -> int:
        """One Celery worker of two processes, and the provider that it sends texts to; gives the
        worker's process group."""
        port = self.supervisor.environment["BENCH_SMS_PORT"]
        stub = [sys.executable, "-m", "tests.reminders.reach.sms_server", port]
        self.supervisor.start(Part("provider", stub))
        command = [sys.executable, "-m", "celery", "-A", "ketaclinic", "worker", "-c", "2"]
        quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
        self.supervisor.start(Part("worker", [*command, *quiet]))
        return self.supervisor.processes["worker"].pid

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_OPEN
        while time.monotonic() < deadline and self.supervisor.first_ended() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        raise BenchError(f"the web server did not open:\n{self.supervisor.log_tail('web')}")


@contextmanager
def stage_set() -> Iterator[Stage]:
    """Servers and a migrated database; whatever was started ends with it."""
    missing = missing_parts((POSTGRESQL, REDIS))
    if missing:
        raise BenchError("\n".join(missing))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kc-bench-")))
        server_url = _server(stack, POSTGRESQL, private_postgresql)
        redis_url = _server(stack, REDIS, private_redis)
        database = PostgresqlDatabase(server_url, f"kc_bench_{os.getpid()}")
        database.create()
        stack.callback(database.drop)
        port = free_port()
        (folder / "static").mkdir()  # whitenoise warns where nothing was collected
        supervisor = Supervisor(folder / "log", _environment(database.url, redis_url, folder, port))
        stack.callback(supervisor.stop)
        yield Stage(port, supervisor)


def _server(stack: ExitStack, need: Need, private: Any) -> str:
    """The server that the environment names, else one of our own."""
    if need.is_named():
        return os.environ[need.variable]
    return str(stack.enter_context(private()))


def _environment(database_url: str, redis_url: str, folder: Path, port: int) -> dict[str, str]:
    sms_port = free_port()
    return process_environment(
        BENCH_SMS_PORT=str(sms_port),
        KETACLINIC_SMS_URL=f"http://AC1:secret@127.0.0.1:{sms_port}/?from=+15550100100",
        DJANGO_SETTINGS_MODULE="tests.bench.settings",
        KETACLINIC_MODE="demo",
        KETACLINIC_VAR_DIR=str(folder),
        DATABASE_URL=database_url,
        REDIS_URL=redis_url,
        PORT=str(port),
    )
