"""Who may do what in Wagtail: writers write, the medical director also reviews, nobody else."""

import pytest
from wagtail.models import GroupPagePermission, Page

from content.services import editor_permissions_grant
from ketaclinic.accounts.choices import Role
from tests.factories.content import ArticleFactory, library, writer_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

WRITERS = [Role.EDITOR, Role.MEDICAL_DIRECTOR, Role.MANAGER]
OTHERS = [Role.PATIENT, Role.NURSE, Role.PRESCRIBER]


@pytest.mark.parametrize("role", WRITERS)
def test_writers_add_change_and_publish(granted, role):
    person = writer_of(role)
    article = ArticleFactory()

    assert person.has_perm("wagtailadmin.access_admin")
    assert granted.permissions_for_user(person).can_add_subpage()
    assert article.permissions_for_user(person).can_edit()
    assert article.permissions_for_user(person).can_publish()


@pytest.mark.parametrize("role", OTHERS)
def test_others_may_do_nothing_there(granted, role):
    person = writer_of(role)

    assert not person.has_perm("wagtailadmin.access_admin")
    assert not granted.permissions_for_user(person).can_add_subpage()
    assert not ArticleFactory().permissions_for_user(person).can_edit()


@pytest.mark.parametrize("role", Role)
def test_only_the_medical_director_may_record_a_review(granted, role):
    may = writer_of(role).has_perm("content.review_article")

    assert may is (role == Role.MEDICAL_DIRECTOR)


@pytest.mark.parametrize("role", WRITERS)
def test_writers_reach_no_page_outside_the_library(granted, role):
    root = Page.get_first_root_node()

    assert not root.permissions_for_user(writer_of(role)).can_add_subpage()


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize(
    "right", ["accounts.change_user", "auth.change_group", "accounts.add_user"]
)
def test_writers_manage_no_people_in_wagtail(granted, role, right):
    assert not writer_of(role).has_perm(right)


def test_granting_twice_changes_nothing(granted):
    before = set(GroupPagePermission.objects.values_list("pk", flat=True))

    editor_permissions_grant(library=granted)

    assert set(GroupPagePermission.objects.values_list("pk", flat=True)) == before


def test_a_text_sent_for_review_goes_to_the_medical_director(granted):
    task = ArticleFactory().get_workflow().tasks.get()

    assert task.specific.groups.get().name == "role:medical_director"
    assert library().get_workflow().name == "Clinical review"
