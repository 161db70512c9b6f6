"""Wagtail's admin: an editor's whole job, and none of the doors that are closed here."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from content.models import ArticlePage
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.content import ArticleFactory, writer_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

SOURCES = [{"key": "S02", "text": "A study.", "url": "", "note": ""}]


def form(*, sources=SOURCES, cites="[S02]", **fields):
    """What the editor's page sends for a small article."""
    blank = {"title": "Sleep", "slug": "sleep", "summary": "On sleep.", "search_description": ""}
    paragraph = ("paragraph", rich_text(f"<p>Words. {cites}</p>", features=["bold"]))
    return nested_form_data(
        {
            **blank,
            "key_points": streamfield([("point", "One."), ("point", "Two.")]),
            "body": streamfield([("heading", "A part"), paragraph]),
            "citations": inline_formset(sources),
            "go_live_at": "",
            "expire_at": "",
            "topics": [],
            **fields,
        }
    )


def add(client, shelf, **fields):
    url = reverse("wagtailadmin_pages:add", args=["content", "articlepage", shelf.pk])
    return client.post(url, {**form(**fields), "action-publish": "yes"})


def errors_of(response):
    assert response.status_code == 200
    assert not ArticlePage.objects.exists()
    return str(response.context["form"].errors)


def test_an_editor_writes_and_publishes_an_article(writer, granted, client):
    editor = writer("editor")

    assert add(editor, granted).status_code == 302

    article = ArticlePage.objects.get(slug="sleep")
    event = AuditEvent.objects.get(verb="content.page_published", subject_id=str(article.pk))
    assert event.actor == editor.user
    assert "Words." in client.get("/learn/sleep/").content.decode()


def test_an_editor_sees_a_preview_before_publishing(writer, granted):
    editor, article = writer("editor"), ArticleFactory(draft=True)

    page = editor.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk]))

    assert page.status_code == 200
    assert "Was this clear?" not in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"cites": "[S99]"}, "The text cites S99", id="not listed"),
        pytest.param({"sources": SOURCES * 2}, "S02 is listed twice", id="listed twice"),
        pytest.param(
            {"sources": [{**SOURCES[0], "key": "Cohen"}], "cites": ""}, "not “Cohen”", id="odd key"
        ),
        pytest.param({"slug": "search"}, "taken by the library", id="our own address"),
        pytest.param({"summary": ""}, "required", id="no summary"),
        pytest.param(
            {"key_points": streamfield([("point", "One.")])}, "StreamBlock", id="one point"
        ),
    ],
)
def test_an_unclear_article_is_refused_and_nothing_is_stored(writer, granted, fields, message):
    editor = writer("editor")
    events = AuditEvent.objects.count()

    assert message in errors_of(add(editor, granted, **fields))
    assert AuditEvent.objects.count() == events


def test_a_source_may_be_listed_without_being_cited(writer, granted):
    assert add(writer("editor"), granted, cites="").status_code == 302


def test_an_editor_cannot_record_a_review(writer, granted):
    director = writer_of("medical_director")

    add(writer("editor"), granted, reviewed_by=director.pk, reviewed_on="2026-05-01")

    assert ArticlePage.objects.get().reviewed_by is None


def review(**changes):
    fields = {"reviewed_on": "2026-06-01", "next_review_on": "2026-12-01"}
    return fields | changes


def test_the_medical_director_records_a_review(writer, granted):
    client = writer("medical_director")

    add(client, granted, **review(reviewed_by=client.user.pk))

    article = ArticlePage.objects.get()
    assert (article.reviewed_by, str(article.reviewed_on)) == (client.user, "2026-06-01")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"reviewed_by": ""}, "both who reviewed", id="nobody"),
        pytest.param({"reviewed_on": ""}, "both who reviewed", id="no day"),
        pytest.param({"reviewed_on": "2026-06-02"}, "on its own day", id="tomorrow"),
        pytest.param({"reviewed_on": "2026-05-31"}, "on its own day", id="yesterday"),
        pytest.param({"next_review_on": ""}, "a date after the review", id="no next"),
        pytest.param({"next_review_on": "2026-06-01"}, "a date after", id="next on the same day"),
        pytest.param({"reviewed_on": "yesterday"}, "valid date", id="not a date"),
    ],
)
def test_half_a_review_is_refused(writer, granted, changes, message):
    client = writer("medical_director")
    fields = {"reviewed_by": client.user.pk} | review(**changes)

    assert message in errors_of(add(client, granted, **fields))


