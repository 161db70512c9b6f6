"""What Wagtail's admin offers here: articles and topics. People are managed elsewhere."""

from django.http import Http404, HttpRequest
from django.urls import re_path
from django.utils import timezone
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.models import Topic
from content.services import publication_record, review_reminders_settle
from ketaclinic.accounts.access import requires_sign_in

PEOPLE_MENU = {"users", "groups"}


@register_snippet
class TopicViewSet(SnippetViewSet):
    """Topics, in the main menu, since editors need nothing else from snippets."""

    model = Topic
    icon = "tag"
    add_to_admin_menu = True
    menu_order = 200
    list_display = ["name", "slug", "position"]


@hooks.register("register_admin_urls", order=-1)
def refuse_people_editors():
    """Stand before Wagtail's user and group editors: roles are given by accounts alone."""
    return [re_path(r"^(?:users|groups)/", refuse)]


@requires_sign_in
def refuse(request: HttpRequest, *args, **kwargs):
    """Answer as if the page did not exist."""
    raise Http404


@hooks.register("before_bulk_action")
def refuse_people_in_bulk(request: HttpRequest, action_type, objects, action) -> None:
    """Wagtail's bulk actions on people have an address of their own; refuse them too."""
    if action.model._meta.label_lower == "accounts.user":
        raise Http404


@hooks.register("construct_settings_menu")
def hide_people_menu(request: HttpRequest, menu_items: list) -> None:
    """Leave no link to an editor that is refused."""
    menu_items[:] = [item for item in menu_items if item.name not in PEOPLE_MENU]


@hooks.register("after_delete_page")
def record_deletion(request: HttpRequest, page) -> None:
    """Deleting has no signal of Wagtail's own; its hook runs inside the view's transaction."""
    publication_record(page=page, by=request.user, change="deleted")
    review_reminders_settle(page=page, now=timezone.now())
