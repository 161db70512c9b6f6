"""What is told of supply: recorded once, never changed, and stopping doses where it must."""

from datetime import timedelta

import pytest

from dosing.choices import SupplyKind
from dosing.models import Hold, Prescription, PrescriptionEnd, RecordLook, SupplyEntry
from dosing.rules.supply import Product
from dosing.selectors import Case, open_clearance
from dosing.selectors.supply import Supply
from dosing.services import AlreadyCorrected, NoteNeeded, ReporterRefused
from dosing.services.supply import (
    SUPPLY_LOST,
    EntryNotReadable,
    PrescriptionEntry,
    PrescriptionOver,
    RecordLookNeeded,
    SupplyReport,
    prescription_end,
    prescription_record,
    record_look_add,
    supply_correct,
    supply_report,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import user_of
from tests.factories.dosing import TODAY, ClearanceFactory, dosing_patient
from tests.factories.supply import (
    CAPSULE,
    DispensingFactory,
    PrescriptionFactory,
    SupplyEntryFactory,
    looked_at,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def count(verb):
    return AuditEvent.objects.filter(verb=verb).count()


def tell(patient, now, *, by=None, key="told-1", **changes):
    ordinary = {
        "kind": SupplyKind.COUNTED,
        "product": CAPSULE,
        "amount_ug": 14 * 25_000,
        "happened_on": TODAY,
    }
    report = SupplyReport(**(ordinary | changes))
    return supply_report(
        patient=patient, by=by or patient.user, now=now, report=report, idempotency_key=key
    )


def remains(patient, now):
    balance = Supply(Case(patient, now)).on_hand[CAPSULE]
    return balance.low_ug // 25_000


class TestReport:
    def test_a_count_is_recorded_and_moves_nothing(self, patient, now):
        DispensingFactory(patient=patient, count=20)
        entry = tell(patient, now)
        assert (entry.kind, entry.amount_ug, entry.happened_at) == ("counted", 350_000, now)
        assert entry.recorded_by == patient.user
        assert count("dosing.supply_recorded") == 1
        assert remains(patient, now) == 20
        assert not Hold.objects.exists()

    def test_a_count_of_nothing_is_a_count(self, patient, now):
        assert tell(patient, now, amount_ug=0).amount_ug == 0

    @pytest.mark.parametrize("kind", ["wasted", "returned", "lost", "shared", "child_or_pet"])
    def test_what_is_gone_is_taken_off(self, patient, now, kind):
        DispensingFactory(patient=patient, count=20)
        tell(patient, now, kind=kind, amount_ug=75_000)
        assert remains(patient, now) == 17

    @pytest.mark.parametrize("kind", ["lost", "shared", "child_or_pet"])
    def test_what_is_lost_or_went_to_another_stops_every_dose(self, slot, now, kind):
        ClearanceFactory(slot=slot)
        tell(slot.patient, now, kind=kind, amount_ug=None)
        hold = Hold.objects.get()
        assert (hold.key, hold.scope, hold.closed_at) == (SUPPLY_LOST, "plan", None)
        assert open_clearance(slot, now) is None

    @pytest.mark.parametrize("kind", ["wasted", "returned"])
    def test_what_is_spoilt_or_returned_stops_nothing(self, patient, now, kind):
        tell(patient, now, kind=kind, amount_ug=25_000)
        assert not Hold.objects.exists()

    def test_the_same_report_twice_is_one_row_and_one_hold(self, patient, now):
        first = tell(patient, now, kind="lost", amount_ug=25_000)
        again = tell(patient, now + DAY, kind="lost", amount_ug=50_000)
        assert first == again
        assert SupplyEntry.objects.count() == Hold.objects.count() == 1
        assert count("dosing.supply_recorded") == 1

    def test_something_of_an_earlier_day_stands_on_that_day(self, patient, now):
        entry = tell(patient, now, kind="wasted", amount_ug=25_000, happened_on=TODAY - 2 * DAY)
        assert entry.happened_at.date() == TODAY - 2 * DAY
        assert entry.recorded_at == now

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "dispensed"}, "kind"),
            ({"kind": "taken"}, "kind"),
            ({"kind": "eaten"}, "kind"),
            ({"amount_ug": None}, "quantity"),
            ({"kind": "lost", "amount_ug": 0}, "quantity"),
            ({"amount_ug": -25_000}, "quantity"),
            ({"amount_ug": 100_000_001}, "quantity"),
            ({"product": Product("capsule", "racemic")}, "product"),
            ({"product": Product("cake", "racemic", 25_000)}, "product"),
            ({"happened_on": TODAY + DAY}, "happened_on"),
            ({"happened_on": TODAY - 367 * DAY}, "happened_on"),
            ({"key": ""}, None),
            ({"key": "x" * 65}, None),
        ],
    )
    def test_what_is_no_report_is_refused_at_its_field(self, patient, now, changes, field):
        with pytest.raises(EntryNotReadable) as refusal:
            tell(patient, now, **changes)
        assert refusal.value.field == field
        assert not SupplyEntry.objects.exists()
        assert not Hold.objects.exists()

    @pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director"])
    def test_staff_record_what_they_are_told(self, patient, now, role):
        staff = user_of(role)
        assert tell(patient, now, by=staff).recorded_by == staff

    @pytest.mark.parametrize("role", ["editor", "manager", "patient"])
    def test_nobody_else_tells_of_this_supply(self, patient, now, role):
        with pytest.raises(ReporterRefused):
            tell(patient, now, by=user_of(role))
        assert not SupplyEntry.objects.exists()


