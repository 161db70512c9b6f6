"""What the technical admin shows of messages: to be read by auditors, changed by nobody."""

from django.contrib import admin

from ketaclinic.audit.admin import ReadOnlyAdmin
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.models import DeliveryReport, HandOn, ReachWishes, TextReceived


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    """Every message: by which way, when, and how it ended."""

    list_display = ("public_id", "purpose", "channel", "status", "reason", "planned_at")
    list_filter = ("status", "channel", "purpose")
    search_fields = ("=public_id", "=provider_id")
    list_select_related = ("recipient",)
    show_full_result_count = False


@admin.register(ReachWishes)
class ReachWishesAdmin(ReadOnlyAdmin):
    """What people wished; a number is shown to nobody here."""

    list_display = ("user", "only_in_app", "email_allowed", "sms_allowed", "push_allowed")
    exclude = ("number",)
    list_select_related = ("user",)


@admin.register(DeliveryReport)
class DeliveryReportAdmin(ReadOnlyAdmin):
    """What providers reported."""

    list_display = ("at", "kind", "code", "reminder")
    list_filter = ("kind",)
    list_select_related = ("reminder",)


@admin.register(HandOn)
class HandOnAdmin(ReadOnlyAdmin):
    """Where one way did not reach somebody, and what followed."""

    list_display = ("at", "reason", "first", "then")
    list_select_related = ("first", "then")


@admin.register(TextReceived)
class TextReceivedAdmin(ReadOnlyAdmin):
    """STOP, START and HELP, by whichever number."""

    list_display = ("at", "word", "provider_id")
    exclude = ("number",)
