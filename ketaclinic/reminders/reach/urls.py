"""The inbox, a person's wishes, and the addresses that senders of messages call."""

from django.urls import path

from ketaclinic.reminders.reach.views import devices, hooks, inbox, numbers, wishes

app_name = "reach"

urlpatterns = [
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/read/", inbox.read_all, name="read_all"),
    path("messages/<uuid:public_id>/", inbox.message, name="message"),
    path("messages/<uuid:public_id>/later/", inbox.later, name="later"),
    path("reach/", wishes.wishes, name="wishes"),
    path("reach/number/", numbers.number, name="number"),
    path("reach/number/code/", numbers.code, name="code"),
    path("reach/number/remove/", numbers.remove, name="number_remove"),
    path("reach/devices/", devices.add, name="device_add"),
    path("reach/devices/<uuid:public_id>/remove/", devices.remove, name="device_remove"),
    path("push-worker.js", devices.worker, name="push_worker"),
    path("hooks/sms/", hooks.sms_received, name="sms_received"),
    path("hooks/sms/<uuid:key>/", hooks.sms_status, name="sms_status"),
    path("hooks/email/", hooks.email_events, name="email_events"),
]
