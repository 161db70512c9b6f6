"""A bare machine is brought to readiness in steps that are skipped once done."""

import subprocess
import sys

import pytest

from ketaclinic import bootstrap

FILE = f"""Django==5.2.19  # the framework
{bootstrap.TESTS_ONLY_LINE}
pytest==9.2.0  # the test runner
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text(FILE)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """Every command that would have been run; all succeed."""
    seen = []

    def run(command, **kwargs):
        seen.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    return seen


def test_running_needs_no_test_tools():
    assert "pytest" not in bootstrap.requirements(FILE, "run")
    assert "Django" in bootstrap.requirements(FILE, "run")


def test_testing_needs_everything():
    assert bootstrap.requirements(FILE, "test") == FILE


def test_a_file_without_its_dividing_line_is_refused():
    with pytest.raises(bootstrap.BootstrapError, match="has lost its line"):
        bootstrap.requirements("Django==5.2.19", "run")


@pytest.mark.parametrize("other", [("a",), ("b", "a"), ("ab",), ("a", "c")])
def test_stamps_differ_where_states_differ(other):
    assert bootstrap.stamp_of("a", "b") != bootstrap.stamp_of(*other)


def make_ready(root, part):
    """Leave things as a finished installation of `part` would."""
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").touch()
    for name in bootstrap.PARTS if part == "test" else ("run",):
        text = bootstrap.requirements(FILE, name)
        stamp = bootstrap.stamp_of(sys.version, str(bootstrap.VENV), text)
        (root / ".venv" / f"stamp-{name}").write_text(stamp)


@pytest.mark.parametrize(
    ("installed", "wanted"), [("run", "run"), ("test", "test"), ("test", "run")]
)
def test_nothing_is_installed_twice(root, commands, installed, wanted):
    make_ready(root, installed)
    bootstrap.ensure_packages(wanted)
    assert commands == []


def test_test_tools_are_added_to_an_environment_that_lacks_them(root, commands):
    make_ready(root, "run")
    bootstrap.ensure_packages("test")
    assert any("install" in command for command in commands)
    assert (root / ".venv" / "stamp-test").exists()


def test_changed_requirements_are_installed_again(root, commands):
    make_ready(root, "test")
    (root / "requirements.txt").write_text(FILE.replace("5.2.19", "5.2.20"))
    bootstrap.ensure_packages("run")
    assert any("install" in command for command in commands)


def test_front_end_packages_are_installed_once(root, commands):
    (root / "package-lock.json").write_text("{}")
    (root / "node_modules").mkdir()
    bootstrap.ensure_front_end()
    assert [command[1] for command in commands if "ci" in command] == ["ci"]
    bootstrap.ensure_front_end()
    assert len([command for command in commands if "ci" in command]) == 1


@pytest.mark.parametrize(
    ("codes", "slept"),
    [pytest.param([0], [], id="at once"), pytest.param([1, 0], [3], id="at the second try")],
)
def test_a_command_that_needs_the_network_has_two_tries(monkeypatch, codes, slept):
    left, pauses = list(codes), []
    monkeypatch.setattr(
        bootstrap.subprocess,
        "run",
        lambda command, **_: subprocess.CompletedProcess(command, left.pop(0)),
    )
    bootstrap.run_twice(["npm", "ci"], hint="no luck", sleep=pauses.append)
    assert (left, pauses) == ([], slept)


def test_after_two_failures_the_command_is_named(monkeypatch):
    failed = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda command, **_: failed)
    with pytest.raises(bootstrap.BootstrapError, match=r"no luck \(command: npm ci\)"):
        bootstrap.run_twice(["npm", "ci"], hint="no luck", sleep=lambda _: None)


def test_apt_runs_directly_as_root(monkeypatch, commands):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    bootstrap.apt_install(["redis-server"], reason="no Redis here")
    assert commands == [["sh", "-c", bootstrap.APT_SCRIPT, "apt_install", "redis-server"]]


def test_apt_runs_by_sudo_for_others(monkeypatch, commands):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    bootstrap.apt_install(["redis-server"], reason="no Redis here")
    assert commands[-1][:4] == ["sudo", "-n", "sh", "-c"]


def test_without_rights_it_says_how_to_install_by_hand(monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap, "_works", lambda command: False)
    with pytest.raises(bootstrap.BootstrapError, match="sudo apt-get install redis-server"):
        bootstrap.apt_install(["redis-server"], reason="no Redis here")


def test_without_apt_it_names_the_packages(monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(bootstrap.BootstrapError, match="no apt-get here; install redis-server"):
        bootstrap.apt_install(["redis-server"], reason="no Redis here")


def test_debian_may_start_no_service_while_we_install():
    assert "exit 101" in bootstrap.APT_SCRIPT
    assert "trap restore EXIT" in bootstrap.APT_SCRIPT


def test_an_old_python_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 13))
    assert bootstrap.main(["run"]) == 1
    assert "3.11 or newer is needed" in capsys.readouterr().out


def test_an_unknown_part_is_refused(capsys):
    assert bootstrap.main(["dance"]) == 1
    assert "choose from run, test" in capsys.readouterr().out
