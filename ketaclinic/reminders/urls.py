"""The manager's operations page and the demo's mailbox."""

from django.urls import path

from ketaclinic.reminders import views

app_name = "reminders"

urlpatterns = [
    path("clinic/reminders/", views.operations, name="operations"),
    path("clinic/reminders/purposes/<slug:key>/pause/", views.pause, name="pause"),
    path("clinic/reminders/purposes/<slug:key>/resume/", views.resume, name="resume"),
    path("clinic/reminders/<uuid:public_id>/resend/", views.resend, name="resend"),
    path("metrics", views.metrics, name="metrics"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<uuid:public_id>/", views.mailbox_message, name="mailbox_message"),
]
