"""A whole clinic as real processes: what `make run` starts, on a database and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from ketaclinic.supervisor import end_with_parent
from tests.support.database import ROOT, Database
from tests.support.servers import free_port

SECONDS_TO_OPEN = 300


@dataclass(frozen=True)
class Site:
    """A running clinic."""

    url: str
    process: subprocess.Popen[bytes] | None
    var_dir: Path

    def commands(self) -> list[str]:
        """The command lines of everything that it runs, from the process list."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().split(b"\0")
                environment = (entry.parent / "environ").read_bytes()
            except OSError:
                continue
            if str(self.var_dir).encode() in environment:
                found.append(b" ".join(words).decode(errors="replace"))
        return found


def site_start(database: Database, var_dir: Path) -> Site:
    """Start the demo clinic and wait until its readiness page says yes."""
    port = free_port()
    environment = {
        **os.environ,
        "KETACLINIC_MODE": "demo",
        "KETACLINIC_VAR_DIR": str(var_dir),
        "DATABASE_URL": database.url,
        "PORT": str(port),
        "REDIS_URL": redis_database(os.environ.get("REDIS_URL", "")),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with (var_dir / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ketaclinic.run"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent,
        )
    site = Site(f"http://127.0.0.1:{port}", process, var_dir)
    wait_until_ready(site)
    return site


def redis_database(url: str) -> str:
    """The same Redis, another database of it: the site's queue is not the test run's."""
    return urlunsplit(urlsplit(url)._replace(path="/31")) if url else ""


def wait_until_ready(site: Site) -> None:
    deadline = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < deadline and site.process and site.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.url}/health/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    logs = [path.read_text(errors="replace")[-3000:] for path in site.var_dir.rglob("*.log")]
    raise RuntimeError("the clinic did not open:\n" + "\n---\n".join(logs))


def site_stop(site: Site) -> None:
    """Ctrl-C, and proof that nothing is left."""
    assert site.process is not None
    site.process.send_signal(signal.SIGINT)
    site.process.wait(30)
    port = urlsplit(site.url).port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the web server outlived Ctrl-C"
    assert site.commands() == [], "a process outlived Ctrl-C"
