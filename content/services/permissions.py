"""What each role may do in Wagtail: editors write, the medical director also reviews."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.services import role_group

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IMAGE_RIGHTS = ("add_image", "change_image", "choose_image")
WRITER_RIGHTS = (
    ("wagtailadmin", "access_admin"),
    ("content", "add_topic"),
    ("content", "change_topic"),
)
REVIEWER_RIGHTS = (("content", "review_article"),)
WRITERS = (Role.EDITOR, Role.MEDICAL_DIRECTOR, Role.MANAGER)
WORKFLOW_NAME = "Clinical review"


@transaction.atomic
def editor_permissions_grant(*, library: Page) -> None:
    """Let each role's group do its part on the library, and nothing else; twice changes nothing."""
    for role in WRITERS:
        group = role_group(role)
        is_reviewer = role == Role.MEDICAL_DIRECTOR
        rights = WRITER_RIGHTS + (REVIEWER_RIGHTS if is_reviewer else ())
        group.permissions.add(*(_permission(*right) for right in rights))
        _page_rights_grant(group, library)
        _image_rights_grant(group)
    _review_workflow_ensure(library)


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _page_rights_grant(group: Group, library: Page) -> None:
    for codename in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=library, permission=_permission("wagtailcore", codename)
        )


def _image_rights_grant(group: Group) -> None:
    root = Collection.get_first_root_node()
    for codename in IMAGE_RIGHTS:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=_permission("wagtailimages", codename)
        )


def _review_workflow_ensure(library: Page) -> None:
    """Send "submit for review" to the medical director, where Wagtail's default has nobody."""
    task, _created = GroupApprovalTask.objects.get_or_create(name=WORKFLOW_NAME)
    task.groups.set([role_group(Role.MEDICAL_DIRECTOR)])
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page_id=library.pk, defaults={"workflow": workflow})
