"""Doses for the clinic: what was reported, what staff were told, and what was corrected."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dosing.models import DoseLog, Hold
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.models import Alert
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, DoseLogFactory, dosing_patient
from tests.factories.monitoring import home_patient, open_slot
from tests.support.kept import kept

TOKEN = "0123456789abcdef0123456789abcdef"
CAN_WRITE = ["nurse", "prescriber", "medical_director"]


@kept
def slot():
    return open_slot(home_patient()[1])


@pytest.fixture
def nurse(client_of):
    return client_of("nurse")


def listing(patient):
    return reverse("clinic:doses", args=[patient.public_id])


def writing(slot):
    return reverse("clinic:dose_write", args=[slot.patient.public_id, slot.public_id])


def correcting(log):
    return reverse("clinic:dose_correct", args=[log.public_id])


def extra_of(patient):
    return reverse("clinic:dose_extra", args=[patient.public_id])


def told(**changes):
    """By phone: the planned dose, just now."""
    ordinary = {"outcome": "taken", "when": "now", "token": TOKEN, "told_by": "patient"}
    return {key: value for key, value in (ordinary | changes).items() if value is not None}


def kept(response):
    """What the fields of the page hold, as it would be sent again."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value}


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


class TestList:
    def test_marks_and_corrections_are_shown(self, nurse, slot):
        first = DoseLogFactory(slot=slot, marks=["uncleared", "late"])
        DoseLogFactory(slot=slot, corrects=first, amount_ug=12_500, note="Half of it.")
        page = nurse.get(listing(slot.patient)).content.decode()
        assert "<del>Taken, 25 mg (1 capsule) at 10 am</del> Corrected: Half of it." in page
        assert "12.5 mg (0.5 capsules) at 10 am" in page

    def test_reading_it_is_on_record(self, nurse, slot):
        nurse.get(listing(slot.patient))
        assert AuditEvent.objects.filter(verb="read.clinic.doses").count() == 1

    def test_the_dose_that_is_open_can_be_written_down(self, nurse, slot):
        page = nurse.get(listing(slot.patient)).content.decode()
        assert "25 mg (1 capsule), due 10 am." in page
        assert writing(slot) in page

    def test_without_a_dose(self, nurse, calm):
        assert "No dose in these days" in nurse.get(listing(calm)).content.decode()

    def test_the_chart_leads_here(self, nurse, slot):
        chart = nurse.get(reverse("clinic:chart", args=[slot.patient.public_id]))
        assert listing(slot.patient) in chart.content.decode()

    def test_it_asks_few_questions(self, nurse, slot, django_assert_max_num_queries):
        DoseLogFactory(slot=slot, corrects=DoseLogFactory(slot=slot), note="Half.")
        with django_assert_max_num_queries(14):
            nurse.get(listing(slot.patient))


