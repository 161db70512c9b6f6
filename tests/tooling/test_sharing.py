"""The tests are shared out by whole files, the long ones first, and the stories stay together."""

import subprocess

import pytest

from tests import run
from tests.support.sharing import TAKEN, longest_first

PLUGIN = "from tests.support.sharing import pytest_xdist_make_scheduler\n"
TEST = """
import os
import pytest

@pytest.mark.parametrize("n", range(6))
def test_where(n):
    with open({out!r}, "a") as out:
        print({name!r}, os.environ["PYTEST_XDIST_WORKER"], file=out)
"""
FILES = ("tests/e2e/test_one.py", "tests/e2e/test_two.py", "tests/test_a.py", "tests/test_b.py")


class Item:
    """As much of a test as its place in the order depends on."""

    def __init__(self, path, *marks):
        self.path, self.marks = path, marks

    def get_closest_marker(self, name):
        return name if name in self.marks else None


def order(*items):
    return [item.path for item in longest_first(list(items))]


def test_what_waits_for_others_starts_first():
    items = (Item("plain"), Item("page", "browser"), Item("story", "browser", "e2e"))
    assert order(*items) == ["story", "page", "plain"]


def test_one_long_test_brings_its_whole_file_forward():
    items = (Item("plain"), Item("demo"), Item("demo", "slow"))
    assert order(*items) == ["demo", "demo", "plain"]


def test_large_files_come_before_small_ones():
    assert order(Item("a"), Item("b"), Item("b")) == ["b", "b", "a"]


def test_a_story_is_collected_before_what_touches_the_database():
    """pytest-django would put it behind."""
    files = ["tests/audit/test_services.py", "tests/e2e/test_journey.py"]
    command = [*run.PYTEST, "--collect-only", *files]
    environment = run.test_environment()
    done = subprocess.run(
        command, cwd=run.ROOT, env=environment, capture_output=True, text=True, check=True
    )
    found = [line.split("::")[0] for line in done.stdout.splitlines() if "::" in line]
    assert list(dict.fromkeys(found)) == files[::-1]


@pytest.mark.real_servers
def test_a_file_and_the_stories_stay_with_one_process(tmp_path):
    out = tmp_path / "out"
    for path in FILES:
        test = tmp_path / path
        test.parent.mkdir(parents=True, exist_ok=True)
        test.write_text(TEST.format(out=str(out), name=path))
    (tmp_path / "conftest.py").write_text(PLUGIN)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    options = ["-c", str(tmp_path / "pytest.ini"), "-p", "no:django", *run.processes(2)]
    environment = run.test_environment() | {"PYTHONPATH": str(run.ROOT)}
    assert run.run_tests("two", [*options, str(tmp_path)], environment).words == "24 passed"
    places = [line.split() for line in out.read_text().splitlines()]
    assert len({tuple(place) for place in places}) == len(FILES)
    assert len({worker for path, worker in places if "e2e" in path}) == 1
    assert {worker for _, worker in places} == {"gw0", "gw1"}


LOOP = """
from pathlib import Path
import pytest
from tests.support.sharing import pytest_runtest_protocol

@pytest.fixture(scope="session", autouse=True)
def once():
    with Path({out!r}).open("a") as out:
        print("session", "gw", file=out)
"""


@pytest.mark.real_servers
def test_of_runs_side_by_side_each_takes_whole_files_that_no_other_has_taken(tmp_path):
    """Files of another folder between two of ours: what is set up for the session stays."""
    out, taken = tmp_path / "out", tmp_path / "taken"
    taken.mkdir()
    paths = [f"{folder}/test_{folder}{n}.py" for folder in "abc" for n in (1, 2)]
    for path in paths:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(TEST.format(out=str(out), name=path))
    (tmp_path / "conftest.py").write_text(LOOP.format(out=str(out)))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for path in (paths[1], paths[2]):
        (taken / str(tmp_path / path).replace("/", "%")).touch()
    options = ["-c", str(tmp_path / "pytest.ini"), "-p", "no:django", str(tmp_path)]
    environment = run.test_environment(PYTEST_XDIST_WORKER="gw", PYTHONPATH=str(run.ROOT))
    environment[TAKEN] = str(taken)
    assert run.run_tests("one", options, environment).words == "24 passed"
    places = [line.split()[0] for line in out.read_text().splitlines()]
    assert places == [
        "session",
        *(path for path in paths if path not in paths[1:3] for _ in "123456"),
    ]
    assert run.run_tests("late", options, environment).words == "no result"
