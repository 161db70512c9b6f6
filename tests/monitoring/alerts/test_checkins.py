"""What check-ins and the ASQ tell becomes alerts at once; what is not filled in becomes one too."""

from datetime import UTC, datetime, timedelta

import pytest

from dosing.models import Hold
from intake.choices import PatientState
from intake.models import Patient
from ketaclinic.reminders.models import Reminder
from monitoring.alerts.choices import Severity
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.selectors import due_patients
from monitoring.alerts.selectors.checkins import shown_checkin
from monitoring.alerts.selectors.safety import asq_outstanding
from monitoring.alerts.services import alert_resolve, refresh_patient
from monitoring.patient.selectors import emergency_cause
from monitoring.patient.services import (
    asq_submit,
    check_submit,
    checkin_alarm_submit,
    checkin_submit,
    side_effects_submit,
)
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW
from tests.factories.monitoring import (
    asq_answers,
    check_entry,
    checkin_entry,
    good_answers,
    home_patient,
    open_slot,
)
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# The plan began on 31 May: 7 June is the first day due, 28 June that of the first monthly one.
FIRST, FOURTH = NOW + 6 * DAY, NOW + 27 * DAY
DEATH = {"phq9": {"phq9_9": 1}}


@kept
def patient():
    return home_patient()[0]


def month(patient, now=FOURTH, key="k1", **changes):
    entry = checkin_entry(monthly=True, **changes)
    return checkin_submit(
        patient=patient, by=patient.user, now=now, entry=entry, idempotency_key=key
    )


def ask(patient, now=FOURTH + 5 * MINUTE, key="asq", **answers):
    return asq_submit(
        patient=patient, by=patient.user, now=now, answers=asq_answers(**answers),
        idempotency_key=key,
    )  # fmt: skip


def alert(rule):
    return Alert.objects.get(rule_key=rule)


def minutes(rule):
    """Within how many minutes of its opening somebody must have seen it."""
    found = alert(rule)
    return (found.due_at - found.opened_at) / MINUTE


def rules():
    return set(Alert.objects.exclude(rule_key="missed_dose").values_list("rule_key", flat=True))


# --- What is told ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "rule", "severity", "within", "blocks"),
    [
        ({"answers": DEATH}, "phq9_item_9", Severity.SAME_DAY, 15, True),
        ({"could_be_pregnant": True}, "predose_pregnant", Severity.SAME_DAY, 240, True),
        ({"overall_change": "much_worse"}, "change_much_worse", Severity.ROUTINE, 10_080, False),
        ({"grades": {"haematuria": 2}}, "symptom_haematuria", Severity.SAME_DAY, 240, True),
        ({"grades": {"craving_misuse": 2}}, "symptom_craving_misuse", Severity.SAME_DAY, 240, True),
    ],
)
def test_each_worry_of_a_check_in_is_one_alert(patient, changes, rule, severity, within, blocks):
    month(patient, **changes)
    assert rules() == {rule}
    assert (alert(rule).severity, minutes(rule)) == (severity, within)
    assert alert(rule).blocks_increase is blocks


def test_an_ordinary_check_in_raises_nothing(patient):
    month(patient)
    assert rules() == set()


def test_blood_in_the_urine_told_in_a_check_in_reaches_the_clinic_that_day(patient):
    month(patient, grades={"haematuria": 1})
    assert alert("symptom_haematuria").severity == Severity.SAME_DAY


def test_blood_in_the_urine_can_be_told_on_any_day(patient):
    """Nobody waits for the next check-in with it."""
    side_effects_submit(
        patient=patient, by=patient.user, now=NOW, grades={"haematuria": 3}, idempotency_key="k"
    )
    assert alert("symptom_haematuria").severity == Severity.EMERGENCY
    assert Hold.objects.standing().filter(patient=patient).exists()


