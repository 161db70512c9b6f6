"""One strict policy for every page; the looser one stands at the two admins and nowhere else."""

import pytest
from django.conf import settings

from tests.architecture.test_views import all_views, example_path

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
HEADER = "Content-Security-Policy"
LOOSE = "'unsafe-inline'"


def test_no_address_outside_the_admins_gets_the_looser_policy(client_of):
    client = client_of("manager")
    loose = set()
    for route, _, _ in all_views():
        path = example_path(route)
        if path is None or path.startswith(settings.ADMIN_URL_PREFIXES) or "logout" in path:
            continue
        if LOOSE in client.get(path).headers.get(HEADER, ""):
            loose.add(path)
    assert loose == set()


@pytest.mark.parametrize("path", ["/admin/", "/django-admin/"])
def test_the_admins_get_it(client_of, path):
    assert LOOSE in client_of("manager").get(path).headers[HEADER]


def test_the_strict_policy_lets_only_our_own_scripts_run(client):
    policy = client.get("/").headers[HEADER]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_each_response_has_a_nonce_of_its_own(client):
    first, second = (client.get("/").headers[HEADER] for _ in range(2))
    assert "'nonce-" in first
    assert first != second
