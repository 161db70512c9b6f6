"""The clinic's page of a patient's supply: the ledger, prescriptions, what differs, what is due."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dosing.presenters.ledger import ledger_lines
from dosing.presenters.supply import prescription_rows, supply_page
from dosing.selectors.looks import is_recent, last_look_on
from dosing.selectors.supply import Supply, entries_of, prescriptions_of
from intake.access import staff_patient
from intake.rules import IntakePolicy
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from monitoring.alerts.selectors import open_alerts
from monitoring.checkins.selectors import PatientCase
from monitoring.clinic.presenters.cases import case
from monitoring.clinic.presenters.identity import identity
from monitoring.clinic.presenters.supply import look_line, of_supply

LINES_SHOWN = 40


@requires(Capability.VIEW_PATIENTS)
@require_safe
def supply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything that is known of one patient's supply, in a fixed number of queries."""
    patient = staff_patient(request, public_id)
    read_record(by=request.user, what="clinic.supply", patients=[patient.public_id])
    now = timezone.now()
    known = PatientCase(patient, now)
    found, papers = Supply(known), prescriptions_of(patient)
    lines = ledger_lines(found, entries_of(patient))
    back = reverse("clinic:supply", args=[patient.public_id])
    may_work = allows(request.user, Capability.WORK_ALERTS)
    looked_on, policy = last_look_on(patient), known.policy.get(IntakePolicy)
    context = {
        "identity": identity(patient, known.plan, now),
        "zone": patient.user.time_zone,
        "policy_is_approved": known.policy.is_approved,
        "page": supply_page(found, papers),
        "look": look_line(looked_on, is_recent=is_recent(looked_on, found.today, policy)),
        "papers": prescription_rows(papers, found.today),
        "lines": lines if "all" in request.GET else lines[:LINES_SHOWN],
        "is_cut": len(lines) > LINES_SHOWN and "all" not in request.GET,
        "cases": [
            case(alert, may_work=may_work, back=back) for alert in of_supply(open_alerts(patient))
        ],
        "may_record": allows(request.user, Capability.RECORD_SUPPLY),
    }
    return render(request, "monitoring/clinic/supply.html", context)