class TestWriteDown:
    def test_who_told_it_and_who_wrote_it_are_kept(self, nurse, slot):
        response = nurse.post(writing(slot), told(told_by="helper"))
        log = DoseLog.objects.get()
        assert response.url == listing(slot.patient)
        assert (log.recorded_by, log.told.told_by) == (nurse.user, "helper")
        assert "Written down by Noah Adeyemi" in nurse.get(response.url).content.decode()

    def test_it_is_marked_and_alerted_like_the_patients_own(self, nurse, slot):
        nurse.post(writing(slot), told(outcome="other_amount", amount_mg="90"))
        assert DoseLog.objects.get().marks == ["uncleared", "over_plan"]
        assert Hold.objects.get().key == "extra_or_early_dose"
        assert Alert.objects.get().rule_key == "dose_over_plan"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"told_by": None}, "told_by"),
            ({"told_by": "a bird"}, "told_by"),
            ({"outcome": None}, "outcome"),
            ({"outcome": "skipped", "when": None}, "reason_key"),
            ({"when": "earlier", "day": "today", "clock": "23:00"}, "clock"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_written(self, nurse, slot, changes, field):
        response = nurse.post(writing(slot), told(**changes))
        assert list(response.context["form"].errors) == [field]
        assert DoseLog.objects.count() == 0

    def test_sent_twice_it_is_one(self, nurse, slot):
        for _ in range(2):
            nurse.post(writing(slot), told())
        assert DoseLog.objects.count() == 1

    def test_one_that_the_patient_reported_meanwhile_is_corrected_or_extra(self, nurse, slot):
        existing = DoseLogFactory(slot=slot)
        typed = told(outcome="partly_taken", amount_mg="12.5", note="She spilled some.")
        response = nurse.post(writing(slot), typed)
        page = response.content.decode()
        assert "has a report already" in page
        assert "It says: Taken, 25 mg (1 capsule), 10 am." in page
        assert f'action="{correcting(existing)}"' in page
        assert kept(response) == typed
        assert DoseLog.objects.count() == 1

    def test_sent_on_from_there_it_corrects_that_report(self, nurse, slot):
        existing = DoseLogFactory(slot=slot)
        typed = told(outcome="partly_taken", amount_mg="12.5", note="She spilled some.")
        response = nurse.post(writing(slot), typed)
        nurse.post(correcting(existing), kept(response))
        newest = DoseLog.objects.get(corrects=existing)
        assert (newest.outcome, newest.amount_ug) == ("partly_taken", 12_500)

    def test_a_correction_without_a_reason_says_so_beside_the_field(self, nurse, slot):
        DoseLogFactory(slot=slot)
        response = nurse.post(writing(slot), told())
        assert set(response.context["form"].errors) == {"__all__", "note"}

    def test_an_extra_dose_stops_every_dose(self, nurse, slot):
        nurse.post(extra_of(slot.patient), told(outcome="other_amount", amount_mg="25"))
        log = DoseLog.objects.get()
        assert (log.is_extra, log.slot) == (True, None)
        assert Hold.objects.get().patient == slot.patient
        assert Alert.objects.get().rule_key == "dose_extra"


class TestAnExtraDoseToldTwice:
    """The patient, the helper and a colleague may all tell the same one."""

    EXTRA = {"outcome": "other_amount", "amount_mg": "25", "note": "Her son called."}

    @pytest.fixture
    def first(self, slot):
        taken_at = NOW - timedelta(minutes=10)
        return DoseLogFactory(
            slot=None, patient=slot.patient, is_extra=True, taken_at=taken_at, recorded_at=NOW
        )

    def test_it_is_asked_with_what_is_on_record_and_nothing_is_written(self, nurse, first):
        response = nurse.post(extra_of(first.patient), told(**self.EXTRA))
        page = response.content.decode()
        assert "Was this dose told before?" in page
        assert "On record: Taken, 25 mg, 9:50 am." in page
        assert kept(response) == told(**self.EXTRA)
        assert DoseLog.objects.count() == 1

    def test_another_dose_is_written_down(self, nurse, first):
        nurse.post(extra_of(first.patient), told(**self.EXTRA, answer="took_another"))
        newest = DoseLog.objects.latest("pk")
        assert (newest.is_extra, newest.amount_ug, newest.note) == (True, 25_000, "Her son called.")
        assert DoseLog.objects.count() == 2

    def test_the_same_dose_is_not(self, nurse, first):
        response = nurse.post(extra_of(first.patient), told(**self.EXTRA, answer="no"))
        assert response.url == listing(first.patient)
        assert "on record already" in words(response)[0]
        assert DoseLog.objects.count() == 1

    def test_an_answer_that_does_not_exist_writes_nothing(self, nurse, first):
        response = nurse.post(extra_of(first.patient), told(**self.EXTRA, answer="perhaps"))
        assert "answer" in response.context["form"].errors
        assert DoseLog.objects.count() == 1

    def test_sent_twice_it_asks_nothing(self, nurse, slot):
        for _ in range(2):
            response = nurse.post(extra_of(slot.patient), told(**self.EXTRA))
            assert response.url == listing(slot.patient)
        assert DoseLog.objects.count() == 1

    def test_one_of_another_time_is_not_asked_about(self, nurse, first):
        earlier = {"when": "earlier", "day": "today", "clock": "09:39"}
        nurse.post(extra_of(first.patient), told(**self.EXTRA, **earlier))
        assert DoseLog.objects.count() == 2


class TestCorrect:
    def test_the_correction_counts_with_its_reason(self, nurse, slot):
        log = DoseLogFactory(slot=slot)
        nurse.post(correcting(log), told(outcome="vomited", note="She called: it came up."))
        newest = DoseLog.objects.get(corrects=log)
        assert (newest.outcome, newest.note) == ("vomited", "She called: it came up.")
        assert newest.told.told_by == "patient"

    def test_without_a_reason_nothing_is_written(self, nurse, slot):
        log = DoseLogFactory(slot=slot)
        response = nurse.post(correcting(log), told())
        assert list(response.context["form"].errors) == ["note"]
        assert DoseLog.objects.count() == 1

    def test_the_second_one_is_shown_the_newer_report(self, nurse, slot):
        log = DoseLogFactory(slot=slot)
        newer = DoseLogFactory(slot=slot, corrects=log, note="Mistyped.")
        assert nurse.get(correcting(log)).url == correcting(newer)
        assert DoseLog.objects.count() == 2

    def test_what_the_second_one_typed_stands_beside_the_newer_report(self, nurse, slot):
        log = DoseLogFactory(slot=slot)
        newer = DoseLogFactory(slot=slot, corrects=log, amount_ug=12_500, note="Mistyped.")
        typed = told(outcome="vomited", note="It came up at noon.")
        response = nurse.post(correcting(log), typed)
        page = response.content.decode()
        assert "This report was corrected already. Here is the newer one." in page
        assert "It says: Taken, 12.5 mg (0.5 capsules), 10 am." in page
        assert kept(response) == typed
        assert DoseLog.objects.count() == 2
        nurse.post(correcting(newer), kept(response))
        assert DoseLog.objects.get(corrects=newer).note == "It came up at noon."


class TestAccess:
    @pytest.fixture
    def addresses(self, slot):
        log = DoseLogFactory(slot=slot)
        return [listing(slot.patient), writing(slot), extra_of(slot.patient), correcting(log)]

    @pytest.mark.parametrize("role", CAN_WRITE)
    def test_clinical_staff_open_every_page(self, client_of, addresses, role):
        client = client_of(role)
        assert {client.get(address).status_code for address in addresses} == {200}

    @pytest.mark.parametrize("role", ["patient", "manager", "editor"])
    def test_others_find_nothing_and_change_nothing(self, client_of, addresses, role):
        client = client_of(user_of(role))
        for address in addresses:
            assert client.get(address).status_code == 404
            assert client.post(address, told(note="x")).status_code in (404, 405)
        assert DoseLog.objects.count() == 1

    def test_the_patient_reads_it_elsewhere(self, client_of, addresses, slot):
        assert client_of(slot.patient.user).get(addresses[0]).status_code == 404

    def test_the_dose_of_another_patient_is_not_found(self, nurse, slot):
        other = dosing_patient(now=NOW)
        address = reverse("clinic:dose_write", args=[other.public_id, slot.public_id])
        assert nurse.get(address).status_code == 404
