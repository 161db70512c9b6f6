"""The audit record in the technical admin: to be read by auditors, changed by nobody."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ketaclinic.accounts.access import Capability, allows
from ketaclinic.audit.models import AuditEvent


class ReadOnlyAdmin(admin.ModelAdmin):
    """Base for append-only rows: no add, no change, no delete."""

    capability = Capability.VIEW_AUDIT

    def has_module_permission(self, request: HttpRequest) -> bool:
        return allows(request.user, self.capability)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, self.capability)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who did or saw what."""

    list_display = ("at", "verb", "actor", "actor_role", "subject_type", "subject_id", "address")
    list_filter = ("actor_role", "verb")
    search_fields = ("verb", "subject_id", "patient_ids")
    date_hierarchy = "at"
    list_select_related = ("actor",)
