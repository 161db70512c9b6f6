"""One address for each page and each action; all stand under /clinic/."""

from django.urls import path

from monitoring.clinic.views import (
    actions,
    approvals,
    care,
    chart,
    checkins,
    doses,
    medicines,
    pauses,
    plan,
    supply,
    supply_forms,
    worklist,
)

app_name = "clinic"

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("patients/<uuid:public_id>/", chart.chart, name="chart"),
    path("patients/<uuid:public_id>/panel/", worklist.panel, name="panel"),
    path("patients/<uuid:public_id>/plan/", plan.plan, name="plan"),
    path("patients/<uuid:public_id>/plan/limits/", plan.limits, name="plan_limits"),
    path("patients/<uuid:public_id>/plan/step/", plan.step, name="plan_step"),
    path("patients/<uuid:public_id>/plan/sign/", plan.sign, name="plan_sign"),
    path("patients/<uuid:public_id>/plan/stop/", plan.stop, name="plan_stop"),
    path("patients/<uuid:public_id>/plan/hold/", pauses.hold, name="plan_hold"),
    path("patients/<uuid:public_id>/plan/taper/", pauses.taper, name="plan_taper"),
    path("patients/<uuid:public_id>/plan/ask/", approvals.ask, name="plan_ask"),
    path("plans/", approvals.queue, name="plans"),
    path("plans/<uuid:public_id>/", approvals.answer, name="plan_approval"),
    path("patients/<uuid:public_id>/care/", care.care, name="care"),
    path("patients/<uuid:public_id>/checkins/", checkins.checkin_add, name="checkin_add"),
    path(
        "patients/<uuid:public_id>/checkins/<uuid:checkin_id>/",
        checkins.checkin,
        name="checkin",
    ),
    path("patients/<uuid:public_id>/safety/<uuid:screen_id>/", checkins.screen, name="screen"),
    path("patients/<uuid:public_id>/safety/", checkins.asq, name="asq"),
    path("patients/<uuid:public_id>/medicines/", medicines.medicines, name="medicines"),
    path("patients/<uuid:public_id>/supply/", supply.supply, name="supply"),
    path("patients/<uuid:public_id>/supply/look/", supply_forms.record_look, name="supply_look"),
    path(
        "patients/<uuid:public_id>/supply/prescription/",
        supply_forms.prescription,
        name="supply_prescription",
    ),
    path(
        "patients/<uuid:public_id>/supply/dispensing/",
        supply_forms.dispensing,
        name="supply_dispensing",
    ),
    path("patients/<uuid:public_id>/supply/entry/", supply_forms.entry, name="supply_entry"),
    path("supply/<uuid:public_id>/correct/", supply_forms.correct, name="supply_correct"),
    path("prescriptions/<uuid:public_id>/end/", supply_forms.end, name="prescription_end"),
    path("patients/<uuid:public_id>/doses/", doses.doses, name="doses"),
    path("patients/<uuid:public_id>/doses/extra/", doses.dose_extra, name="dose_extra"),
    path("patients/<uuid:public_id>/doses/<uuid:slot_id>/", doses.dose_write, name="dose_write"),
    path("dose-reports/<uuid:public_id>/correct/", doses.dose_correct, name="dose_correct"),
    path("medicines/<uuid:public_id>/", medicines.medicine, name="medicine"),
    path(
        "medicine-changes/<uuid:public_id>/review/",
        medicines.medicine_review,
        name="medicine_review",
    ),
    path("patients/<uuid:public_id>/watch/end/", actions.end_watch, name="watch_end"),
    path("alerts/<uuid:public_id>/acknowledge/", actions.acknowledge, name="alert_acknowledge"),
    path("alerts/<uuid:public_id>/resolve/", actions.resolve, name="alert_resolve"),
    path("holds/<uuid:public_id>/close/", actions.close_hold, name="hold_close"),
]
