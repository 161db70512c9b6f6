"""What the database itself refuses, whatever the code above it does."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dosing.choices import AfterHold, HoldScope, Outcome, PlanEndKind, Route
from dosing.models import DoseLog, DosingPlan, PlanDraft, PlanEnd
from dosing.models.terms import term_values
from dosing.rules import TitrationStep
from tests.factories.dosing import (
    NOW,
    ClearanceFactory,
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    IncreasePermitFactory,
    ScheduledDoseFactory,
    terms,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused(make, **changes):
    """The row is refused by a constraint."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"dose_ug": 0}, id="0 mg"),
        pytest.param({"strength_ug": None}, id="no strength"),
        pytest.param({"concentration_ug_per_ml": 10_000}, id="two strengths"),
        pytest.param({"every_days": 0}, id="every 0 days"),
        pytest.param({"ends_on": terms().starts_on - timedelta(days=9)}, id="ends first"),
        pytest.param({"effective_at": NOW - timedelta(days=9)}, id="backdated"),
        pytest.param({"weekdays": "15", "every_days": 2}, id="two rhythms"),
        pytest.param({"hold_minutes": 10, "after_hold": "spit"}, id="swallowed and held"),
        pytest.param({"route": "sublingual", "after_hold": "spit"}, id="held for unknown minutes"),
        pytest.param({"route": "sublingual", "hold_minutes": 10}, id="the rest is unknown"),
        pytest.param(
            {"route": "sublingual", "hold_minutes": 0, "after_hold": "spit"}, id="held 0 minutes"
        ),
    ],
)
def test_a_plan_that_cannot_be(patient, changes):
    refused(DosingPlanFactory, patient=patient, **changes)


def test_terms_survive_the_database(patient):
    said = terms(
        weekdays=(1, 5),
        route=Route.SUBLINGUAL,
        hold_minutes=10,
        after_hold=AfterHold.SWALLOW,
        steps=(TitrationStep(50_000, 7, ("no_hold",)), TitrationStep(75_000, 14)),
    )
    DosingPlanFactory(patient=patient, **term_values(said))
    assert DosingPlan.objects.get().terms == said


def test_versions_are_a_line(plan):
    refused(DosingPlanFactory, patient=plan.patient, version=1, supersedes=plan)
    refused(DosingPlanFactory, patient=plan.patient, version=2, supersedes=None)
    second = DosingPlanFactory(patient=plan.patient, version=2, supersedes=plan)
    refused(DosingPlanFactory, patient=plan.patient, version=3, supersedes=plan)
    assert second.pk


def test_one_open_draft(patient, nurse):
    def make():
        PlanDraft.objects.create(
            patient=patient,
            saved_by=nurse,
            saved_at=NOW,
            formulation="capsule",
            route="swallow",
            strength_ug=25_000,
            dose_ug=25_000,
            times_of_day=["08:00"],
            starts_on=terms().starts_on,
        )

    make()
    refused(make)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": PlanEndKind.STOPPED}, id="stopped by nobody"),
        pytest.param({"kind": PlanEndKind.SUPERSEDED}, id="superseded by nothing"),
    ],
)
def test_an_end_says_how(plan, changes):
    refused(PlanEnd.objects.create, plan=plan, ended_at=NOW, recorded_at=NOW, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"dose_ug": 0}, id="0 mg"),
        pytest.param({"due_at": NOW - HOUR}, id="due before its label"),
        pytest.param({"due_at": NOW + 3 * HOUR}, id="due after its window"),
        pytest.param({"cancelled_at": NOW}, id="cancelled without a reason"),
        pytest.param({"cancel_reason": "plan_stopped"}, id="a reason without a moment"),
    ],
)
def test_a_slot_that_cannot_be(plan, changes):
    refused(ScheduledDoseFactory, plan=plan, **changes)


def test_a_label_gets_one_slot_ever(slot):
    refused(ScheduledDoseFactory, plan=slot.plan)
    slot.cancelled_at, slot.cancel_reason = NOW, "plan_stopped"
    slot.save()
    refused(ScheduledDoseFactory, plan=slot.plan)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"scope": HoldScope.SLOT}, id="a slot hold without its slot"),
        pytest.param({"closed_at": NOW}, id="closed by nobody"),
        pytest.param({"close_note": "Fine."}, id="a note on an open hold"),
    ],
)
def test_a_hold_that_cannot_be(patient, changes):
    refused(HoldFactory, patient=patient, **changes)


def test_an_open_hold_was_closed_by_nobody(patient, nurse):
    refused(HoldFactory, patient=patient, closed_by=nurse, close_note="Fine.")


def test_a_hold_of_a_kind_is_open_once(slot):
    HoldFactory(patient=slot.patient)
    refused(HoldFactory, patient=slot.patient)
    on_slot = {"patient": slot.patient, "scope": HoldScope.SLOT, "slot": slot}
    HoldFactory(**on_slot)
    refused(HoldFactory, **on_slot)


def test_a_clearance_is_open_once(slot):
    ClearanceFactory(slot=slot)
    refused(ClearanceFactory, slot=slot)
    refused(ClearanceFactory, slot=slot, voided_at=NOW)
    refused(ClearanceFactory, slot=slot, expires_at=NOW, voided_at=NOW, void_reason="replaced")
    assert ClearanceFactory(slot=slot, voided_at=NOW, void_reason="replaced")


def test_a_permit_is_open_once(patient):
    IncreasePermitFactory(patient=patient)
    refused(IncreasePermitFactory, patient=patient)
    refused(IncreasePermitFactory, patient=patient, withdrawn_at=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"amount_ug": 0}, id="nothing"),
        pytest.param({"amount_ug": None}, id="taken without an amount"),
        pytest.param({"taken_at": None, "recorded_at": NOW}, id="taken at no time"),
        pytest.param({"outcome": Outcome.SKIPPED}, id="skipped with an amount"),
    ],
)
def test_a_report_that_cannot_be(slot, changes):
    refused(DoseLogFactory, slot=slot, **changes)


def test_one_report_of_a_slot_and_any_number_of_extra_ones(slot):
    log = DoseLogFactory(slot=slot)
    refused(DoseLogFactory, slot=slot)
    DoseLogFactory(slot=slot, is_extra=True)
    DoseLogFactory(slot=slot, is_extra=True)
    DoseLogFactory(slot=slot, corrects=log)
    refused(DoseLogFactory, slot=slot, corrects=log)
    refused(DoseLogFactory, slot=slot, is_extra=True, idempotency_key=log.idempotency_key)
    refused(DoseLogFactory, slot=None, patient=slot.patient, taken_at=NOW)


@pytest.mark.parametrize("model", [DosingPlan, DoseLog])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_signed_and_reported_rows_are_never_changed(slot, model, statement):
    DoseLogFactory(slot=slot)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(model._meta.db_table))


def test_rows_name_themselves_without_saying_whose(slot):
    log = DoseLogFactory(slot=slot)
    hold = HoldFactory(patient=slot.patient)
    clearance = ClearanceFactory(slot=slot)
    permit = IncreasePermitFactory(patient=slot.patient)
    for row in (slot.plan, slot, log, hold, clearance, permit):
        assert str(row)
        assert slot.patient.last_name not in str(row)
