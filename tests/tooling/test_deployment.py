"""The production examples fit the settings and the commands of the code they stand beside."""

import re

import pytest
import yaml

from ketaclinic.celery_settings import QUEUES
from ketaclinic.environment import VARIABLES, problems
from ketaclinic.supervisor import ROOT
from tests.support.checks import PRODUCTION

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NAMES = {variable.name for variable in VARIABLES}
NOT_OURS = {"POSTGRES_PASSWORD"}  # read by the compose file itself


def example_environment():
    lines = (DEPLOY / "example.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_example_names_only_settings_that_exist():
    assert set(example_environment()) - NAMES == NOT_OURS


def test_the_example_holds_all_that_production_needs():
    needed = {variable.name for variable in VARIABLES if variable.required_in_production}
    assert needed <= set(example_environment())


def test_the_example_does_not_start_until_its_keys_are_made():
    assert any("KETACLINIC_SECRET_KEY" in problem for problem in problems(example_environment()))


def test_with_keys_the_example_is_complete():
    keys = {name: PRODUCTION[name] for name in ("KETACLINIC_SECRET_KEY", "KETACLINIC_MFA_KEY")}
    assert problems({**example_environment(), **keys}) == []


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_setting_is_described(name):
    assert f"`{name}`" in (ROOT / "docs" / "deployment.md").read_text()


def test_there_is_a_unit_for_each_process():
    assert [path.stem for path in UNITS] == [
        "ketaclinic-beat",
        "ketaclinic-urgent",
        "ketaclinic-web",
        "ketaclinic-worker",
    ]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_our_program_without_rights_and_comes_back(path):
    text = path.read_text()
    assert re.search(
        r"^ExecStart=/srv/ketaclinic/\.venv/bin/(gunicorn|celery) .*ketaclinic", text, re.M
    )
    for line in ("User=ketaclinic", "Restart=always", "NoNewPrivileges=yes"):
        assert line in text.splitlines()


def test_the_containers_are_a_whole_clinic():
    services = compose()["services"]
    assert set(services) == {
        *("prepare", "web", "worker", "urgent", "beat", "database", "queue", "proxy")
    }
    assert set(services["proxy"]["networks"]) & set(services["web"]["networks"])
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]


@pytest.mark.parametrize("where", ["unit", "container"])
def test_one_worker_has_its_hands_free_for_safety_pages(where):
    """It takes no ordinary chunk, and its name differs from that of the other worker beside it."""
    unit = (DEPLOY / "systemd" / "ketaclinic-urgent.service").read_text()
    command = unit if where == "unit" else compose()["services"]["urgent"]["command"]
    served = re.search(r"--queues (\S+)", command)[1].split(",")
    assert served == list(QUEUES[:2]) == ["urgent", "clock"]
    # systemd would read a single % as its own.
    assert f"--hostname urgent@{'%%' if where == 'unit' else '%'}h" in command


def test_database_and_queue_cannot_be_reached_from_outside():
    declared = compose()
    assert declared["networks"]["inside"] == {"internal": True}
    for name in ("database", "queue"):
        assert declared["services"][name]["networks"] == ["inside"]


def test_the_image_leaves_the_test_tools_out():
    assert "/^# ==== Only for tests and checks ====/,$d" in (DEPLOY / "Containerfile").read_text()


def test_every_file_that_the_page_links_to_exists():
    text = (ROOT / "docs" / "deployment.md").read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / "docs" / target).exists(), target
