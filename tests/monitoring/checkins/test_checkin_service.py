"""Recording a check-in: once for each day due, whole, with what its answers ask for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dosing.models import Hold
from intake.choices import PatientState, SexAtBirth
from intake.models import InstrumentResponse, Patient
from ketaclinic.audit.models import AuditEvent
from monitoring.checkins.choices import CheckInKind
from monitoring.checkins.models import CheckIn, SafetyScreen, SideEffectReport
from monitoring.checkins.selectors import checkin_by_public_id, due_checkin, scores_of
from monitoring.checkins.services import (
    CheckInIncomplete,
    CheckInNotOpen,
    ReporterRefused,
    ReportNotReadable,
    asq_record,
    checkin_alarm_record,
    checkin_record,
)
from tests.factories.accounts import UserFactory, user_of
from tests.factories.dosing import NOW, HoldFactory
from tests.factories.monitoring import asq_answers, checkin_entry, home_patient
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
# The plan began on 31 May, so the first check-in is due on 7 June.
DAY = timedelta(days=1)
FIRST, FOURTH = NOW + 6 * DAY, NOW + 27 * DAY


@kept
def patient():
    return home_patient()[0]


def record(patient, now=FIRST, *, by=None, key="k1", **changes):
    return checkin_record(
        patient=patient,
        by=by or patient.user,
        now=now,
        entry=checkin_entry(**changes),
        idempotency_key=key,
    )


def monthly(patient, now=FOURTH, **changes):
    return record(patient, now, monthly=True, **changes)


def scored(patient, score, at):
    """A PHQ-9 that came to this at an earlier time."""
    return InstrumentResponse.objects.create(
        patient=patient,
        instrument="phq9",
        version="pfizer-en",
        answers={},
        score=score,
        answered_at=at,
        recorded_by=patient.user,
    )


def holds():
    return set(Hold.objects.standing().values_list("key", flat=True))


def keys(row):
    return [item["key"] for item in row.findings]


class TestWhenItIsDue:
    def test_from_the_midnight_of_its_day_by_the_patients_clock(self, patient):
        midnight = FIRST.replace(hour=4, minute=0)
        assert due_checkin(patient, midnight - timedelta(seconds=1)) is None
        assert due_checkin(patient, midnight).due_on == date(2026, 6, 7)

    def test_until_it_is_done_and_then_a_week_later(self, patient):
        record(patient)
        assert due_checkin(patient, FIRST + 6 * DAY) is None
        assert due_checkin(patient, FIRST + 7 * DAY).due_on == date(2026, 6, 14)

    def test_each_fourth_is_a_monthly_one_and_is_asked_until_it_is_done(self, patient):
        kinds = [due_checkin(patient, FIRST + 7 * week * DAY).kind for week in range(5)]
        assert kinds == ["weekly", "weekly", "weekly", "monthly", "monthly"]
        monthly(patient, FOURTH + 7 * DAY)
        assert due_checkin(patient, FOURTH + 14 * DAY).kind == CheckInKind.WEEKLY

    def test_a_hold_does_not_stop_it(self, patient):
        HoldFactory(patient=patient)
        assert due_checkin(patient, FIRST) is not None

    @pytest.mark.parametrize("state", [PatientState.PAUSED, PatientState.DISCHARGED])
    def test_nobody_is_asked_who_is_not_active(self, patient, state):
        Patient.objects.filter(pk=patient.pk).update(state=state)
        patient.refresh_from_db()
        assert due_checkin(patient, FIRST) is None


class TestAWeek:
    def test_it_is_kept_with_its_parts(self, patient):
        row = record(patient, grades={"urinary_urgency": 1})
        assert (row.kind, row.due_on) == (CheckInKind.WEEKLY, date(2026, 6, 7))
        assert row.peg.score == Decimal("3.3")
        assert row.report.grades.get(symptom="urinary_urgency").grade == 1
        assert row.report.grades.count() == 5
        assert AuditEvent.objects.filter(verb="checkins.checkin_recorded").count() == 1
        assert checkin_by_public_id(patient, row.public_id) == row

    def test_the_same_key_is_the_same_check_in(self, patient):
        assert record(patient) == record(patient)
        assert SideEffectReport.objects.count() == 1

    def test_a_second_tab_writes_nothing(self, patient):
        record(patient)
        with pytest.raises(CheckInNotOpen):
            record(patient, key="k2")
        assert CheckIn.objects.count() == SideEffectReport.objects.count() == 1

    def test_what_is_blank_is_named_and_nothing_is_written(self, patient):
        with pytest.raises(CheckInIncomplete) as refused:
            record(patient, answers={"peg": {"peg_e": None}}, grades={})
        assert refused.value.missing == ("peg_e",)
        assert not CheckIn.objects.exists()
        assert not InstrumentResponse.objects.filter(instrument="peg", answered_at=FIRST).exists()

    @pytest.mark.parametrize("grades", [{"itching": 1}, {"haematuria": 4}, {"nausea": 1}])
    def test_what_nobody_asked_is_refused(self, patient, grades):
        with pytest.raises(ReportNotReadable):
            record(patient, grades=grades)
        assert not SideEffectReport.objects.exists()

    def test_blood_in_the_urine_stops_every_dose(self, patient):
        record(patient, grades={"haematuria": 2})
        assert holds() == {"symptom_haematuria"}

    def test_staff_may_write_down_what_they_are_told_and_others_may_not(self, patient):
        with pytest.raises(ReporterRefused):
            record(patient, by=UserFactory())
        assert record(patient, by=user_of("nurse")).due_on == date(2026, 6, 7)


class TestAMonth:
    def test_an_ordinary_one_holds_nothing(self, patient):
        row = monthly(patient)
        assert (row.phq9.score, row.gad7.score, row.findings) == (0, 0, [])
        assert (row.overall_change, row.could_be_pregnant) == ("better", False)
        assert holds() == set()

    def test_every_part_of_it_is_asked(self, patient):
        with pytest.raises(CheckInIncomplete) as refused:
            record(patient, FOURTH)
        asked = refused.value.missing
        assert {"phq9_9", "gad7_1", "craving_misuse", "overall_change"} <= set(asked)
        assert asked[-1] == "could_be_pregnant"

    def test_a_man_is_not_asked_whether_he_is_pregnant(self, patient):
        Patient.objects.filter(pk=patient.pk).update(sex_at_birth=SexAtBirth.MALE)
        assert monthly(patient, could_be_pregnant=None).could_be_pregnant is None

    def test_thoughts_of_death_stop_every_dose(self, patient):
        row = monthly(patient, answers={"phq9": {"phq9_9": 1}})
        (finding,) = row.findings
        assert (finding["key"], finding["acknowledge_minutes"]) == ("phq9_item_9", 15)
        assert holds() == {"phq9_item_9"}

    def test_a_worse_mood_counts_from_the_lower_score(self, patient):
        """Two at the application, nine since, seven now."""
        scored(patient, 2, NOW - 21 * DAY)
        scored(patient, 9, NOW)
        row = monthly(patient, answers={"phq9": {"phq9_1": 3, "phq9_2": 2, "phq9_3": 2}})
        assert keys(row) == ["phq9_rise"]
        assert holds() == set()

    def test_could_be_pregnant_stops_every_dose(self, patient):
        assert keys(monthly(patient, could_be_pregnant=True)) == ["predose_pregnant"]
        assert holds() == {"predose_pregnant"}

    def test_its_scores_are_read_at_once_with_those_of_the_application(
        self, patient, django_assert_num_queries
    ):
        scored(patient, 2, NOW - 21 * DAY)
        record(patient)
        monthly(patient, key="k2")
        with django_assert_num_queries(1):
            scores = scores_of(patient)
        assert {key: len(told) for key, told in scores.items()} == {"peg": 3, "phq9": 2, "gad7": 1}


class TestWhatMayNotWait:
    def keep(self, patient, answer, key="k1"):
        entry = checkin_entry(answers={"phq9": {"phq9_9": answer}})
        return checkin_alarm_record(
            patient=patient, by=patient.user, now=FOURTH, entry=entry, idempotency_key=key
        )

    @pytest.mark.parametrize("answer", [1, 3, "declined"])
    def test_it_is_kept_although_all_else_is_blank(self, patient, answer):
        screen = self.keep(patient, answer)
        assert screen.response.answers["phq9_9"] == answer
        assert (screen.response.score, screen.due_on) == (None, date(2026, 6, 28))
        assert holds() == {"phq9_item_9"}
        assert self.keep(patient, answer) == screen

    def test_a_worse_answer_in_the_same_form_is_kept_too(self, patient):
        assert self.keep(patient, 1) != self.keep(patient, 3)

    @pytest.mark.parametrize("answer", [0, None, "nonsense"])
    def test_nothing_is_kept_of_an_answer_that_worries_nobody(self, patient, answer):
        assert self.keep(patient, answer) is None
        assert not SafetyScreen.objects.exists()

    def test_in_a_weeks_form_it_is_kept_beside_it(self, patient):
        record(patient, answers={"phq9": {"phq9_9": 2}})
        assert SafetyScreen.objects.get().response.instrument == "phq9"
        assert holds() == {"phq9_item_9"}


class TestTheSafetyQuestions:
    def ask(self, patient, key="k1", **answers):
        return asq_record(
            patient=patient,
            by=patient.user,
            now=FOURTH,
            answers=asq_answers(**answers),
            idempotency_key=key,
        )

    @pytest.mark.parametrize(
        ("answers", "finding"),
        [
            pytest.param({}, None, id="no to all"),
            pytest.param({"asq_1": "yes", "asq_5": "no"}, "asq_positive", id="not now"),
            pytest.param({"asq_4": "declined", "asq_5": "no"}, "asq_positive", id="refused one"),
            pytest.param({"asq_1": "yes", "asq_5": "yes"}, "asq_acute", id="now"),
            pytest.param({"asq_1": "yes", "asq_5": "declined"}, "asq_acute", id="refused five"),
            pytest.param({"asq_1": "yes"}, "asq_incomplete", id="five is blank"),
        ],
    )
    def test_what_it_asks_for(self, patient, answers, finding):
        screen = self.ask(patient, **answers)
        assert keys(screen) == ([finding] if finding else [])
        assert holds() == ({finding} if finding else set())

    def test_a_blank_one_is_asked_again(self, patient):
        with pytest.raises(CheckInIncomplete) as refused:
            self.ask(patient, asq_2=None)
        assert refused.value.missing == ("asq_2",)
        assert not SafetyScreen.objects.exists()

    def test_the_same_form_filled_in_further_is_recorded_anew(self, patient):
        first = self.ask(patient, asq_1="yes")
        assert self.ask(patient, asq_1="yes") == first
        assert keys(self.ask(patient, asq_1="yes", asq_5="yes")) == ["asq_acute"]