class TestThoughtsOfDeath:
    def test_they_are_seen_within_minutes_although_the_form_is_not_finished(self, patient):
        entry = checkin_entry(answers=DEATH)
        submitted = {"patient": patient, "by": patient.user, "now": FOURTH, "entry": entry}
        assert checkin_alarm_submit(**submitted, idempotency_key="k1") is not None
        assert minutes("phq9_item_9") == 15
        assert asq_outstanding(patient)

    def test_the_finished_form_tells_the_same_once(self, patient):
        checkin_alarm_submit(
            patient=patient, by=patient.user, now=FOURTH, entry=checkin_entry(answers=DEATH),
            idempotency_key="k1",
        )  # fmt: skip
        month(patient, FOURTH + 2 * MINUTE, answers=DEATH)
        assert Alert.objects.filter(rule_key="phq9_item_9").count() == 1
        assert Hold.objects.standing().count() == 1

    def test_a_worse_answer_in_the_finished_form_is_told_too(self, patient):
        checkin_alarm_submit(
            patient=patient, by=patient.user, now=FOURTH, entry=checkin_entry(answers=DEATH),
            idempotency_key="k1",
        )  # fmt: skip
        month(patient, FOURTH + 2 * MINUTE, answers={"phq9": {"phq9_9": 3}})
        assert Alert.objects.filter(rule_key="phq9_item_9").count() == 2

    def test_a_negative_asq_ends_the_haste_and_neither_alert_nor_hold(self, patient):
        user_of("nurse")
        month(patient, answers=DEATH)
        ask(patient)
        assert (minutes("phq9_item_9"), alert("phq9_item_9").resolved_at) == (240, None)
        pages = Reminder.objects.filter(purpose="alert_same_day_unseen")
        assert set(pages.values_list("due_at", flat=True)) == {alert("phq9_item_9").due_at}
        hasty = Reminder.objects.filter(purpose="alert_prompt_unseen")
        assert set(hasty.values_list("status", flat=True)) == {"cancelled"}
        assert Hold.objects.standing().filter(key="phq9_item_9").exists()
        assert not asq_outstanding(patient)

    @pytest.mark.parametrize(
        ("answers", "rule", "severity", "is_outstanding"),
        [
            ({"asq_1": "yes", "asq_5": "no"}, "asq_positive", Severity.SAME_DAY, False),
            ({"asq_1": "yes", "asq_5": "yes"}, "asq_acute", Severity.EMERGENCY, False),
            ({"asq_1": "yes", "asq_5": "declined"}, "asq_acute", Severity.EMERGENCY, False),
            ({"asq_1": "yes"}, "asq_incomplete", Severity.SAME_DAY, True),
        ],
    )
    def test_any_other_asq_keeps_the_haste(self, patient, answers, rule, severity, is_outstanding):
        month(patient, answers=DEATH)
        ask(patient, **answers)
        assert rules() == {"phq9_item_9", rule}
        assert (alert(rule).severity, minutes(rule)) == (severity, 15)
        assert minutes("phq9_item_9") == 15
        assert asq_outstanding(patient) is is_outstanding

    def test_told_before_a_dose_they_ask_for_the_asq_too(self, patient):
        plan = patient.plans.get()
        check_submit(
            patient=patient, slot=open_slot(plan), by=patient.user, now=NOW, idempotency_key="c",
            entry=check_entry(answers=good_answers(predose_mood=True)),
        )  # fmt: skip
        assert asq_outstanding(patient)
        ask(patient, NOW + 5 * MINUTE)
        assert (minutes("predose_mood"), asq_outstanding(patient)) == (240, False)

    def test_an_asq_of_before_settles_nothing(self, patient):
        ask(patient, FOURTH - DAY)
        month(patient, answers=DEATH)
        assert (minutes("phq9_item_9"), asq_outstanding(patient)) == (15, True)

    def test_a_person_who_closed_the_alert_has_seen_to_it(self, patient):
        month(patient, answers=DEATH)
        nurse = user_of("nurse")
        alert_resolve(alert=alert("phq9_item_9"), by=nurse, now=FOURTH, note="Spoke to them.")
        assert not asq_outstanding(patient)

    def test_an_acute_answer_leads_to_the_page_of_help(self, patient):
        screen = ask(patient, asq_1="yes", asq_5="yes")
        assert emergency_cause(patient, FOURTH + 10 * MINUTE) == screen


