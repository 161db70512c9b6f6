"""The clinic's supply page: the ledger, what may be recorded, by whom, and what is refused."""

from datetime import timedelta

import pytest

from dosing.models import Prescription, PrescriptionEnd, RecordLook, SupplyEntry
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.models import Alert
from monitoring.alerts.services import refresh_patient
from tests.factories.dosing import NOW, TODAY, DoseLogFactory
from tests.factories.monitoring import open_slot
from tests.factories.supply import (
    USE_UNTIL,
    DispensingFactory,
    PrescriptionFactory,
    SupplyEntryFactory,
    looked_at,
)

CAPSULE = "capsule.racemic.25000"


def url(patient, *parts):
    return "/".join(["/clinic/patients", str(patient.public_id), "supply", *parts, ""])


def text(response):
    return response.content.decode()


@pytest.fixture
def stocked(calm):
    """30 capsules of yesterday under a prescription, three doses taken since."""
    paper = PrescriptionFactory(patient=calm)
    DispensingFactory(patient=calm, prescription=paper, count=30)
    for hours in (2, 9, 15):
        DoseLogFactory(slot=open_slot(calm.plans.get(), NOW - timedelta(hours=hours)))
    return calm


def paper_post(**more):
    return {
        "product": CAPSULE,
        "issued_on": TODAY.isoformat(),
        "quantity": "42",
        "refills_authorised": "5",
        "prescriber_name": "Dr. Ada Stone",
        "pharmacy": "Elm Street",
        "token": "0123456789-paper",
        **more,
    }


def fill_post(**more):
    return {
        "prescription": "other",
        "product": CAPSULE,
        "dispensed_on": TODAY.isoformat(),
        "quantity": "21",
        "pharmacy": "Elm Street",
        "lot": "B-2",
        "beyond_use_on": USE_UNTIL.isoformat(),
        "token": "0123456789-fill",
        **more,
    }


class TestPage:
    def test_what_should_be_there_and_the_rows_behind_it(self, client_of, stocked):
        SupplyEntryFactory(patient=stocked, count=27)
        page = text(client_of("nurse").get(url(stocked)))
        assert "27 capsules (675 mg)" in page
        assert "It lasts until Wednesday, June 10." in page
        assert "2 doses taken" in page
        assert "A-101" in page
        assert "Can be filled" in page
        assert "2 fills left" in page
        assert AuditEvent.objects.filter(verb__contains="read").exists()

    def test_before_anything_is_on_record(self, client_of, calm):
        page = text(client_of("nurse").get(url(calm)))
        assert "The ledger begins with the first dispensing." in page
        assert "No prescription is on record." in page
        assert "None of the plan" in page

    def test_a_variance_is_worked_where_it_stands(self, client_of, stocked):
        SupplyEntryFactory(patient=stocked, count=26)
        refresh_patient(stocked, now=NOW)
        browser, alert = client_of("nurse"), Alert.objects.get()
        page = text(browser.get(url(stocked)))
        assert "By our record 27 capsules (675 mg), counted 26 capsules" in page
        target = f"/clinic/alerts/{alert.public_id}/resolve/?next={url(stocked)}"
        response = browser.post(target, {"note": "One fell into the sink, found it."})
        assert response.url == url(stocked)
        assert browser.get(url(stocked)).context["cases"] == []

    def test_the_chart_and_the_plan_lead_here(self, client_of, calm):
        browser = client_of("prescriber")
        for place in ("", "plan/"):
            page = text(browser.get(f"/clinic/patients/{calm.public_id}/{place}"))
            assert url(calm) in page

    def test_its_queries_do_not_grow_with_the_ledger(
        self, client_of, stocked, django_assert_max_num_queries
    ):
        browser = client_of("nurse")
        browser.get(url(stocked))
        for number in range(5):
            SupplyEntryFactory(patient=stocked, kind="wasted", count=number + 1)
        with django_assert_max_num_queries(13):
            assert browser.get(url(stocked)).status_code == 200

    @pytest.mark.parametrize(
        ("role", "status"), [("medical_director", 200), ("manager", 404), ("editor", 404)]
    )
    def test_who_may_read_it(self, client_of, calm, role, status):
        assert client_of(role).get(url(calm)).status_code == status

    def test_a_patient_and_a_stranger(self, client, client_of, calm):
        assert client_of(calm.user).get(url(calm)).status_code == 404
        assert "/accounts/login/" in client.get(url(calm)).url


