"""The addresses of intake: the applicant's and the clinic's."""

from django.urls import path

from intake.views import applicant, clinic, consent, eligibility, pressure, readiness, safety

app_name = "intake"
urlpatterns = [
    path("apply/", applicant.start, name="start"),
    path("apply/check/", eligibility.check, name="check"),
    path("apply/review/", applicant.review, name="review"),
    path("apply/status/", applicant.status, name="status"),
    path("apply/safety/", safety.safety, name="safety"),
    path("apply/blood-pressure/now/", pressure.alarm, name="pressure_alarm"),
    path("apply/<slug:section>/", applicant.section_page, name="section"),
    path("agreements/", consent.agreements, name="agreements"),
    path("agreements/<slug:key>/", consent.agreement, name="agreement"),
    path(
        "agreements/copy/<uuid:public_id>.pdf",
        consent.agreement_copy,
        name="agreement_copy",
    ),
    path("clinic/agreements/<uuid:public_id>.pdf", consent.signed_document, name="signed_document"),
    path("clinic/applications/", clinic.queue, name="queue"),
    path("clinic/applications/<uuid:public_id>/", clinic.application, name="application"),
    path("clinic/applications/<uuid:public_id>/decide/", clinic.decide, name="decide"),
    path(
        "clinic/applications/<uuid:public_id>/readiness/",
        readiness.readiness,
        name="readiness",
    ),
    path("clinic/safety/<uuid:public_id>/", clinic.safety_contact, name="safety_contact"),
]
