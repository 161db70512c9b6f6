"""`make test` finds or installs what it needs, leaves nothing out unsaid, and counts."""

import re

import pytest

from ketaclinic.bootstrap import BootstrapError
from ketaclinic.supervisor import ROOT
from tests import run
from tests.support import needs
from tests.support.needs import Need
from tests.support.servers import find_chromium


def need(*, found, variable="REDIS_URL"):
    return Need("Redis", lambda: found, ("redis-server",), variable, "redis")


@pytest.fixture
def apt(monkeypatch):
    """The packages that would have been installed; nothing is."""
    asked = []
    monkeypatch.setattr(needs, "apt_install", lambda packages, reason: asked.append(packages))
    monkeypatch.delenv("REDIS_URL", raising=False)
    return asked


def test_what_is_here_is_not_installed(apt):
    assert needs.missing_parts((need(found="/usr/bin/redis-server"),)) == []
    assert apt == []


def test_what_is_not_here_is_installed(apt):
    needs.missing_parts((need(found=None),))
    assert apt == [["redis-server"]]


def test_what_cannot_be_had_is_named_with_the_way_to_get_it(apt):
    [advice] = needs.missing_parts((need(found=None),))
    assert "Redis is missing" in advice
    assert "apt-get install redis-server" in advice
    assert "REDIS_URL" in advice


def test_a_refused_installation_is_no_crash(monkeypatch, capsys):
    def refuse(packages, reason):
        raise BootstrapError("no rights here")

    monkeypatch.setattr(needs, "apt_install", refuse)
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert len(needs.missing_parts((need(found=None),))) == 1
    assert "no rights here" in capsys.readouterr().out


def test_one_that_runs_elsewhere_will_do(apt, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://cache.example:6379/0")
    assert needs.missing_parts((need(found=None),)) == []


def test_a_variable_of_another_kind_will_not_do(apt, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///clinic.sqlite3")
    postgresql = Need("PostgreSQL", lambda: None, ("postgresql",), "DATABASE_URL", "postgres")
    assert len(needs.missing_parts((postgresql,))) == 1


def test_chromium_may_be_named(monkeypatch, tmp_path):
    browser = tmp_path / "browser"
    browser.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert find_chromium() == str(browser)


def test_a_browser_that_does_not_exist_is_none(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/browser")
    assert find_chromium() is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("812 passed in 20.26s", "812 passed"),
        ("3 failed, 110 passed, 2 errors in 71.60s (0:01:11)", "3 failed, 110 passed, 2 errors"),
        ("== 5 passed, 1 skipped in 0.03s ==", "5 passed, 1 skipped"),
    ],
)
def test_the_counts_of_pytest_are_read(line, words):
    assert run.SUMMARY.match(line).group(1) == words


@pytest.mark.parametrize("line", ["tests/x.py ....", "0.13s setup tests/x.py", ""])
def test_other_lines_are_no_counts(line):
    assert run.SUMMARY.match(line) is None


def outcome(name, passed):
    return run.Outcome(name, passed, "12 passed", 1.0)


def test_all_well_ends_in_success_and_shows_each_count(capsys):
    assert run.report([outcome("tests on SQLite", True)], 61) == 0
    shown = capsys.readouterr().out
    assert re.search(r"ok +tests on SQLite +12 passed", shown)
    assert "Everything passed (61 s)" in shown


def test_one_failure_fails_the_whole_and_is_named(capsys):
    assert run.report([outcome("types", False), outcome("code format", True)], 1) == 1
    assert "FAILED: types" in capsys.readouterr().out


def test_a_missing_part_fails_before_anything_runs(monkeypatch):
    monkeypatch.setattr(run, "missing_parts", lambda: ["Redis is missing: ..."])
    [only] = run.run_all()
    assert (only.passed, only.words) == (False, "Redis is missing: ...")


def test_pytest_sees_only_the_servers_of_this_run(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/clinic")
    assert run.test_environment()["DATABASE_URL"] == ""
    given = run.test_environment(DATABASE_URL="postgres://here/clinic")
    assert given["DATABASE_URL"] == "postgres://here/clinic"


def one_test(folder, body):
    """Options for a run of pytest on one test with this body."""
    test = folder / "test_one.py"
    test.write_text(f"def test_one():\n    {body}\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    return ["-c", str(folder / "pytest.ini"), "-p", "no:django", str(test)]


@pytest.mark.real_servers
@pytest.mark.parametrize(
    ("body", "passed"),
    [
        pytest.param("assert True", True, id="passes"),
        pytest.param("assert False", False, id="fails"),
        pytest.param("import pytest; pytest.skip('later')", False, id="skips"),
    ],
)
def test_a_skipped_test_is_a_failure(tmp_path, body, passed):
    options = one_test(tmp_path, body)
    assert run.run_tests("one", options, run.test_environment()).passed is passed


@pytest.mark.real_servers
@pytest.mark.parametrize(("body", "words"), [("assert True", "1 passed"), ("assert 0", "1 failed")])
def test_a_run_beside_another_is_shown_when_it_is_asked_for(tmp_path, capsys, body, words):
    with run.meanwhile("beside", one_test(tmp_path, body), run.test_environment()) as outcome:
        assert capsys.readouterr().out == ""
        found = outcome()
    assert (found.words, found.passed) == (words, "passed" in words)
    assert "=== beside ===\n" in capsys.readouterr().out
    assert 0 < found.seconds < 60


@pytest.mark.real_servers
def test_a_run_that_says_nothing_is_a_failure(tmp_path):
    options = [*one_test(tmp_path, "assert True"), "--version"]
    found = run.run_tests("silent", options, run.test_environment())
    assert (found.passed, found.words) == (False, "no result")


def test_rewritten_tests_are_kept_between_processes(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in run.test_environment()


def test_the_build_machine_runs_what_everyone_runs():
    script = (ROOT / ".ci" / "run").read_text()
    assert script.splitlines()[-1] == "exec make test"


def test_every_task_of_the_makefile_describes_itself():
    text = (ROOT / "Makefile").read_text()
    tasks = re.findall(r"^([a-z-]+):", text, flags=re.MULTILINE)
    described = re.findall(r"^([a-z-]+):.*## \w", text, flags=re.MULTILINE)
    assert set(tasks) - set(described) == {"python-found"}
    assert {"run", "test", "test-full", "test-quick", "bench", "screenshots"} <= set(described)
