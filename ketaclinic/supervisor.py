"""Keeps a set of processes as one: when one ends, or someone asks, all of them end.

Each child leads a process group of its own, so that stopping it stops whatever it started, and on
Linux each is told to end if its supervisor is killed outright.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECONDS_TO_STOP = 10
SECONDS_BETWEEN_LOOKS = 0.2
LINES_OF_LOG_SHOWN = 20
PR_SET_PDEATHSIG = 1  # from <sys/prctl.h>


@dataclass(frozen=True)
class Part:
    """One long-running process: its name, for people and for its log, and its command."""

    name: str
    command: Sequence[str]


class Supervisor:
    """Starts parts, notices the first that ends, and stops every one of them."""

    def __init__(self, log_dir: Path, environment: Mapping[str, str]) -> None:
        self.log_dir = log_dir
        self.environment = dict(environment)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.stop_asked = False

    def listen_for_signals(self) -> None:
        """From now on Ctrl-C, a termination or a closed terminal asks for the end."""
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self.ask_stop)

    def ask_stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stop_asked = True

    def run_to_end(self, command: Sequence[str]) -> int:
        """Run a short command in the terminal; its exit code, or -SIGTERM when a stop was asked."""
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        while process.poll() is None:
            if self.stop_asked:
                _signal_group(process, signal.SIGTERM)
                return process.wait()
            time.sleep(SECONDS_BETWEEN_LOOKS / 10)
        return process.returncode

    def start(self, part: Part) -> None:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        with self.log_path(part.name).open("wb") as log:
            self.processes[part.name] = subprocess.Popen(
                part.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def log_path(self, name: str) -> Path:
        return self.log_dir / f"{name}.log"

    def log_tail(self, name: str) -> str:
        lines = self.log_path(name).read_text(errors="replace").splitlines()
        return "\n".join(lines[-LINES_OF_LOG_SHOWN:])

    def first_ended(self) -> str | None:
        """The name of a part that no longer runs, if there is one."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                return name
        return None

    def wait(self) -> str | None:
        """Sleep until someone asks to stop (None) or a part ends (its name)."""
        while not self.stop_asked:
            name = self.first_ended()
            if name is not None:
                return name
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return None

    def stop(self, patience: float = SECONDS_TO_STOP) -> None:
        """End every process group: politely, then, after `patience` seconds, for good."""
        for process in self.processes.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + patience
        for process in self.processes.values():
            _wait_until(process, deadline)
            _signal_group(process, signal.SIGKILL)
            process.wait()


def end_with_parent() -> None:
    """Run in a new child before its program: a killed parent leaves nothing behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until(process: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a child's whole group, which may outlive the child itself."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
