"""Servers of one test's own, which it may kill and start again on what they had written."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ketaclinic.supervisor import end_with_parent
from tests.support import servers

# As in production: what was committed survives the server. Only the disk's own cache is not waited
# for, since the machine does not lose its power here.
SAFE_SETTINGS = {
    **servers.POSTGRESQL_SETTINGS,
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
}


class Restartable:
    """One server process; `kill` gives it no time for anything."""

    def __init__(self, name: str, command: list[str], owner: str | None, folder: str) -> None:
        self.name, self.command, self.owner, self.folder = name, command, owner, folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log_path = Path(self.folder) / f"{self.name}.log"
        with log_path.open("wb") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
                **servers._identity(self.owner),
            )
        servers._wait_until_ready(self.name, self.process, log_path)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait()
            self.process = None


class Postgresql(Restartable):
    """A cluster in a folder; `url` is its one database, copied from another server's."""

    def __init__(self, folder: str, source_url: str) -> None:
        self.binaries = servers.find_postgresql()
        owner = servers._unprivileged_user()
        self.port = servers.free_port()
        data = f"{folder}/data"
        initdb = [f"{self.binaries}/initdb", "-D", data, "-A", "trust", "-U", "clinic"]
        servers._run([*initdb, "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"], owner, folder)
        options = [f"-c{name}={value}" for name, value in SAFE_SETTINGS.items()]
        command = [f"{self.binaries}/postgres", "-D", data, "-p", str(self.port), "-k", folder]
        super().__init__("postgresql", [*command, *options], owner, folder)
        self.start()
        self._copy(source_url)

    @property
    def url(self) -> str:
        return f"postgres://clinic@127.0.0.1:{self.port}/clinic"

    def restart(self) -> None:
        """As after a crash: nothing is flushed, and the log is replayed."""
        self.kill(signal.SIGQUIT)
        self.start()

    def _copy(self, source_url: str) -> None:
        servers._run(
            [f"{self.binaries}/createdb", *servers._at(self.port), "clinic"],
            self.owner,
            self.folder,
        )
        dump = [f"{self.binaries}/pg_dump", "--no-owner", "--no-privileges", source_url]
        load = [f"{self.binaries}/psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, self.url]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
            subprocess.run(load, stdin=dumping.stdout, check=True)


class Redis(Restartable):
    """A Redis that keeps nothing, so a restart also empties it."""

    def __init__(self, folder: str) -> None:
        self.port = servers.free_port()
        command = [str(servers.find_redis()), "--port", str(self.port), "--bind", "127.0.0.1"]
        super().__init__("redis", [*command, "--dir", folder, "--save", ""], None, folder)
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def restart(self) -> None:
        self.kill()
        self.start()


@contextmanager
def own_servers(source_url: str) -> Iterator[tuple[Postgresql, Redis]]:
    """PostgreSQL with a copy of a database, and Redis; both are gone at the end."""
    with tempfile.TemporaryDirectory(
        prefix="kc-chaos-", dir=servers.roomy_memory(), ignore_cleanup_errors=True
    ) as folder:
        owner = servers._unprivileged_user()
        if owner:
            shutil.chown(folder, owner)
        database = Postgresql(folder, source_url)
        try:
            broker = Redis(folder)
            yield database, broker
            broker.kill()
        finally:
            database.kill(signal.SIGQUIT)
