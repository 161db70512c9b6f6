"""The tests are shared out by whole files, the long ones first, and the stories stay together."""

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


@pytest.mark.real_servers
def test_of_two_runs_side_by_side_each_takes_whole_files_and_none_is_left_or_run_twice(tmp_path):
    out, taken = tmp_path / "out", tmp_path / "taken"
    taken.mkdir()
    for path in FILES[2:]:
        test = tmp_path / path
        test.parent.mkdir(exist_ok=True)
        test.write_text(TEST.format(out=str(out), name=path))
    (tmp_path / "conftest.py").write_text(
        "from tests.support.sharing import pytest_runtest_protocol\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (taken / str(tmp_path / FILES[2]).replace("/", "%")).touch()
    options = ["-c", str(tmp_path / "pytest.ini"), "-p", "no:django", str(tmp_path)]
    environment = run.test_environment() | {"PYTHONPATH": str(run.ROOT), TAKEN: str(taken)}
    environment["PYTEST_XDIST_WORKER"] = "only"
    assert run.run_tests("one", options, environment).words == "6 passed"
    assert {line.split()[0] for line in out.read_text().splitlines()} == {FILES[3]}
    assert run.run_tests("late", options, environment).words == "no result"
