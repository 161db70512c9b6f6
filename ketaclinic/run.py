"""`make run`: the whole clinic on this machine, in one terminal, ended by one Ctrl-C."""

import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from django.core.exceptions import ImproperlyConfigured

from ketaclinic.environment import Environment, read_environment
from ketaclinic.supervisor import ROOT, Part, Supervisor

DEFAULT_PORT = 8000
PORTS_TO_TRY = 20
SECONDS_TO_BE_READY = 90


class CannotStart(Exception):
    """The clinic cannot start; the message says why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


# --- Where to listen ------------------------------------------------------------------------
def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose_port(given: str | None, host: str) -> int:
    """The port that was asked for, which must be free; else the first free one from 8000 on."""
    if given is not None:
        if not is_free(host, int(given)):
            raise CannotStart(
                f"port {given} on {host} is taken; choose another: make run PORT=9000"
            )
        return int(given)
    for port in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY):
        if is_free(host, port):
            if port != DEFAULT_PORT:
                say(f"Port {DEFAULT_PORT} is taken; using {port}.")
            return port
    raise CannotStart(f"no port from {DEFAULT_PORT} on is free; choose one: make run PORT=9000")


def address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


# --- What runs ------------------------------------------------------------------------------
def clinic_parts(bind: str) -> list[Part]:
    """The processes of a running clinic: one worker and one beat, so that nothing is done twice."""
    web = [sys.executable, "-m", "gunicorn", "ketaclinic.wsgi:application", "--bind", bind]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
    web += ["--no-control-socket", "--access-logfile", "-", "--graceful-timeout", "5"]
    celery = [sys.executable, "-m", "celery", "--app", "ketaclinic", "--quiet"]
    worker = [*celery, "worker", "--pool", "solo", "--without-gossip", "--without-mingle"]
    return [
        Part("web", web),
        Part("worker", [*worker, "--loglevel", "info"]),
        Part("beat", [*celery, "beat", "--loglevel", "info"]),
    ]


def prepare(supervisor: Supervisor) -> None:
    """Bring the database up to date and load the demo clinic, in a process of its own."""
    code = supervisor.run_to_end([sys.executable, "-m", "ketaclinic.prepare"])
    if code != 0 and not supervisor.stop_asked:
        raise CannotStart("the database could not be prepared; the lines above say why")


def is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(supervisor: Supervisor, url: str) -> bool:
    """Whether every part reports for duty in time; False too when one ended or a stop was asked."""
    deadline = time.monotonic() + SECONDS_TO_BE_READY
    while time.monotonic() < deadline and not supervisor.stop_asked:
        if supervisor.first_ended() is not None:
            return False
        if is_ready(url):
            return True
        time.sleep(0.2)
    return False


# --- One at a time --------------------------------------------------------------------------
def lock_var(var_dir: Path) -> IO[str]:
    """Hold the folder for one clinic at a time: a second worker or beat would work twice."""
    var_dir.mkdir(parents=True, exist_ok=True)
    lock = (var_dir / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        where = lock.read().strip() or "it is still starting"
        lock.close()
        raise CannotStart(
            f"the clinic already runs from {var_dir} ({where}); stop it first"
        ) from None
    return lock


def note_in(lock: IO[str], text: str) -> None:
    """Leave word for whoever finds the lock taken."""
    lock.truncate(0)
    lock.write(text)
    lock.flush()


# --- The command ----------------------------------------------------------------------------
def read_or_refuse() -> Environment:
    os.environ.setdefault("KETACLINIC_MODE", "demo")
    try:
        return read_environment(ROOT)
    except ImproperlyConfigured as error:
        raise CannotStart(str(error)) from None


def welcome(url: str, mode: str, log_dir: Path, seconds: float) -> None:
    say(f"\nThe clinic is open (after {seconds:.0f} s): {url}/")
    say(f"Sign in: {url}/accounts/login/")
    if mode == "demo":
        say("  Demo mode: one click per role on that page; every person and number is made up.")
    say(f"Logs: {log_dir}   Stop: Ctrl-C\n")


def run() -> int:
    """Prepare, start, say where, and stay until asked to stop (0) or until a part ends (1)."""
    started = time.monotonic()
    settings = read_or_refuse()
    lock = lock_var(settings.var_dir)
    port = choose_port(os.environ.get("PORT"), settings.bind)
    supervisor = Supervisor(settings.var_dir / "log", {**os.environ, "PORT": str(port)})
    supervisor.listen_for_signals()
    say("Preparing the database and the demo clinic (the first time takes a while) ...")
    prepare(supervisor)
    url = f"http://{address(settings.bind, port)}"
    note_in(lock, url)
    try:
        for part in clinic_parts(address(settings.bind, port)):
            if not supervisor.stop_asked:
                supervisor.start(part)
        if wait_until_ready(supervisor, url):
            welcome(url, settings.mode, supervisor.log_dir, time.monotonic() - started)
        elif not supervisor.stop_asked and supervisor.first_ended() is None:
            raise CannotStart(f"not ready after {SECONDS_TO_BE_READY} s; see {supervisor.log_dir}")
        return report_end(supervisor, supervisor.wait())
    finally:
        supervisor.stop()


def report_end(supervisor: Supervisor, ended: str | None) -> int:
    """Say why the clinic closes; 0 when somebody asked for it."""
    if ended is None:
        say("Closing the clinic ...")
        return 0
    code = supervisor.processes[ended].poll()
    say(f"\n{supervisor.log_tail(ended)}\n")
    say(f"The {ended} process ended by itself (exit code {code}), so everything stops.")
    say(f"Its whole log: {supervisor.log_path(ended)}")
    return 1


def main() -> int:
    try:
        return run()
    except CannotStart as error:
        say(f"The clinic cannot start: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
