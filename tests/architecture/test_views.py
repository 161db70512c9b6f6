"""Every address is guarded: no query in a view, no page open to strangers that is not listed."""

import ast
import uuid

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from ketaclinic.accounts.access import Capability
from ketaclinic.accounts.choices import STAFF_ROLES, Role
from ketaclinic.accounts.public import PUBLIC_VIEWS
from tests.architecture.source import APPS, modules

EVERY_PAGE = pytest.mark.one_engine
SAMPLES = {
    "uuid": str(uuid.UUID(int=7)), "int": "1", "slug": "patient", "str": "x", "path": "x/y.png",
}  # fmt: skip
# Parts of libraries that guard themselves by their own permissions, each tested by its owner.
LIBRARY_PREFIXES = ("admin/", "django-admin/", "documents/", "learn/", "accounts/", "styleguide/")


def walk(patterns, prefix="", namespace=()):
    """Every (route, full view name, callback) of the site."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespace, pattern.namespace) if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield route, ":".join((*namespace, pattern.name or "")), pattern.callback


def all_views():
    return list(walk(get_resolver().url_patterns))


def our_views():
    """The views that this project wrote."""
    return [
        (route, name, view)
        for route, name, view in all_views()
        if view.__module__.split(".")[0] in APPS
    ]


def example_path(route):
    """A concrete path for a route written with converters; None for a regular expression."""
    if "^" in route or "(" in route:
        return None
    parts = []
    for part in route.split("/"):
        if part.startswith("<"):
            kind = part.strip("<>").split(":")[0] if ":" in part else "str"
            part = SAMPLES.get(kind, "x")
        parts.append(part)
    return "/" + "/".join(parts)


def test_views_hold_no_queries():
    faults = [
        f"{module.dotted}:{node.lineno}"
        for module in modules()
        if module.room == "views"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert faults == []


def test_every_view_of_ours_says_who_may_open_it():
    silent = [
        name
        for _, name, view in our_views()
        if not hasattr(view, "access") and name not in PUBLIC_VIEWS
    ]
    assert silent == []


def test_every_listed_public_page_exists_and_has_a_reason():
    known = {name for _, name, _ in all_views()}
    assert set(PUBLIC_VIEWS) - known == set()
    assert all(PUBLIC_VIEWS.values())


@EVERY_PAGE
@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_everywhere_else(client):
    opened = []
    for route, name, _ in all_views():
        path = example_path(route)
        if path is None or name in PUBLIC_VIEWS:
            continue
        for method in (client.get, client.post):
            response = method(path)
            if response.status_code != 302 or "/accounts/login/" not in response.url:
                opened.append(f"{method.__name__} {path}: {response.status_code}")
    assert opened == []


def statuses(client, capability_of):
    """(path, needed, status) of a GET on each view of ours that needs a capability."""
    for route, _, view in our_views():
        needed = getattr(view, "access", None)
        path = example_path(route)
        if isinstance(needed, Capability) and path and capability_of(needed):
            yield path, needed, client.get(path).status_code


@EVERY_PAGE
@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(Role))
def test_a_role_gets_404_wherever_its_row_of_the_table_does_not_reach(client_of, role):
    from ketaclinic.accounts.access import ROLE_TABLE

    client = client_of(role)
    beyond = statuses(client, lambda needed: needed not in ROLE_TABLE[role])
    # 405 is said before the look-up: it reveals a method, never a record.
    assert [each for each in beyond if each[2] not in (404, 405)] == []


@EVERY_PAGE
@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(Role))
def test_a_record_that_does_not_exist_is_404_never_a_crash(client_of, role):
    from ketaclinic.accounts.access import ROLE_TABLE

    client = client_of(role)
    within = statuses(client, lambda needed: needed in ROLE_TABLE[role])
    crashed = [each for each in within if SAMPLES["uuid"] in each[0] and each[2] not in (404, 405)]
    assert crashed == []


def test_staff_roles_are_all_but_patient():
    assert set(Role) - STAFF_ROLES == {Role.PATIENT}
