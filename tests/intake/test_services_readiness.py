"""The list between an approval and the first dose at home; and reaching somebody in danger."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake.choices import GateOutcome, PatientState
from intake.models import Patient, ReadinessGate, SafetyConcern, SafetyContact
from intake.rules import IntakePolicy
from intake.rules.readiness import GATES
from intake.selectors import is_gate_closed, open_gates, readiness_gates
from intake.services import (
    GateEntry,
    consent_withdraw,
    readiness_gate_record,
    readiness_gates_record,
    safety_contact_record,
)
from intake.services import errors as refusals
from intake.services.readiness import readiness_open
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def entry(key, **changes):
    gate = next(gate for gate in GATES if gate.key == key)
    sound = GateEntry(
        key=key,
        done_on=TODAY if gate.needs_date else None,
        note="nothing unexpected" if gate.needs_note else "",
    )
    return replace(sound, **changes)


def record(patient, by, now, *entries):
    return readiness_gates_record(patient=patient, entries=entries, by=by, now=now)


def test_a_gate_keeps_who_when_and_what(approved, nurse, now):
    gate = readiness_gate_record(
        patient=approved, key="pdmp_checked_on", by=nurse, now=now, note=" clear ", done_on=TODAY
    )
    assert (gate.closed_by, gate.closed_at, gate.done_on) == (nurse, now, TODAY)
    assert (gate.note, gate.outcome) == ("clear", GateOutcome.DONE)
    assert is_gate_closed(approved, "pdmp_checked_on")
    assert verbs(approved) == ["intake.readiness_recorded"]


def test_closing_again_changes_nothing(approved, nurse, now):
    first = readiness_gate_record(patient=approved, key="has_phone", by=nurse, now=now)
    again = readiness_gate_record(
        patient=approved,
        key="has_phone",
        by=UserFactory(prescriber=True),
        now=now + timedelta(days=1),
    )
    assert (again.closed_at, again.closed_by) == (first.closed_at, nurse)
    assert len(verbs(approved)) == 1


@pytest.mark.parametrize("gate", [g for g in GATES if g.needs_date], ids=lambda gate: gate.key)
@pytest.mark.parametrize(
    ("done_on", "message"),
    [(None, "Give the date"), (TODAY + timedelta(days=1), "still to come")],
    ids=["no date", "tomorrow"],
)
def test_some_gates_need_a_date_that_has_been(approved, nurse, now, gate, done_on, message):
    with pytest.raises(refusals.GateRefused, match=message) as caught:
        record(approved, nurse, now, entry(gate.key, done_on=done_on))
    assert caught.value.field == gate.key
    assert open_gates(approved).count() == len(GATES)


@pytest.mark.parametrize(("days", "is_closed"), [(90, True), (91, False)])
def test_an_old_monitoring_check_does_not_count(approved, nurse, now, days, is_closed):
    one = entry("pdmp_checked_on", done_on=TODAY - timedelta(days=days))
    if is_closed:
        record(approved, nurse, now, one)
    else:
        with pytest.raises(refusals.GateRefused, match="90 days"):
            record(approved, nurse, now, one)
    assert is_gate_closed(approved, "pdmp_checked_on") is is_closed


def test_a_monitoring_check_says_what_it_showed(approved, nurse, now):
    with pytest.raises(refusals.GateRefused, match="what the check showed") as caught:
        record(approved, nurse, now, entry("pdmp_checked_on", note=" "))
    assert caught.value.field == "pdmp_checked_on"
    assert not is_gate_closed(approved, "pdmp_checked_on")


@pytest.mark.parametrize(("days", "is_active"), [(90, True), (91, False)])
def test_a_check_that_grew_old_is_made_again_before_the_start(
    approved, nurse, now, days, is_active
):
    others = [entry(gate.key) for gate in GATES if gate.key != "pdmp_checked_on"]
    record(approved, nurse, now, entry("pdmp_checked_on"))
    record(approved, nurse, now + timedelta(days=days), *others)
    assert (approved.state == PatientState.ACTIVE) is is_active
    assert is_gate_closed(approved, "pdmp_checked_on") is is_active
    assert ("intake.readiness_reopened" in verbs(approved)) is not is_active
    later = now + timedelta(days=days)
    again = entry("pdmp_checked_on", done_on=later.date())
    record(approved, nurse, later, again)
    assert approved.state == PatientState.ACTIVE


def test_the_pregnancy_test_may_not_apply_with_a_reason(approved, nurse, now):
    one = entry("pregnancy_test_if_applicable", outcome=GateOutcome.NOT_APPLICABLE, done_on=None)
    with pytest.raises(refusals.GateRefused, match="why"):
        record(approved, nurse, now, one)
    record(approved, nurse, now, replace(one, note="hysterectomy"))
    gate = ReadinessGate.objects.get(patient=approved, key=one.key)
    assert (gate.outcome, gate.note) == (GateOutcome.NOT_APPLICABLE, "hysterectomy")


@pytest.mark.parametrize("gate", [g for g in GATES if not g.may_not_apply], ids=lambda g: g.key)
def test_every_other_gate_applies(approved, nurse, now, gate):
    with pytest.raises(refusals.GateRefused):
        record(approved, nurse, now, entry(gate.key, outcome=GateOutcome.NOT_APPLICABLE, note="x"))
    assert not is_gate_closed(approved, gate.key)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("has_phone", {"phone": ""}),
        ("emergency_address_on_file", {"address_line": ""}),
        ("emergency_address_on_file", {"city": ""}),
    ],
)
def test_a_gate_needs_what_it_says_is_on_file(approved, nurse, now, key, changes):
    Patient.objects.filter(pk=approved.pk).update(**changes)
    with pytest.raises(refusals.GateRefused, match="record does not show"):
        record(approved, nurse, now, entry(key))
    assert not is_gate_closed(approved, key)


def test_the_consent_gate_needs_a_current_consent(approved, nurse, now):
    consent_withdraw(patient=approved, key="treatment", by=approved.user, now=now)
    with pytest.raises(refusals.GateRefused):
        record(approved, nurse, now, entry("consent_signed_current_version"))


def test_the_weight_gate_needs_a_weight(nurse, now):
    patient = PatientFactory(draft=True)
    ReadinessGate.objects.create(patient=patient, key="baseline_weight", opened_at=now)
    Patient.objects.filter(pk=patient.pk).update(state=PatientState.SUBMITTED)
    Patient.objects.filter(pk=patient.pk).update(state=PatientState.APPROVED)
    with pytest.raises(refusals.GateRefused, match="record does not show"):
        record(patient, nurse, now, entry("baseline_weight"))


def test_the_last_gate_makes_the_patient_active(approved, nurse, now):
    keys = [gate.key for gate in GATES]
    record(approved, nurse, now, *[entry(key) for key in keys[:-1]])
    assert approved.state == PatientState.APPROVED
    record(approved, nurse, now, entry(keys[-1]))
    stored = Patient.objects.get(pk=approved.pk)
    assert stored.state == approved.state == PatientState.ACTIVE
    assert stored.state_changes.last().by == nurse


def test_several_at_once_are_all_or_none(approved, nurse, now):
    with pytest.raises(refusals.GateRefused):
        record(approved, nurse, now, entry("has_phone"), entry("baseline_lft", done_on=None))
    assert open_gates(approved).count() == len(GATES)
    assert verbs(approved) == []


@pytest.mark.parametrize("key", ["made_up", "has_phone_"])
def test_an_unknown_gate_is_refused(approved, nurse, now, key):
    with pytest.raises(refusals.GateUnknown):
        record(approved, nurse, now, GateEntry(key=key))


@pytest.mark.parametrize("trait", ["draft", "submitted", "paused"])
def test_the_list_is_worked_on_after_approval_only(trait, nurse, now):
    patient = PatientFactory(**{trait: True})
    with pytest.raises(refusals.TransitionRefused):
        record(patient, nurse, now, entry("has_phone"))


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_only_clinical_staff_record(approved, role, now):
    with pytest.raises(AccessRefused):
        record(approved, UserFactory(**{role: True}), now, entry("has_phone"))
    assert open_gates(approved).count() == len(GATES)


def test_gates_come_in_the_order_of_the_list(approved):
    assert [gate.key for gate in readiness_gates(approved)] == [gate.key for gate in GATES]


def test_a_clinic_that_asks_for_no_exam_has_no_such_gate(monkeypatch, now):
    class Loose:
        def get(self, policy_class):
            return IntakePolicy(requires_in_person_exam=False)

    monkeypatch.setattr("intake.services.readiness.policy_in_force", Loose)
    patient = PatientFactory(draft=True)
    keys = [gate.key for gate in readiness_open(patient=patient, now=now)]
    assert "in_person_exam_on_file" not in keys
    assert len(keys) == len(GATES) - 1


@pytest.fixture
def concern(applicant, now):
    return SafetyConcern.objects.create(patient=applicant, key="suicide_acute", raised_at=now)


def test_reaching_somebody_is_recorded_once(concern, nurse, prescriber, now):
    first = safety_contact_record(concern=concern, by=nurse, now=now, note=" spoke, safe ")
    assert (first.note, first.contacted_by, first.contacted_at) == ("spoke, safe", nurse, now)
    assert safety_contact_record(concern=concern, by=prescriber, now=now, note="x") == first
    assert verbs(concern.patient).count("intake.safety_contact_recorded") == 1


def test_reaching_somebody_needs_a_note(concern, nurse, now):
    with pytest.raises(refusals.NoteMissing) as caught:
        safety_contact_record(concern=concern, by=nurse, now=now, note=" ")
    assert caught.value.field == "note"
    assert not SafetyContact.objects.exists()


def test_only_clinical_staff_record_a_contact(concern, applicant, now):
    with pytest.raises(AccessRefused):
        safety_contact_record(concern=concern, by=applicant.user, now=now, note="fine")
    assert not SafetyContact.objects.exists()
