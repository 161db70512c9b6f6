"""The manager's operations page and the demo's mailbox."""

from django.urls import path

from ketaclinic.reminders import views

app_name = "reminders"

urlpatterns = [
    path("clinic/reminders/", views.operations, name="operations"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<uuid:public_id>/", views.mailbox_message, name="mailbox_message"),
]
