"""What frames a page is there on each: help, skip link, emergency words, the policy's standing."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib import messages
from django.template import engines
from django.urls import NoReverseMatch, resolve, reverse

from tests.look.rendering import one, page, words

pytestmark = pytest.mark.django_db
EMERGENCY = (
    "This app is not watched 24 hours a day. In an emergency call 911 . "
    "For thoughts of suicide call or text 988 ."
)
SHELLS = ["public", "patient", "clinic"]
SOURCE = (
    "{{% extends 'shells/{shell}.html' %}}{{% block title %}}T{{% endblock %}}"
    "{{% block content %}}<h1>T</h1>{{% endblock %}}"
)


@pytest.fixture
def shell(clinic, user_of_role):
    """`shell("patient")`: that shell around a page with one heading."""

    def render(name, *, path="/", **values):
        request = page(path)
        request.user = user_of_role("patient" if name == "patient" else "nurse")
        request.csp_nonce = "n0nce"
        with_match(request)
        given = {"clinic": clinic, "policy_is_approved": False, "demo_mode": False} | values
        template = engines["django"].from_string(SOURCE.format(shell=name))
        return BeautifulSoup(template.render(given, request), "html.parser")

    return render


def with_match(request):
    request.resolver_match = resolve(request.path)


@pytest.mark.parametrize("name", SHELLS)
def test_a_page_has_a_language_a_title_and_a_viewport(shell, name):
    tree = shell(name)
    assert tree.html["lang"] == "en-us"
    assert words(tree.title) == "T · Harbor Pain Clinic"
    assert "width=device-width" in one(tree, "meta[name=viewport]")["content"]


@pytest.mark.parametrize("name", SHELLS)
def test_the_first_link_skips_to_the_one_main_part(shell, name):
    tree = shell(name)
    assert tree.select("a")[0]["href"] == f"#{one(tree, 'main')['id']}"


@pytest.mark.parametrize("name", SHELLS)
def test_every_script_has_the_nonce(shell, name):
    assert {script["nonce"] for script in shell(name).select("script")} == {"n0nce"}


@pytest.mark.parametrize("name", ["public", "patient"])
def test_the_emergency_words_are_at_the_foot(shell, name):
    assert EMERGENCY in words(one(shell(name), "footer"))


@pytest.mark.parametrize("name", SHELLS)
def test_paper_carries_the_help_numbers(shell, name):
    printed = words(one(shell(name), ".print-help"))
    for number in ("911", "988", "1-800-222-1222", "555-0100", "555-0199"):
        assert number in printed


@pytest.mark.parametrize("name", SHELLS)
def test_a_policy_that_nobody_approved_says_so(shell, name):
    assert words(one(shell(name), ".policy-banner")) == "DEMO POLICY – NOT CLINICALLY APPROVED"


@pytest.mark.parametrize("name", SHELLS)
def test_an_approved_policy_needs_no_banner(shell, name):
    assert not shell(name, policy_is_approved=True).select(".policy-banner")


@pytest.mark.parametrize("name", SHELLS)
def test_messages_are_announced(shell, name):
    note = messages.storage.base.Message(messages.SUCCESS, "Saved.")
    box = one(shell(name, messages=[note]), ".messages")
    assert (box["role"], words(box)) == ("status", "Saved.")


def test_a_patient_always_finds_help(shell):
    assert words(one(shell("patient"), ".help-link")) == "I need help"


@pytest.mark.parametrize(
    ("view", "place"),
    [("home:today", "Today"), ("dosing:schedule", "Schedule"), ("accounts:me", "Me")],
)
def test_the_patient_s_bar_marks_where_one_is(shell, view, place):
    tree = shell("patient", path=reverse(view))
    assert words(one(tree, ".tab-bar [aria-current=page]")) == place


@pytest.mark.parametrize(
    ("view", "place"),
    [
        ("clinic:worklist", "Worklist"),
        ("intake:queue", "Applications"),
        ("policies:overview", "Policy"),
    ],
)
def test_the_clinic_s_bar_marks_where_one_is(shell, view, place):
    tree = shell("clinic", path=reverse(view))
    assert words(one(tree, ".side-bar [aria-current=page]")) == place


def test_signing_out_is_a_guarded_post(shell):
    form = one(shell("clinic"), ".side-bar form")
    assert form["method"] == "post"
    assert one(form, "[name=csrfmiddlewaretoken]")["value"]


@pytest.mark.parametrize("name", SHELLS)
def test_a_shell_survives_addresses_that_do_not_exist(shell, name, monkeypatch):
    def nothing(*_args, **_keywords):
        raise NoReverseMatch

    monkeypatch.setattr("django.urls.reverse", nothing)
    tree = shell(name)
    assert one(tree, "main")
    assert not re.search(r'href=""', str(tree))
