"""What became public, and who made it so, stands in the audit record or did not happen."""

import pytest
from wagtail.log_actions import LogContext

from content.services import publication_record
from ketaclinic.audit.models import AuditEvent
from tests.factories.content import ArticleFactory, writer_of

pytestmark = pytest.mark.django_db


def events(change):
    return AuditEvent.objects.filter(
        verb=f"content.page_{change}", subject_type="content.articlepage"
    )


def test_publishing_names_the_person_and_the_revision(granted):
    article, editor = ArticleFactory(draft=True), writer_of("editor")
    revision = article.save_revision()

    with LogContext(user=editor):
        revision.publish(user=editor)

    event = events("published").first()
    assert event.actor == editor
    assert event.subject_id == str(article.pk)
    assert event.details == {"slug": article.slug, "revision": revision.pk}


def test_withdrawing_is_recorded(granted):
    article, editor = ArticleFactory(), writer_of("editor")

    with LogContext(user=editor):
        article.unpublish(user=editor)

    assert events("unpublished").get().actor == editor


@pytest.mark.parametrize("change", ["publish", "unpublish"])
def test_without_its_event_the_change_does_not_happen(shelf, monkeypatch, change):
    article = ArticleFactory(live=change == "unpublish")

    def fail(**kwargs):
        raise OSError("the audit record cannot be written")

    monkeypatch.setattr("content.services.publication.event_record", fail)
    act = article.save_revision().publish if change == "publish" else article.unpublish
    with pytest.raises(OSError, match="audit"):
        act()

    article.refresh_from_db()
    assert article.live is (change == "unpublish")


def test_an_unknown_change_is_refused_and_writes_nothing(shelf):
    before = AuditEvent.objects.count()

    with pytest.raises(ValueError, match="unknown change"):
        publication_record(page=shelf, by=None, change="burnt")

    assert AuditEvent.objects.count() == before


def test_a_saved_draft_is_no_publication(shelf):
    before = events("published").count()

    ArticleFactory(draft=True).save_revision()

    assert events("published").count() == before
