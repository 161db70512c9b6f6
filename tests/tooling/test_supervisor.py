"""When one process of the clinic ends, or somebody asks, all of them end, and theirs with them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ketaclinic.supervisor import ROOT, Part, Supervisor

pytestmark = pytest.mark.real_servers

SLEEPS = "import time; time.sleep(60)"
FAILS = "print('no such table'); raise SystemExit(3)"
IGNORES_TERM = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(60)"
)
HAS_A_CHILD = (
    "import subprocess, sys, time; "
    f"child = subprocess.Popen([sys.executable, '-c', '{SLEEPS}']); "
    "print(child.pid, flush=True); time.sleep(60)"
)


def part(name, code):
    return Part(name, [sys.executable, "-c", code])


def is_alive(pid):
    """Whether a process runs; a zombie that nobody has collected yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path / "log", os.environ)
    yield supervisor
    supervisor.stop(patience=0)


def test_the_first_part_that_ends_is_named_and_all_others_are_stopped(supervisor):
    supervisor.start(part("web", SLEEPS))
    supervisor.start(part("worker", FAILS))
    assert supervisor.wait() == "worker"
    assert supervisor.processes["worker"].returncode == 3
    assert supervisor.log_tail("worker") == "no such table"
    supervisor.stop()
    assert all(process.poll() is not None for process in supervisor.processes.values())


def test_what_a_part_started_ends_with_it(supervisor):
    supervisor.start(part("web", HAS_A_CHILD))
    assert wait_for(lambda: supervisor.log_tail("web"))
    grandchild = int(supervisor.log_tail("web"))
    assert is_alive(grandchild)
    supervisor.stop()
    assert wait_for(lambda: not is_alive(grandchild))


def test_a_part_that_will_not_listen_is_killed(supervisor):
    supervisor.start(part("web", IGNORES_TERM))
    assert wait_for(lambda: supervisor.log_tail("web"))
    supervisor.stop(patience=0.3)
    assert supervisor.processes["web"].returncode == -signal.SIGKILL


def test_asking_to_stop_ends_the_wait(supervisor):
    supervisor.start(part("web", SLEEPS))
    supervisor.ask_stop()
    assert supervisor.wait() is None


def test_a_short_command_gives_its_exit_code(supervisor):
    assert supervisor.run_to_end([sys.executable, "-c", "raise SystemExit(4)"]) == 4


def test_a_short_command_is_cut_short_when_asked(supervisor):
    supervisor.ask_stop()
    assert supervisor.run_to_end([sys.executable, "-c", SLEEPS]) == -signal.SIGTERM


# Under nohup a closed terminal is ignored by everyone below; the owner here must hear it.
OWNER = """
import os, pathlib, signal, sys, time
from ketaclinic.supervisor import Part, Supervisor
signal.signal(signal.SIGHUP, signal.SIG_DFL)
supervisor = Supervisor(pathlib.Path(sys.argv[1]), os.environ)
supervisor.listen_for_signals()
supervisor.start(Part("web", [sys.executable, "-c", "import time; time.sleep(60)"]))
print(supervisor.processes["web"].pid, flush=True)
supervisor.wait()
supervisor.stop()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_child_outlives_its_supervisor(tmp_path, number):
    """SIGKILL too: the kernel then tells the child."""
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    owner = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with owner:
        child = int(owner.stdout.readline())
        assert is_alive(child)
        owner.send_signal(number)
    assert wait_for(lambda: not is_alive(child))