def test_nobody_else_can_be_named_as_reviewer(writer, granted):
    client = writer("medical_director")
    patient = UserFactory()

    response = add(client, granted, **review(reviewed_by=patient.pk))

    assert "valid choice" in errors_of(response)
    assert patient.email not in response.content.decode()


def test_a_review_by_another_director_cannot_be_claimed(writer, granted):
    client, other = writer("medical_director"), UserFactory(medical_director=True)

    response = add(client, granted, **review(reviewed_by=other.pk))

    assert "Only the reviewer" in errors_of(response)


def test_an_editor_may_correct_a_reviewed_text_and_its_review_stays_dated(writer, granted):
    article = ArticleFactory(slug="sleep", **review(reviewed_by=writer_of("medical_director")))
    editor = writer("editor")
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    kept = [{**SOURCES[0], "id": article.citations.get().pk}]
    fields = form(title="Sleep again") | nested_form_data(
        {"citations": inline_formset(kept, initial=1)}
    )

    assert editor.post(url, {**fields, "action-publish": "yes"}).status_code == 302

    article.refresh_from_db()
    assert article.title == "Sleep again"
    assert str(article.reviewed_on) == "2026-06-01"


def test_deleting_is_recorded(granted, client_of):
    article = ArticleFactory()
    root = client_of(UserFactory(manager=True, is_superuser=True))

    root.post(reverse("wagtailadmin_pages:delete", args=[article.pk]))

    assert AuditEvent.objects.filter(verb="content.page_deleted", actor=root.user).exists()


@pytest.mark.parametrize("role", ["patient", "nurse", "prescriber"])
def test_others_cannot_open_the_admin(writer, role):
    client = writer(role)

    assert client.get("/admin/").status_code in {302, 403, 404}
    assert client.get("/admin/pages/").status_code in {302, 403, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/admin/users/",
        "/admin/users/add/",
        "/admin/users/edit/1/",
        "/admin/groups/",
        "/admin/groups/new/",
        "/admin/password_reset/",
    ],
)
def test_wagtails_own_people_pages_are_closed_even_to_a_superuser(granted, client_of, path):
    root = client_of(UserFactory(manager=True, is_superuser=True))

    assert root.get(path).status_code == 404


@pytest.mark.parametrize("action", ["delete", "set_active_state", "assign_role"])
def test_people_cannot_be_changed_in_bulk_either(granted, client_of, action):
    root = client_of(UserFactory(manager=True, is_superuser=True))
    victim = UserFactory()

    response = root.post(f"/admin/bulk/accounts/user/{action}/?id={victim.pk}")

    assert response.status_code in {200, 404}
    victim.refresh_from_db()
    assert victim.is_active


def test_wagtails_account_page_leads_to_the_persons_own(writer):
    assert writer("editor").get("/admin/account/").url == "/accounts/me/"


def test_no_menu_leads_to_people(granted, client_of):
    root = client_of(UserFactory(manager=True, is_superuser=True))

    page = root.get("/admin/").content.decode()

    assert "/admin/users/" not in page
    assert "/admin/groups/" not in page


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/snippets/content/topic/"])
def test_an_editor_opens_what_the_job_needs(writer, path):
    response = writer("editor").get(path, follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("block", ["raw", "embed", "html"])
def test_no_block_takes_raw_markup(block):
    names = ArticlePage._meta.get_field("body").stream_block.child_blocks

    assert block not in names


def test_typed_markup_is_cleaned_away(writer, granted, client):
    source = '<p>Words. [S02]</p><script>x</script><iframe src="https://a.test"></iframe>'
    paragraph = ("paragraph", rich_text(source, features=["bold"]))

    add(writer("editor"), granted, body=streamfield([paragraph]))

    page = client.get("/learn/sleep/").content.decode()
    assert "<iframe" not in page
    assert "<script>x" not in page