def test_an_alert_says_where_it_was_told_and_what_is_to_be_done(patient):
    month(patient, answers=DEATH)
    assert {"label": "Told in", "value": "Monthly check-in"} in alert("phq9_item_9").facts
    ask(patient, asq_4="yes", asq_5="no")
    assert alert("phq9_item_9").clears_when.startswith("The safety questions (ASQ) are done")
    assert "noted what follows" in alert("asq_positive").clears_when


# --- What is not told ----------------------------------------------------------------------------
class TestMissed:
    LATE = datetime(2026, 6, 10, 4, tzinfo=UTC)

    def look(self, patient, now):
        refresh_patient(patient, now=now)
        return list(Alert.objects.filter(rule_key="missed_checkin").order_by("pk"))

    def test_from_the_midnight_three_days_after_its_day(self, patient):
        assert self.look(patient, self.LATE - timedelta(seconds=1)) == []
        (missed,) = self.look(patient, self.LATE)
        assert (missed.severity, missed.blocks_increase) == (Severity.ROUTINE, False)
        assert missed.sentence == "Weekly check-in of June 7, 2026 is not filled in"
        assert missed.fact_at == self.LATE

    def test_it_is_looked_at_at_that_very_moment(self, patient):
        refresh_patient(patient, now=self.LATE - timedelta(hours=3))
        assert PatientSummary.objects.get().next_look_at == self.LATE

    def test_one_for_each_day_due_and_only_a_person_closes_it(self, patient):
        self.look(patient, self.LATE)
        assert len(self.look(patient, self.LATE + DAY)) == 1
        first, second = self.look(patient, self.LATE + 7 * DAY)
        assert (first.resolved_at, first.is_supported, second.is_supported) == (None, False, True)

    def test_one_that_is_filled_in_late_says_that_it_no_longer_stands(self, patient):
        self.look(patient, self.LATE)
        checkin_submit(
            patient=patient, by=patient.user, now=self.LATE + DAY, entry=checkin_entry(),
            idempotency_key="k1",
        )  # fmt: skip
        (missed,) = self.look(patient, self.LATE + DAY)
        assert (missed.is_supported, missed.resolved_at) == (False, None)

    def test_a_pause_takes_nothing_back_and_adds_nothing(self, patient):
        self.look(patient, self.LATE)
        Patient.objects.filter(pk=patient.pk).update(state=PatientState.PAUSED)
        (missed,) = self.look(patient, self.LATE + 7 * DAY)
        assert missed.is_supported

    def test_whoever_comes_back_from_a_pause_is_looked_at_again(self, patient):
        Patient.objects.filter(pk=patient.pk).update(state=PatientState.PAUSED)
        refresh_patient(patient, now=NOW)
        assert due_patients(NOW + 30 * DAY, 10) == []
        Patient.objects.filter(pk=patient.pk).update(state=PatientState.ACTIVE)
        assert due_patients(NOW, 10) == [patient]


class TestTheSummary:
    def shown(self, patient, day):
        refresh_patient(patient, now=NOW + day * DAY)
        return shown_checkin(patient, PatientSummary.objects.get(), (NOW + day * DAY).date())

    @pytest.mark.parametrize(("day", "expected"), [(5, None), (6, False), (8, False), (9, True)])
    def test_today_reads_it_from_there(self, patient, day, expected):
        shown = self.shown(patient, day)
        assert (shown and shown.is_late) is expected

    def test_nobody_is_shown_one_who_was_paused_meanwhile(self, patient):
        refresh_patient(patient, now=FIRST)
        patient.state = PatientState.PAUSED
        assert shown_checkin(patient, PatientSummary.objects.get(), FIRST.date()) is None

    def test_of_nobody_without_a_summary_is_nothing(self, patient):
        assert shown_checkin(patient, None, FIRST.date()) is None
