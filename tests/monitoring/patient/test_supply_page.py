"""My supply: what stands there, counting, telling what is gone, and who may see it."""

import re
from datetime import timedelta

import pytest

from dosing.models import Hold, SupplyEntry
from monitoring.alerts.models import Alert
from tests.factories.dosing import NOW, TODAY, DoseLogFactory
from tests.factories.intake import PatientFactory
from tests.factories.monitoring import open_slot
from tests.factories.supply import DispensingFactory, SupplyEntryFactory

PAGE, COUNT, TELL = "/supply/", "/supply/count/", "/supply/tell/"
CAPSULES = "count_capsule_racemic_25000"


def text(response):
    return response.content.decode()


@pytest.fixture
def stocked(plan):
    """31 capsules of yesterday, and one dose taken this morning: 30 are left."""
    DispensingFactory(patient=plan.patient, count=31)
    DoseLogFactory(slot=open_slot(plan, NOW - timedelta(hours=2)))
    return plan.patient


def told(kind, **more):
    return {
        "kind": kind,
        "product": "capsule.racemic.25000",
        "quantity": "3",
        "happened_on": TODAY.isoformat(),
        "token": "0123456789-tell",
        **more,
    }


class TestPage:
    def test_it_says_what_should_be_there_and_until_when(self, own, stocked):
        page = text(own.get(PAGE))
        assert "30 capsules (750 mg)" in page
        assert "It lasts until Thursday, June 11." in page
        assert "This app sends no prescription" in page

    def test_before_anything_is_on_record(self, own):
        page = text(own.get(PAGE))
        assert "Nothing on record yet" in page
        assert "Count what you have" in page

    def test_more_taken_than_dispensed_is_said(self, own, stocked):
        SupplyEntryFactory(patient=stocked, kind="wasted", count=33)
        page = text(own.get(PAGE))
        assert "-3 capsules (-75 mg)" in page
        assert "More was taken than is on record as dispensed." in page

    def test_an_applicant_sees_an_empty_page(self, client_of):
        patient = PatientFactory(submitted=True)
        page = text(client_of(patient.user).get(PAGE))
        assert "Nothing on record yet" in page
        assert "Count what you have" not in page

    @pytest.mark.parametrize("url", [PAGE, COUNT, TELL])
    def test_it_costs_no_more_for_a_longer_ledger(
        self, own, stocked, url, django_assert_max_num_queries
    ):
        own.get(url)
        for number in range(4):
            SupplyEntryFactory(patient=stocked, count=30 - number)
        with django_assert_max_num_queries(12):
            assert own.get(url).status_code == 200


class TestCount:
    def test_the_form_holds_no_number(self, own, stocked):
        page = text(own.get(COUNT))
        assert "How many capsules of 25 mg do you have?" in page
        main = page.split("<main")[1].split("</main")[0]
        assert not re.search(r"\b30\b", main)
        assert "<input" in main

    def test_a_count_that_fits(self, own, stocked):
        page = text(own.post(COUNT, {CAPSULES: "30", "token": "0123456789-a"}, follow=True))
        assert "Your count fits our record." in page
        assert not Alert.objects.exists()

    def test_a_count_that_differs_is_told_calmly_and_reaches_the_clinic(self, own, stocked):
        page = text(own.post(COUNT, {CAPSULES: "9", "token": "0123456789-a"}, follow=True))
        assert "By our record you have 30 capsules (750 mg), and you counted 9 capsules." in page
        assert Alert.objects.get().rule_key == "supply_variance"
        assert not Hold.objects.exists()

    def test_a_double_tap_is_one_count(self, own, stocked):
        for _ in range(2):
            own.post(COUNT, {CAPSULES: "9", "token": "0123456789-a"})
        assert SupplyEntry.objects.filter(kind="counted").count() == 1

    @pytest.mark.parametrize("typed", ["", "a few", "-1", "1.25", "9999999", "1e3x", "<b>"])
    def test_what_is_no_number_is_asked_again_and_kept(self, own, stocked, typed):
        response = own.post(COUNT, {CAPSULES: typed, "token": "0123456789-a"})
        assert response.status_code == 200
        assert response.context["form"].errors[CAPSULES]
        assert not SupplyEntry.objects.filter(kind="counted").exists()

    def test_of_several_at_least_one_is_counted(self, own, stocked):
        DispensingFactory(patient=stocked, strength_ug=10_000, count=10)
        page = text(own.post(COUNT, {"token": "0123456789-a"}))
        assert "Write at least one number." in page
        assert not SupplyEntry.objects.filter(kind="counted").exists()

    def test_an_applicant_has_nothing_to_count(self, client_of):
        browser = client_of(PatientFactory(submitted=True).user)
        assert browser.post(COUNT, {CAPSULES: "9"}).url == PAGE
        assert not SupplyEntry.objects.exists()


class TestTell:
    @pytest.mark.parametrize("kind", ["lost", "shared"])
    def test_what_is_lost_waits_for_the_clinics_call(self, own, stocked, kind):
        page = text(own.post(TELL, told(kind), follow=True))
        assert "Take no more of it until the clinic has called you." in page
        assert Hold.objects.get().key == "lost_stolen_shared"
        assert Alert.objects.get().severity == "same_day"

    def test_a_child_or_a_pet_is_poison_control_first(self, own, stocked):
        page = text(own.post(TELL, told("child_or_pet", quantity=""), follow=True))
        assert "Call Poison Control now" in page
        assert 'href="tel:18002221222"' in page
        assert Alert.objects.get().severity == "emergency"

    @pytest.mark.parametrize("kind", ["wasted", "returned"])
    def test_what_is_spoilt_or_returned_lets_doses_go_on(self, own, stocked, kind):
        page = text(own.post(TELL, told(kind), follow=True))
        assert "Your other doses go on" in page or "Your doses go on" in page
        assert "27 capsules (675 mg)" in text(own.get(PAGE))
        assert not Hold.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": ""}, "kind"),
            ({"kind": "counted"}, "kind"),
            ({"product": "cake"}, "product"),
            ({"quantity": "some"}, "quantity"),
            ({"quantity": "0"}, "quantity"),
            ({"happened_on": ""}, "happened_on"),
            ({"happened_on": (TODAY + timedelta(days=1)).isoformat()}, "happened_on"),
        ],
    )
    def test_what_cannot_be_stands_at_its_field_and_writes_nothing(
        self, own, stocked, changes, field
    ):
        response = own.post(TELL, told("lost") | changes)
        assert response.context["form"].errors[field]
        assert not SupplyEntry.objects.filter(kind="lost").exists()
        assert not Hold.objects.exists()

    def test_what_follows_is_for_its_owner_only(self, own, stocked, client_of):
        url = own.post(TELL, told("wasted")).url
        assert own.get(url).status_code == 200
        assert client_of(PatientFactory().user).get(url).status_code == 404
        assert own.post(url).status_code == 405


@pytest.mark.parametrize("role", ["nurse", "prescriber", "manager", "editor"])
def test_staff_have_no_supply_of_their_own(client_of, role):
    assert client_of(role).get(PAGE).status_code == 404
