"""Addresses of the patient's own pages."""

from django.urls import path

from monitoring.patient.views import (
    agreements,
    asq,
    check,
    checkin,
    checkin_past,
    correction,
    dose,
    feeling,
    journey,
    medicines,
    supply,
    today,
)

app_name = "home"

urlpatterns = [
    path("today/", today.today, name="today"),
    path(
        "agreements/<slug:key>/withdraw/",
        agreements.agreement_withdraw,
        name="agreement_withdraw",
    ),
    path("help/", today.help_page, name="help"),
    path("check/<uuid:public_id>/", check.check, name="check"),
    path("check/answer/<uuid:public_id>/", check.check_answer_page, name="check_answer"),
    path("check-in/", checkin.checkin, name="checkin"),
    path("check-in/done/<uuid:public_id>/", checkin.checkin_done, name="checkin_done"),
    path("check-in/past/", checkin_past.checkins, name="checkins"),
    path("check-in/past/<uuid:public_id>/", checkin_past.checkin_past, name="checkin_past"),
    path("check-in/questions/", asq.asq, name="asq"),
    path("check-in/questions/done/<uuid:public_id>/", asq.asq_done, name="asq_done"),
    path("dose/extra/", dose.dose_extra, name="dose_extra"),
    path("dose/<uuid:public_id>/", dose.dose, name="dose"),
    path("dose/done/<uuid:public_id>/", dose.dose_done, name="dose_done"),
    path("journey/", journey.journey, name="journey"),
    path("dose/correct/<uuid:public_id>/", correction.dose_correct, name="dose_correct"),
    path("medicines/", medicines.medicines, name="medicines"),
    path("medicines/add/", medicines.medicine_add, name="medicine_add"),
    path("medicines/<uuid:public_id>/", medicines.medicine, name="medicine"),
    path("supply/", supply.supply, name="supply"),
    path("supply/count/", supply.supply_count, name="supply_count"),
    path("supply/tell/", supply.supply_tell, name="supply_tell"),
    path("supply/told/<uuid:public_id>/", supply.supply_told, name="supply_told"),
    path("how-i-feel/", feeling.how_i_feel, name="how_i_feel"),
    path("how-i-feel/<uuid:public_id>/", feeling.how_i_feel_done, name="how_i_feel_done"),
    path("emergency/", feeling.emergency, name="emergency"),
    path("emergency/answer/", feeling.safety_answer, name="safety_answer"),
]
