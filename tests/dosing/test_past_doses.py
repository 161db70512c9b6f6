"""Past doses: each report of a day, its marks, what was corrected and why, page by page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dosing.models import DoseTold
from dosing.presenters import past_days
from dosing.selectors import past_doses, zone_of
from tests.factories.accounts import user_of
from tests.factories.dosing import DoseLogFactory, ScheduledDoseFactory, dosing_patient

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def days_of(patient, now, **asked):
    return past_days(past_doses(patient, now, **asked), zone_of(patient))


def row_of(patient, now):
    """The only dose on the page."""
    (day,) = days_of(patient, now)
    (row,) = day.rows
    return row


def corrected(log, **changes):
    return DoseLogFactory(
        **(
            {
                "slot": log.slot,
                "patient": log.patient,
                "corrects": log,
                "is_extra": log.is_extra,
                "taken_at": log.taken_at,
                "note": "Mistyped.",
            }
            | changes
        )
    )


class TestRows:
    def test_a_dose_taken(self, slot, now):
        log = DoseLogFactory(slot=slot, marks=["late"], taken_at=now + HOUR, note="With food.")
        row = row_of(slot.patient, now + HOUR)
        assert (row.time, row.planned, row.kind, row.word) == (
            "10 am",
            "25 mg (1 capsule)",
            "go",
            "Taken",
        )
        assert (row.taken, row.note) == ("25 mg (1 capsule) at 11 am", "With food.")
        assert row.marks == ["It was after the time for this dose had ended."]
        assert row.labels == ["After the dose time closed"]
        assert (row.log_id, row.slot_id, row.corrected) == (log.public_id, None, [])
        assert row.is_as_planned

    def test_a_liquid_is_told_in_mg_and_ml(self, now):
        slot = ScheduledDoseFactory(
            plan__formulation="oral_solution",
            plan__strength_ug=None,
            plan__concentration_ug_per_ml=10_000,
        )
        DoseLogFactory(slot=slot, amount_ug=12_500, outcome="partly_taken")
        row = row_of(slot.patient, now)
        assert (row.taken, row.is_as_planned) == ("12.5 mg (1.25 mL) at 10 am", False)

    def test_an_amount_that_nobody_knows_is_not_zero(self, slot, now):
        DoseLogFactory(slot=slot, amount_ug=None, outcome="vomited")
        assert row_of(slot.patient, now).taken == "amount not known at 10 am"

    def test_a_dose_not_taken_has_its_reason(self, slot, now):
        DoseLogFactory(
            slot=slot,
            outcome="skipped",
            amount_ug=None,
            taken_at=None,
            recorded_at=now,
            reason_key="no_sitter",
        )
        row = row_of(slot.patient, now)
        assert (row.word, row.taken, row.kind) == ("Skipped", "No helper", "quiet")

    def test_one_that_nobody_reported_can_still_be_told(self, slot, now):
        row = row_of(slot.patient, now + 2 * HOUR)
        assert (row.kind, row.word, row.log_id) == ("wait", "Not reported", None)
        assert row.slot_id == slot.public_id

    def test_one_that_is_open_is_not_past(self, slot, now):
        assert days_of(slot.patient, now + 2 * HOUR - timedelta(seconds=1)) == []

    def test_one_that_was_left_out(self, plan, now):
        ScheduledDoseFactory(plan=plan, at=now - 5 * HOUR, not_offered="interval")
        assert row_of(plan.patient, now).word == "Left out, because the clocks changed"

    def test_a_cancelled_one_is_shown_only_with_its_report(self, plan, now):
        slots = [ScheduledDoseFactory(plan=plan, at=now - hours * HOUR) for hours in (9, 5)]
        plan.slots.update(cancelled_at=now, cancel_reason="plan_stopped")
        DoseLogFactory(slot=slots[0])
        assert row_of(plan.patient, now).log_id == slots[0].logs.get().public_id

    def test_what_was_corrected_stays_with_why(self, slot, now):
        first = DoseLogFactory(slot=slot, amount_ug=50_000)
        second = corrected(first, outcome="vomited", amount_ug=None, note="It came up again.")
        newest = corrected(second, note="No, that was another day.")
        row = row_of(slot.patient, now)
        assert [(old.text, old.why) for old in row.corrected] == [
            ("Taken, 50 mg (2 capsules) at 10 am", "It came up again."),
            ("Taken, then vomited, amount not known at 10 am", "No, that was another day."),
        ]
        assert (row.log_id, row.note) == (newest.public_id, "")

    def test_an_extra_dose_stands_by_itself(self, slot, now):
        DoseLogFactory(slot=slot)
        extra = DoseLogFactory(slot=slot, is_extra=True, taken_at=now + HOUR, marks=["extra"])
        corrected(extra, amount_ug=12_500)
        (day,) = days_of(slot.patient, now + 2 * HOUR)
        own, other = day.rows
        assert (own.word, own.corrected) == ("Taken", [])
        assert (other.time, other.planned, other.word) == ("11 am", "", "Extra dose: taken")
        assert (own.kind, other.kind) == ("go", "wait")
        assert other.corrected[0].text == "Extra dose: taken, 25 mg (1 capsule) at 11 am"

    def test_one_that_was_taken_after_midnight_says_its_day(self, slot, now):
        DoseLogFactory(slot=slot, taken_at=now + 15 * HOUR)
        assert row_of(slot.patient, now + DAY).taken == "25 mg (1 capsule) at 1 am on June 2"

    def test_what_the_clinic_wrote_down_says_so(self, slot, now):
        log = DoseLogFactory(slot=slot, recorded_by=user_of("nurse"))
        DoseTold.objects.create(log=log, told_by="helper")
        source = row_of(slot.patient, now).source
        assert source == "Written down by Noah Adeyemi. A helper or relative told us."


class TestPages:
    @pytest.fixture
    def three_weeks(self, plan, now):
        for back in range(1, 22):
            ScheduledDoseFactory(plan=plan, at=now - back * DAY)
        return plan.patient

    def test_a_page_is_a_fortnight_the_newest_day_first(self, three_weeks, now):
        days = days_of(three_weeks, now)
        assert [days[0].day, days[-1].day] == [date(2026, 5, 31), date(2026, 5, 19)]
        assert days[0].title == "Sunday, May 31"

    def test_older_and_newer_lead_on(self, three_weeks, now):
        first = past_doses(three_weeks, now)
        assert (first.older, first.newer) == (date(2026, 5, 18), None)
        second = past_doses(three_weeks, now, last=first.older)
        assert [day.day for day in past_days(second, zone_of(three_weeks))][0] == first.older
        assert (second.older, second.newer) == (None, date(2026, 6, 1))

    def test_older_skips_what_is_empty(self, plan, now):
        ScheduledDoseFactory(plan=plan, at=now - 90 * DAY)
        assert past_doses(plan.patient, now).older == date(2026, 3, 3)

    def test_an_old_extra_dose_is_found(self, plan, now):
        DoseLogFactory(slot=None, patient=plan.patient, is_extra=True, taken_at=now - 40 * DAY)
        assert past_doses(plan.patient, now).older == date(2026, 4, 22)

    def test_a_day_to_come_is_today(self, three_weeks, now):
        assert past_doses(three_weeks, now, last=date(2030, 1, 1)).last == date(2026, 6, 1)


@pytest.mark.one_engine
class TestPage:
    URL = reverse("dosing:doses")

    def test_the_owner_reads(self, client_of, slot, now):
        log = DoseLogFactory(slot=slot, marks=["uncleared"], amount_ug=50_000)
        newest = corrected(log, note="One capsule only.")
        page = client_of(slot.patient.user).get(self.URL).content.decode()
        assert "<del>Taken, 50 mg (2 capsules) at 10 am</del>" in page
        assert "Corrected: One capsule only." in page
        assert reverse("home:dose_correct", args=[newest.public_id]) in page

    def test_without_a_dose(self, client_of, patient):
        assert "No past doses yet" in client_of(patient.user).get(self.URL).content.decode()

    @pytest.mark.parametrize("until", ["2026-05-01", "not a day", "2026-99-99", ""])
    def test_any_page_can_be_asked_for(self, client_of, plan, until):
        response = client_of(plan.patient.user).get(self.URL, {"until": until})
        assert response.status_code == 200

    def test_another_patient_sees_only_their_own(self, client_of, slot):
        DoseLogFactory(slot=slot)
        page = client_of(dosing_patient().user).get(self.URL).content.decode()
        assert "25 mg" not in page

    @pytest.mark.parametrize("role", ["nurse", "prescriber", "manager", "editor"])
    def test_staff_have_none(self, client_of, role):
        assert client_of(role).get(self.URL).status_code == 404

    def test_it_is_only_read(self, client_of, patient):
        assert client_of(patient.user).post(self.URL).status_code == 405

    def test_it_asks_few_questions(self, client_of, plan, now, django_assert_max_num_queries):
        for back in range(1, 13):
            corrected(DoseLogFactory(slot=ScheduledDoseFactory(plan=plan, at=now - back * DAY)))
        client = client_of(plan.patient.user)
        client.get(self.URL)  # the first page after signing in also writes the session
        with django_assert_max_num_queries(10):
            client.get(self.URL)
