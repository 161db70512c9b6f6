"""The addresses of intake: the applicant's and the clinic's."""

from django.urls import path

from intake.views import (
    amend,
    applicant,
    clinic,
    consent,
    eligibility,
    pressure,
    readiness,
    reading,
    safety,
    standing,
    work,
)

app_name = "intake"
urlpatterns = [
    path("apply/", applicant.start, name="start"),
    path("apply/check/", eligibility.check, name="check"),
    path("apply/review/", applicant.review, name="review"),
    path("apply/status/", applicant.status, name="status"),
    path("apply/safety/", safety.safety, name="safety"),
    path("apply/blood-pressure/now/", pressure.alarm, name="pressure_alarm"),
    path("apply/change/", amend.choose, name="amend_choose"),
    path("apply/change/<slug:section>/", amend.amend, name="amend"),
    path("apply/<slug:section>/", applicant.section_page, name="section"),
    path("to-read/", reading.to_read, name="to_read"),
    path("to-read/<uuid:public_id>/", reading.mark_read, name="mark_read"),
    path("clinic/readings/<uuid:public_id>/", reading.readings, name="readings"),
    path(
        "clinic/readings/<uuid:public_id>/take-back/",
        reading.withdraw_reading,
        name="withdraw_reading",
    ),
    path("agreements/", consent.agreements, name="agreements"),
    path("agreements/<slug:key>/", consent.agreement, name="agreement"),
    path(
        "agreements/copy/<uuid:public_id>/",
        consent.agreement_copy,
        name="agreement_copy",
    ),
    path("clinic/agreements/<uuid:public_id>/", consent.signed_document, name="signed_document"),
    path("clinic/applications/", clinic.queue, name="queue"),
    path("clinic/applications/<uuid:public_id>/", clinic.application, name="application"),
    path("clinic/applications/<uuid:public_id>/decide/", clinic.decide, name="decide"),
    path(
        "clinic/applications/<uuid:public_id>/readiness/",
        readiness.readiness,
        name="readiness",
    ),
    path("clinic/applications/<uuid:public_id>/claim/", work.claim, name="claim"),
    path("clinic/applications/<uuid:public_id>/release/", work.release, name="release"),
    path("clinic/applications/<uuid:public_id>/ask/", work.ask, name="ask"),
    path(
        "clinic/applications/<uuid:public_id>/change/",
        amend.staff_choose,
        name="staff_amend_choose",
    ),
    path(
        "clinic/applications/<uuid:public_id>/change/<slug:section>/",
        amend.staff_amend,
        name="staff_amend",
    ),
    path(
        "clinic/applications/<uuid:public_id>/changes/<int:number>/read/",
        work.review_amendment,
        name="review_amendment",
    ),
    path("clinic/applications/<uuid:public_id>/standing/", standing.standing, name="standing"),
    path(
        "clinic/applications/<uuid:public_id>/merge/<uuid:other_id>/",
        standing.merge,
        name="merge",
    ),
    path("clinic/safety/<uuid:public_id>/", clinic.safety_contact, name="safety_contact"),
]