class TestCorrection:
    def correct(self, entry, by, now, **changes):
        ordinary = {"amount_ug": 25_000, "note": "Counted again.", "idempotency_key": "fix-1"}
        return supply_correct(entry=entry, by=by, now=now, **(ordinary | changes))

    def test_the_newer_row_is_in_force_and_the_old_one_stays(self, patient, nurse, now):
        given = DispensingFactory(patient=patient, count=42)
        row = self.correct(given, nurse, now, amount_ug=40 * 25_000)
        assert (row.corrects, row.lot, row.happened_at) == (given, given.lot, given.happened_at)
        assert remains(patient, now) == 40
        assert count("dosing.supply_corrected") == 1

    def test_to_nothing_says_that_it_never_happened(self, patient, nurse, now):
        DispensingFactory(patient=patient, count=42)
        again = DispensingFactory(patient=patient, count=42)
        self.correct(again, nurse, now, amount_ug=0)
        assert remains(patient, now) == 42

    def test_sent_again_it_is_one_row(self, patient, nurse, now):
        given = DispensingFactory(patient=patient)
        assert self.correct(given, nurse, now) == self.correct(given, nurse, now)
        assert SupplyEntry.objects.count() == 2

    def test_the_second_person_is_told_that_somebody_was_first(self, patient, nurse, now):
        given = DispensingFactory(patient=patient)
        self.correct(given, nurse, now)
        with pytest.raises(AlreadyCorrected):
            self.correct(given, nurse, now, idempotency_key="fix-2")
        assert SupplyEntry.objects.count() == 2

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"note": " "}, NoteNeeded),
            ({"amount_ug": None}, EntryNotReadable),
            ({"amount_ug": -1}, EntryNotReadable),
        ],
    )
    def test_without_a_reason_or_an_amount_nothing_is_written(
        self, patient, nurse, now, changes, error
    ):
        given = DispensingFactory(patient=patient)
        with pytest.raises(error):
            self.correct(given, nurse, now, **changes)
        assert SupplyEntry.objects.count() == 1

    def test_a_patient_corrects_nothing(self, patient, now):
        entry = SupplyEntryFactory(patient=patient)
        with pytest.raises(AccessRefused):
            self.correct(entry, patient.user, now)
        assert SupplyEntry.objects.count() == 1


