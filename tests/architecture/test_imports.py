"""The storeys and the rooms: what may import what (docs/architecture.md)."""

import ast

import pytest

from tests.architecture.source import ROOT, Module, is_ours, modules, room_of

# Each storey with the storeys that it may import.
STOREYS = {
    "ketaclinic": {"ketaclinic"},
    "content": {"ketaclinic", "content"},
    "intake": {"ketaclinic", "content", "intake"},
    "dosing": {"ketaclinic", "content", "intake", "dosing"},
    "monitoring": {"ketaclinic", "content", "intake", "dosing", "monitoring"},
}
# Monitoring's own packages, lowest first; each may import those before it and itself.
MONITORING = ("checkins", "sessions", "alerts")
MONITORING_EDGES = {
    "patient": {*MONITORING, "patient"},
    "clinic": {*MONITORING, "clinic"},
    "exports": {*MONITORING, "clinic", "exports"},
    "demo": {*MONITORING, "patient", "clinic", "demo"},
}
# The three files of the foundation that may name an app above it.
MAY_NAME_APPS = {"ketaclinic.urls", "ketaclinic.celery", "ketaclinic.settings"}

# What a room must not import from our own code.
FORBIDDEN_ROOMS = {
    "choices": {
        "rules",
        "models",
        "selectors",
        "services",
        "forms",
        "views",
        "presenters",
        "tasks",
    },
    "rules": {"models", "selectors", "services", "forms", "views", "presenters", "tasks", "admin"},
    "models": {"services", "selectors", "forms", "views", "presenters", "tasks", "admin"},
    "selectors": {"services", "forms", "views", "presenters", "tasks", "admin"},
    "services": {"forms", "views", "presenters", "tasks", "admin"},
    "forms": {"services", "selectors", "views", "presenters", "tasks", "admin"},
    "presenters": {"services", "forms", "views", "tasks", "admin"},
    "views": {"tasks", "admin"},
    "tasks": {"forms", "views", "presenters", "admin", "models"},
}
PURE = {"rules"}
WITHOUT_HTTP = {"rules", "models", "selectors", "services", "presenters", "choices", "tasks"}


def storey_faults(module: Module) -> list[str]:
    own = module.dotted.split(".")[0]
    return [
        f"{module.dotted}:{line} imports {name}"
        for line, name in module.imports()
        if is_ours(name) and name.split(".")[0] not in STOREYS[own]
    ]


def monitoring_faults(module: Module) -> list[str]:
    own = module.dotted.split(".")[1]
    below = MONITORING_EDGES.get(own) or set(MONITORING[: MONITORING.index(own) + 1])
    return [
        f"{module.dotted}:{line} imports {name}"
        for line, name in module.imports()
        if name.startswith("monitoring.") and name.split(".")[1] not in below
    ]


def room_faults(module: Module) -> list[str]:
    forbidden = FORBIDDEN_ROOMS.get(module.room, set())
    return [
        f"{module.dotted}:{line} imports {name}"
        for line, name in module.imports()
        if is_ours(name) and room_of(name) in forbidden
    ]


def outside_faults(module: Module) -> list[str]:
    """Django in pure rules; the request in a room that must not know it."""
    found = []
    for line, name in module.imports():
        if module.room in PURE and name.split(".")[0] in {"django", "celery", "wagtail"}:
            found.append(f"{module.dotted}:{line} imports {name}")
        if module.room in WITHOUT_HTTP and name.startswith("django.http"):
            found.append(f"{module.dotted}:{line} imports {name}")
    return found


def all_faults(check) -> list[str]:
    return [fault for module in modules() for fault in check(module)]


def test_no_storey_imports_upward():
    faults = [
        fault
        for module in modules()
        if module.dotted not in MAY_NAME_APPS
        for fault in storey_faults(module)
    ]
    assert faults == []


def test_monitorings_packages_keep_their_direction():
    inside = [m for m in modules() if m.dotted.startswith("monitoring.")]
    assert [fault for module in inside for fault in monitoring_faults(module)] == []


@pytest.mark.parametrize("check", [room_faults, outside_faults])
def test_rooms_import_only_what_they_may(check):
    assert all_faults(check) == []


def test_rules_do_not_ask_the_clock():
    clocks = {"now", "today", "utcnow"}
    faults = [
        f"{module.dotted}:{node.lineno}"
        for module in modules()
        if module.room == "rules"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "timezone", "time"}
    ]
    assert faults == []


def made_up(path: str, source: str) -> Module:
    return Module(ROOT / path, ast.parse(source))


@pytest.mark.parametrize(
    ("check", "path", "source"),
    [
        (storey_faults, "intake/services.py", "from dosing.models import Hold"),
        (storey_faults, "ketaclinic/audit/services.py", "import intake.models"),
        (storey_faults, "content/models.py", "from intake import models"),
        (
            monitoring_faults,
            "monitoring/checkins/services.py",
            "from monitoring.alerts import rules",
        ),
        (room_faults, "dosing/services.py", "from dosing.forms import PlanForm"),
        (room_faults, "dosing/forms.py", "from dosing import services"),
        (outside_faults, "dosing/rules/limits.py", "from django.db import models"),
        (outside_faults, "dosing/services.py", "from django.http import HttpRequest"),
    ],
)
def test_the_guard_sees_a_fault(check, path, source):
    assert check(made_up(path, source))
