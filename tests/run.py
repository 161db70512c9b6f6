"""`make test`: every check, then the whole suite on PostgreSQL, Redis and Chromium, and on SQLite.

python -m tests.run          all of it
python -m tests.run quick    SQLite, no pages, no browser, no servers, nothing slow

What is missing is installed where that is allowed; what cannot be had is a failure with its name.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import IO

from ketaclinic.supervisor import ROOT, end_with_parent
from tests.support.checks import CHECKS
from tests.support.environment import process_environment
from tests.support.needs import missing_parts, servers
from tests.support.servers import ServerError
from tests.support.sharing import TAKEN

CORES = os.cpu_count() or 2
MOST_PROCESSES = 8
IS_FULL = os.environ.get("KETACLINIC_TEST_FULL") == "1"
PYTEST = (sys.executable, "-m", "pytest", "-q", "--durations=5", "--durations-min=2")
SHARED_OUT = ("--dist=loadfile", "--no-loadscope-reorder", "--max-worker-restart=0")
QUICK_SELECTION = "not (slow or pages or one_engine or real_servers or browser or postgresql)"
BOTH_ENGINES = "database or e2e"
SQLITE_SELECTION = BOTH_ENGINES if IS_FULL else f"({BOTH_ENGINES}) and not one_engine"
SUMMARY = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s")


@dataclass(frozen=True)
class Outcome:
    """How one part went: its name, whether it passed, a few words, and how long it took."""

    name: str
    passed: bool
    words: str
    seconds: float


# --- Processes ------------------------------------------------------------------------------
@dataclass
class Job:
    """One command in a process group of its own, so that nothing of it is left behind."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    started: float = field(default_factory=time.monotonic)
    process: subprocess.Popen[str] | None = None

    def start(self, stdout: int | IO[str]) -> subprocess.Popen[str]:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        return self.process

    def kill(self) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def seconds(self) -> float:
        return time.monotonic() - self.started


def leave_on_signal(number: int, _frame: FrameType | None) -> None:
    """Turn a termination into an exit, so that every server is stopped on the way out."""
    raise SystemExit(128 + number)


# --- Checks ---------------------------------------------------------------------------------
def run_checks() -> list[Outcome]:
    """All checks, as many at a time as there are cores; what fails is printed in full."""
    with tempfile.TemporaryDirectory(prefix="kc-checks-") as folder:
        waiting = [
            Job(name, command, process_environment(KETACLINIC_VAR_DIR=folder, **extra))
            for name, command, extra in CHECKS
        ]
        running: list[Job] = []
        outcomes: list[Outcome] = []
        try:
            while waiting or running:
                while waiting and len(running) < CORES:
                    running.append(waiting.pop(0))
                    with open(f"{folder}/{running[-1].name}.log", "w") as log:
                        running[-1].start(log)
                ended = [job for job in running if _has_ended(job)]
                outcomes += [_finish(job, folder) for job in ended]
                running = [job for job in running if job not in ended]
                time.sleep(0.05)
        finally:
            for job in running:
                job.kill()
    return outcomes


def _has_ended(job: Job) -> bool:
    return job.process is not None and job.process.poll() is not None


def _finish(job: Job, folder: str) -> Outcome:
    passed = job.process is not None and job.process.returncode == 0
    print(f"{'ok    ' if passed else 'FAILED'} {job.name}", flush=True)
    if not passed:
        print(Path(folder, f"{job.name}.log").read_text().strip(), flush=True)
    return Outcome(job.name, passed, "ok" if passed else "failed", job.seconds())


# --- Tests ----------------------------------------------------------------------------------
def run_tests(name: str, options: Sequence[str], environment: Mapping[str, str]) -> Outcome:
    """One run of pytest, shown as it goes."""
    job = Job(name, [*PYTEST, *options], environment)
    try:
        lines = job.start(subprocess.PIPE).stdout or ()
        return _follow(job, lines)
    finally:
        job.kill()