class TestPrescription:
    def record(self, patient, by, now, *, key="paper-1", **changes):
        ordinary = {
            "product": CAPSULE,
            "issued_on": TODAY,
            "prescriber_name": " Dr. Ada Stone ",
            "pharmacy": "Elm Street",
            "quantity_ug": 1_050_000,
            "refills_authorised": 5,
        }
        entry = PrescriptionEntry(**(ordinary | changes))
        return prescription_record(
            patient=patient, by=by, now=now, entry=entry, idempotency_key=key
        )

    def test_it_is_recorded_once(self, patient, nurse, now):
        first = self.record(patient, nurse, now)
        assert self.record(patient, nurse, now, refills_authorised=1) == first
        assert (first.prescriber_name, first.refills_authorised) == ("Dr. Ada Stone", 5)
        assert count("dosing.prescription_recorded") == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"refills_authorised": 6}, "refills_authorised"),
            ({"refills_authorised": -1}, "refills_authorised"),
            ({"quantity_ug": 0}, "quantity"),
            ({"issued_on": TODAY + DAY}, "issued_on"),
            ({"prescriber_name": " "}, "prescriber_name"),
            ({"pharmacy": ""}, "pharmacy"),
            ({"product": Product("capsule", "racemic", 25_000, 10_000)}, "product"),
        ],
    )
    def test_what_no_prescription_says_is_refused(self, patient, nurse, now, changes, field):
        with pytest.raises(EntryNotReadable) as refusal:
            self.record(patient, nurse, now, **changes)
        assert refusal.value.field == field
        assert not Prescription.objects.exists()

    def test_each_new_one_needs_a_recent_look_at_the_state_record(self, nurse, now):
        with pytest.raises(RecordLookNeeded):
            self.record(looked_at(dosing_patient(), 91), nurse, now)
        assert not Prescription.objects.exists()

    def test_it_is_ended_once_with_a_reason(self, nurse, prescriber, now):
        paper = PrescriptionFactory()
        with pytest.raises(NoteNeeded):
            prescription_end(prescription=paper, by=nurse, now=now, reason=" ")
        end = prescription_end(prescription=paper, by=nurse, now=now, reason="Other strength.")
        assert (end.ended_on, end.by) == (TODAY, nurse)
        with pytest.raises(PrescriptionOver):
            prescription_end(prescription=paper, by=prescriber, now=now, reason="Me too.")
        assert PrescriptionEnd.objects.count() == count("dosing.prescription_ended") == 1

    def test_only_clinical_staff_record_or_end_one(self, patient, now):
        with pytest.raises(AccessRefused):
            self.record(patient, patient.user, now)
        with pytest.raises(AccessRefused):
            prescription_end(
                prescription=PrescriptionFactory(), by=user_of("manager"), now=now, reason="No."
            )
        assert not PrescriptionEnd.objects.exists()


class TestLook:
    def test_a_look_says_what_it_showed_and_is_recorded_once(self, patient, nurse, now):
        def look(note="One prescription, ours."):
            return record_look_add(patient=patient, by=nurse, now=now, looked_on=TODAY, note=note)

        with pytest.raises(NoteNeeded):
            look(" ")
        assert look() == look()
        assert RecordLook.objects.count() == count("dosing.record_looked_at") == 1

    def test_a_day_to_come_is_refused(self, patient, nurse, now):
        with pytest.raises(EntryNotReadable):
            record_look_add(
                patient=patient, by=nurse, now=now, looked_on=TODAY + DAY, note="Nothing."
            )
        assert not RecordLook.objects.exists()

    def test_a_patient_looks_at_nothing(self, patient, now):
        with pytest.raises(AccessRefused):
            record_look_add(
                patient=patient, by=patient.user, now=now, looked_on=TODAY, note="Nothing."
            )
