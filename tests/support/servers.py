"""Private PostgreSQL and Redis on free loopback ports, and the machine's Chromium.

They live in a temporary folder and are stopped whatever happens, even to us.
"""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ketaclinic.supervisor import end_with_parent

SECONDS_TO_START = 60
READY_LINE = "ready to accept connections"
BYTES_OF_MEMORY_WANTED = 2 * 1024**3
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing here has to survive a power cut, so nothing waits for the disk.
POSTGRESQL_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_wal_size": "256MB",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "listen_addresses": "127.0.0.1",
}


class ServerError(Exception):
    """A private server could not be found or started; the message says which and why."""


# --- Finding --------------------------------------------------------------------------------
def find_postgresql() -> Path | None:
    """The folder with initdb and postgres: the newest that Debian installed, else from PATH."""
    folders = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda folder: int(folder.split("/")[-2])
    )
    for folder in reversed(folders):
        if (Path(folder) / "initdb").exists():
            return Path(folder)
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def find_redis() -> str | None:
    return shutil.which("redis-server")


def find_chromium() -> str | None:
    """The browser that CHROMIUM names, if it exists; else the machine's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def roomy_memory() -> str | None:
    """A folder in memory with room to spare: there a database is cloned in 0.02 s, not in 0.3 s."""
    folder = "/dev/shm"  # noqa: S108  (a temporary folder with a random name is made inside)
    if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > BYTES_OF_MEMORY_WANTED:
        return folder
    return None


# --- PostgreSQL -----------------------------------------------------------------------------
@contextmanager
def private_postgresql() -> Iterator[str]:
    """A cluster of our own; gives the URL of a database that already exists in it."""
    binaries = find_postgresql()
    if binaries is None:
        raise ServerError("PostgreSQL is not installed")
    owner = _unprivileged_user()
    with tempfile.TemporaryDirectory(
        prefix="kc-pg-", dir=roomy_memory(), ignore_cleanup_errors=True
    ) as folder:
        if owner:
            shutil.chown(folder, owner)
        data, port = f"{folder}/data", free_port()
        initdb = [f"{binaries}/initdb", "-D", data, "-A", "trust", "-U", "clinic", "-E", "UTF8"]
        _run([*initdb, "--locale", "C.UTF-8", "--no-sync"], owner, folder)
        options = [f"-c{name}={value}" for name, value in POSTGRESQL_SETTINGS.items()]
        command = [f"{binaries}/postgres", "-D", data, "-p", str(port), "-k", folder, *options]
        with _server("PostgreSQL", command, owner, folder):
            _run([f"{binaries}/createdb", *_at(port), "clinic"], owner, folder)
            yield f"postgres://clinic@127.0.0.1:{port}/clinic"


def _at(port: int) -> list[str]:
    return ["-h", "127.0.0.1", "-p", str(port), "-U", "clinic"]


def _unprivileged_user() -> str | None:
    """The user to run PostgreSQL as, which refuses root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


# --- Redis ----------------------------------------------------------------------------------
@contextmanager
def private_redis() -> Iterator[str]:
    """A Redis of our own that keeps nothing; gives its URL."""
    program = find_redis()
    if program is None:
        raise ServerError("Redis is not installed")
    with tempfile.TemporaryDirectory(prefix="kc-redis-", ignore_cleanup_errors=True) as folder:
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command += ["--save", "", "--appendonly", "no", "--databases", "64"]
        with _server("Redis", command, None, folder):
            yield f"redis://127.0.0.1:{port}/0"


# --- Processes ------------------------------------------------------------------------------
def _identity(owner: str | None) -> dict[str, object]:
    """Arguments for subprocess that run a command as another user, without our other groups."""
    if owner is None:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}


def _run(command: list[str], owner: str | None, folder: str) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **_identity(owner)
    )
    if done.returncode != 0:
        raise ServerError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


@contextmanager
def _server(name: str, command: list[str], owner: str | None, folder: str) -> Iterator[None]:
    log_path = Path(folder) / "server.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
            **_identity(owner),
        )
    try:
        _wait_until_ready(name, process, log_path)
        yield
    finally:
        _stop(process)


def _wait_until_ready(name: str, process: subprocess.Popen[bytes], log_path: Path) -> None:
    """Both servers say so in their log; an open port is too early for PostgreSQL."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        if READY_LINE in log_path.read_text(errors="replace").lower():
            return
        time.sleep(0.05)
    raise ServerError(f"{name} did not start:\n{log_path.read_text(errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown, and ends Redis too; SIGKILL if that takes too long."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
