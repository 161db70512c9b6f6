"""Addresses of the patient's own dosing pages."""

from django.urls import path

from dosing.views import calendar, schedule

app_name = "dosing"

urlpatterns = [
    path("schedule/", schedule.schedule, name="schedule"),
    path("schedule/calendar/", calendar.calendar, name="calendar"),
    path("schedule/calendar/new/", calendar.calendar_new, name="calendar_new"),
    path("schedule/calendar/stop/", calendar.calendar_end, name="calendar_stop"),
    path("plan/", schedule.plan, name="plan"),
    path("doses/", schedule.doses, name="doses"),
    path("calendar/<str:token>.ics", calendar.calendar_ics, name="calendar_file"),
]