@contextlib.contextmanager
def meanwhile(
    name: str, options: Sequence[str], environment: Mapping[str, str]
) -> Iterator[Callable[[], Outcome]]:
    """A run of pytest beside another one; it is shown when somebody asks how it went."""
    job = Job(name, [*PYTEST, *options], environment)
    with tempfile.NamedTemporaryFile("r+", prefix="kc-tests-") as log:

        def outcome() -> Outcome:
            if job.process is not None:
                job.process.wait()
            ended_ago = time.time() - Path(log.name).stat().st_mtime
            log.seek(0)
            return replace(_follow(job, log), seconds=job.seconds() - ended_ago)

        try:
            job.start(log)
            yield outcome
        finally:
            job.kill()


def _follow(job: Job, lines: Iterable[str]) -> Outcome:
    """Show what pytest says. A skipped test is a failure, never a silent gap."""
    print(f"\n=== {job.name} ===", flush=True)
    words = ""
    for line in lines:
        print(line, end="", flush=True)
        found = SUMMARY.match(line)
        words = found.group(1) if found else words
    code = job.process.wait() if job.process is not None else None
    passed = code == 0 and words != "" and "skipped" not in words
    return Outcome(job.name, passed, words or "no result", job.seconds())


def test_environment(**servers_given: str) -> dict[str, str]:
    """What pytest finds: the servers of this run and no others."""
    full = {k: v for k, v in os.environ.items() if k == "KETACLINIC_TEST_FULL"}
    settings = {"DATABASE_URL": "", "REDIS_URL": "", **servers_given}
    # One hash seed for all workers: xdist wants them to collect the same tests in the same order.
    environment = process_environment(PYTHONUNBUFFERED="1", PYTHONHASHSEED="0", **full, **settings)
    # Translating five thousand tests takes each process 4 s; kept, it takes none.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def processes(number: int) -> list[str]:
    """pytest's options for sharing the tests out among so many processes; one shares nothing."""
    return ["-n", str(min(number, MOST_PROCESSES)), *SHARED_OUT] if number > 1 else []


def run_quick() -> Iterator[Outcome]:
    """As many runs side by side as there are cores, each of the files that it comes to first."""
    options = ["-m", QUICK_SELECTION]
    with contextlib.ExitStack() as ends:
        taken = ends.enter_context(tempfile.TemporaryDirectory(prefix="kc-taken-"))
        environment = test_environment(**{TAKEN: taken})
        others = [
            ends.enter_context(
                meanwhile(f"tests on SQLite, quick ({number})", options, environment)
            )
            for number in range(2, min(CORES, MOST_PROCESSES) + 1)
        ]
        yield run_tests("tests on SQLite, quick (1)", options, environment)
        yield from (outcome() for outcome in others)


def run_all() -> Iterator[Outcome]:
    """Every part; a part that is missing is a failure that names it."""
    missing = missing_parts()
    if missing:
        yield Outcome("machine", False, "; ".join(missing), 0)
        return
    yield from run_checks()
    with servers() as given:
        yield from run_both_engines(given)


def run_both_engines(given: Mapping[str, str]) -> Iterator[Outcome]:
    """Side by side: the stories wait for a minute to come, and the cores have work meanwhile."""
    name = "tests on PostgreSQL, Redis and Chromium"
    fewer = [*processes(CORES // 2), "-m", SQLITE_SELECTION]
    only_browser = test_environment(CHROMIUM=given["CHROMIUM"])
    with meanwhile("tests on SQLite", fewer, only_browser) as on_sqlite:
        yield run_tests(name, processes(CORES), test_environment(**given))
        yield on_sqlite()


# --- The command ----------------------------------------------------------------------------
def report(outcomes: Sequence[Outcome], seconds: float) -> int:
    print("\n" + "-" * 78)
    for outcome in outcomes:
        mark = "ok    " if outcome.passed else "FAILED"
        print(f"{mark} {outcome.name:<40} {outcome.words:<24} {outcome.seconds:6.1f} s")
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(f"{'FAILED: ' + ', '.join(failed) if failed else 'Everything passed'} ({seconds:.0f} s)")
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    started = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave_on_signal)
    outcomes: list[Outcome] = []
    try:
        outcomes.extend(run_quick() if "quick" in arguments else run_all())
    except ServerError as error:
        outcomes.append(Outcome("servers", False, str(error), 0))
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    return report(outcomes, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
