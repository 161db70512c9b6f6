"""The technical admin: managers create people and give roles, through the accounts services."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from ketaclinic.accounts.access import Capability, allows
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import user_by_email
from ketaclinic.accounts.services import user_create, user_role_set, user_settings_change


class PersonForm(forms.ModelForm):
    """Email, name, role, zone; no password: a new person sets their own by 'forgotten password'."""

    class Meta:
        model = User
        fields = ["email", "full_name", "role", "language", "time_zone", "is_active"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People. Groups and rights follow the role and are not edited here."""

    form = PersonForm
    list_display = ("email", "full_name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "full_name")
    ordering = ("email",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        by = user_by_email(request.user.get_username())
        if not change:
            made = user_create(
                email=obj.email,
                full_name=obj.full_name,
                role=obj.role,
                by=by,
                language=obj.language,
                time_zone=obj.time_zone,
            )
            obj.pk = made.pk
            return
        role = obj.role
        obj.role = User.objects.values_list("role", flat=True).get(pk=obj.pk)
        # First, because doses follow the zone under a lock that comes before the person's row.
        user_settings_change(
            user=obj,
            full_name=obj.full_name,
            language=obj.language,
            time_zone=obj.time_zone,
            by=by,
        )
        super().save_model(request, obj, form, change)
        user_role_set(user=obj, role=role, by=by)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return allows(request.user, Capability.MANAGE_USERS)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, Capability.MANAGE_USERS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return allows(request.user, Capability.MANAGE_USERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, Capability.MANAGE_USERS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
