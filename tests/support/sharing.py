"""How the tests are shared out among the processes of one run: whole files, the longest first.

`make test` has xdist do it. In the developer's loop each process takes the next file that no other
has taken: nobody has to hear of each of thousands of tests, which is an eighth of that loop.

A file stays together so that what it sets up once (the demo clinic, a browser) is set up once.
xdist's own mark for that, `xdist_group`, does nothing here and says nothing: xdist 3.8 writes the
group into an attribute of the test that pytest 9.2 no longer reads.
"""

import os
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
from _pytest import runner
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

E2E = "tests/e2e/"
# What waits for other processes, in the order in which it should start.
LONG = ("e2e", "slow", "real_servers", "browser")
# The folder in which the processes of one run note the files that they take.
TAKEN = "KETACLINIC_TEST_TAKEN"


class ByFile(LoadFileScheduling):
    """One unit of work a file; the stories share one running clinic, so they are one unit."""

    def _split_scope(self, nodeid: str) -> str:
        return E2E if nodeid.startswith(E2E) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The long chains start at once; then files by size, so that small ones fill the gaps."""
    sizes = Counter(item.path for item in items)
    ranks: dict[Path, int] = {}
    for path, group in groupby(items, key=lambda item: item.path):
        ranks[path] = min(map(_rank, group))
    return sorted(items, key=lambda item: (ranks[item.path], -sizes[item.path], str(item.path)))


def _rank(item: pytest.Item) -> int:
    """The place in LONG of the first mark that the test carries."""
    return next((n for n, mark in enumerate(LONG) if item.get_closest_marker(mark)), len(LONG))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Pass over a test whose file another process has taken."""
    folder = os.environ.get(TAKEN)
    if not folder:
        return None
    if not _take(folder, item.path):
        return True
    if nextitem is None or nextitem.path == item.path:
        return None
    # What is set up is kept or ended by the test that really comes next.
    return bool(runner.pytest_runtest_protocol(item, _next_of_ours(folder, item)))


def _next_of_ours(folder: str, item: pytest.Item) -> pytest.Item | None:
    items = item.session.items
    later = items[items.index(item) + 1 :]
    return next((each for each in later if _take(folder, each.path)), None)


@cache
def _take(folder: str, file: Path) -> bool:
    """Whether the file is this process's from now on: only one of all can make its note."""
    try:
        Path(folder, str(file).replace("/", "%")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