class TestRecording:
    def test_a_look_a_prescription_and_a_dispensing(self, client_of, calm):
        browser = client_of("nurse")
        look = {"looked_on": TODAY.isoformat(), "note": "Only ours."}
        assert browser.post(url(calm, "look"), look).url == url(calm)
        assert browser.post(url(calm, "prescription"), paper_post()).url == url(calm)
        paper = Prescription.objects.get()
        given = fill_post(prescription=str(paper.public_id))
        assert browser.post(url(calm, "dispensing"), given).url == url(calm)
        assert RecordLook.objects.get().by == browser.user
        assert (paper.quantity_ug, paper.refills_authorised) == (1_050_000, 5)
        assert SupplyEntry.objects.get().prescription == paper

    def test_a_product_that_is_not_known_yet(self, client_of, calm):
        typed = {"product": "other", "formulation": "oral_solution", "quantity": "30"}
        browser = client_of("nurse")
        page = browser.post(url(calm, "prescription"), paper_post(**typed))
        assert "Give the form and one strength." in text(page)
        typed["concentration_mg_per_ml"] = "10"
        browser.post(url(calm, "prescription"), paper_post(**typed))
        paper = Prescription.objects.get()
        assert (paper.quantity_ug, paper.concentration_ug_per_ml) == (300_000, 10_000)

    def test_a_mark_asks_for_its_reason_with_everything_kept(self, client_of, calm):
        browser = client_of("nurse")
        page = text(browser.post(url(calm, "dispensing"), fill_post()))
        assert "Say why this is right for this patient: Without a recorded prescription." in page
        assert 'value="B-2"' in page
        assert not SupplyEntry.objects.exists()
        browser.post(url(calm, "dispensing"), fill_post(note="Fax to follow."))
        assert SupplyEntry.objects.get().marks == ["no_prescription"]
        assert Alert.objects.get().rule_key == "supply_marked"

    def test_without_a_recent_look_at_the_state_record(self, client_of, calm):
        looked_at(calm, 91)
        browser = client_of("nurse")
        for place, sent in (("prescription", paper_post()), ("dispensing", fill_post())):
            page = text(browser.post(url(calm, place), sent))
            assert "within 90 days is on file" in page
        assert "Too old" in text(browser.get(url(calm)))
        assert not SupplyEntry.objects.exists()

    def test_what_a_patient_told_by_phone(self, client_of, stocked):
        told = {
            "kind": "lost",
            "product": CAPSULE,
            "quantity": "",
            "happened_on": TODAY.isoformat(),
            "note": "Told by phone.",
            "token": "0123456789-told",
        }
        client_of("nurse").post(url(stocked, "entry"), told)
        assert Alert.objects.get().rule_key == "lost_stolen_shared"
        page = text(client_of("nurse").get(url(stocked)))
        assert "at most 27 capsules (675 mg)" in page
        assert "It is not known how much was lost." in page

    def test_a_correction_says_what_stood_there_before(self, client_of, stocked):
        entry, browser = SupplyEntry.objects.get(), client_of("nurse")
        target = f"/clinic/supply/{entry.public_id}/correct/"
        assert "30 capsules" in text(browser.get(target))
        sent = {"quantity": "28", "note": "Counted again.", "token": "0123456789-fix"}
        assert browser.post(target, sent).url == url(stocked)
        page = text(browser.get(url(stocked)))
        assert "<del>30 capsules (750 mg)</del>" in page
        assert "25 capsules (625 mg)" in page
        sent["token"] = "0123456789-fix2"
        assert "corrected already" in text(browser.post(target, sent))

    def test_a_prescription_is_ended_once(self, client_of, stocked):
        paper, browser = Prescription.objects.get(), client_of("nurse")
        target = f"/clinic/prescriptions/{paper.public_id}/end/"
        assert browser.post(target, {"reason": "Other strength."}).url == url(stocked)
        assert "ended already" in text(browser.post(target, {"reason": "Again."}))
        assert PrescriptionEnd.objects.count() == 1

    @pytest.mark.parametrize(
        ("place", "sent", "field"),
        [
            ("look", {"looked_on": TODAY.isoformat(), "note": " "}, "note"),
            ("prescription", paper_post(refills_authorised="6"), "refills_authorised"),
            ("prescription", paper_post(quantity="0"), "quantity"),
            ("dispensing", fill_post(lot=""), "lot"),
            ("dispensing", fill_post(beyond_use_on="soon"), "beyond_use_on"),
            ("dispensing", fill_post(prescription="nobody's"), "prescription"),
            ("entry", {"kind": "taken", "product": CAPSULE}, "kind"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field_and_writes_nothing(
        self, client_of, calm, place, sent, field
    ):
        response = client_of("nurse").post(url(calm, place), sent)
        assert response.context["form"].errors[field]
        for model in (RecordLook, Prescription, SupplyEntry):
            assert not model.objects.exists()

    @pytest.mark.parametrize("place", ["look", "prescription", "dispensing", "entry"])
    def test_who_may_record(self, client_of, calm, place):
        assert client_of("prescriber").get(url(calm, place)).status_code == 200
        for browser in (client_of("manager"), client_of(calm.user)):
            assert browser.post(url(calm, place), {}).status_code == 404
