"""Addresses of the patient's own dosing pages."""

from django.urls import path

from dosing import views

app_name = "dosing"

urlpatterns = [
    path("schedule/", views.schedule, name="schedule"),
    path("plan/", views.plan, name="plan"),
    path("doses/", views.doses, name="doses"),
]
