"""A wrong or missing setting stops the start and is named; demo mode never leaves the machine."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from ketaclinic.checks import demo_stays_on_loopback, is_loopback, refuse_unsafe_start
from ketaclinic.environment import VARIABLES, problems

PRODUCTION = {
    "KETACLINIC_SECRET_KEY": "x" * 50,
    "KETACLINIC_MFA_KEY": "key",
    "KETACLINIC_ALLOWED_HOSTS": "clinic.example",
    "KETACLINIC_SITE_URL": "https://clinic.example",
    "KETACLINIC_EMAIL_URL": "smtp://localhost",
    "KETACLINIC_FROM_EMAIL": "a@clinic.example",
    "DATABASE_URL": "postgres://localhost/clinic",
    "REDIS_URL": "redis://localhost",
}
REQUIRED = [variable.name for variable in VARIABLES if variable.required_in_production]


def test_a_complete_production_environment_has_no_problem():
    assert problems(PRODUCTION) == []


@pytest.mark.parametrize("name", REQUIRED)
def test_production_names_what_is_missing(name):
    found = problems({key: value for key, value in PRODUCTION.items() if key != name})
    assert len(found) == 1
    assert found[0].startswith(name)


def test_an_empty_environment_is_production_and_names_everything():
    assert len(problems({})) == len(REQUIRED)


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({"KETACLINIC_DEBUGG": "1"}, "KETACLINIC_DEBUGG"),
        ({"KETACLINIC_MODE": "prod"}, "KETACLINIC_MODE"),
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "65536"}, "PORT"),
        ({"KETACLINIC_TRUSTED_PROXIES": "-1"}, "KETACLINIC_TRUSTED_PROXIES"),
        ({"KETACLINIC_SECRET_KEY": "x" * 49}, "KETACLINIC_SECRET_KEY"),
    ],
)
def test_a_wrong_value_is_named(extra, named):
    found = problems({**PRODUCTION, **extra})
    assert len(found) == 1
    assert named in found[0]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("192.168.1.4", False),
        ("clinic.example", False),
        ("", False),
    ],
)
def test_loopback(host, expected):
    assert is_loopback(host) is expected


def test_demo_mode_on_an_outside_address_is_refused(settings):
    settings.DEMO_MODE = True
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.BIND = "0.0.0.0"  # noqa: S104
    assert [error.id for error in demo_stays_on_loopback(None)] == ["ketaclinic.E001"]
    with pytest.raises(ImproperlyConfigured, match="Demo mode"):
        refuse_unsafe_start()


def test_demo_mode_on_loopback_starts(settings):
    settings.DEMO_MODE = True
    settings.BIND, settings.ALLOWED_HOSTS = "127.0.0.1", ["localhost", "[::1]"]
    refuse_unsafe_start()
