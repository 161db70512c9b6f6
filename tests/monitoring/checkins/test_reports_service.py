"""Recording side effects, pain and the emergency page's answer."""

from datetime import timedelta

import pytest

from dosing.models import Hold
from ketaclinic.audit.models import AuditEvent
from monitoring.checkins.choices import SideEffect
from monitoring.checkins.models import (
    PainScore,
    SafetyResponse,
    SideEffectGrade,
    SideEffectReport,
)
from monitoring.checkins.selectors import lasting
from monitoring.checkins.services import (
    ReporterRefused,
    ReportNotReadable,
    pain_record,
    safety_record,
    side_effects_record,
)
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW
from tests.factories.monitoring import home_patient, taken_before
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@kept
def patient():
    patient, plan = home_patient()
    taken_before(plan, hours=2)
    return patient


def report(patient, grades=None, *, days=0, key="k1", by=None, **changes):
    return side_effects_record(
        patient=patient,
        by=by or patient.user,
        now=NOW + timedelta(days=days),
        grades={"nausea": 1} if grades is None else grades,
        idempotency_key=key,
        **changes,
    )


def findings(row):
    return {item["key"]: item["action"] for item in row.findings}


def test_grades_are_kept_with_what_was_made_of_them(patient):
    row = report(patient, {"nausea": 2, "dry_mouth": 0}, note="  after lunch ")
    assert dict(row.grades.values_list("symptom", "grade")) == {"nausea": 2, "dry_mouth": 0}
    assert findings(row) == {"symptom_nausea": "routine_review"}
    assert (row.note, row.scale_version) == ("after lunch", "ctcae5-words-2")
    assert AuditEvent.objects.filter(verb="checkins.side_effects_recorded").count() == 1


def test_nothing_bothers_is_a_report_too(patient):
    assert report(patient, {}).findings == []


def test_the_same_key_is_the_same_report(patient):
    assert report(patient) == report(patient, {"vomiting": 4})
    assert SideEffectGrade.objects.count() == 1


def test_a_severe_side_effect_holds_every_dose(patient):
    report(patient, {"headache": 3})
    hold = Hold.objects.get()
    assert (hold.key, hold.scope) == ("symptom_headache", "plan")


def test_an_urgent_tick_is_an_emergency_and_holds_every_dose(patient):
    row = report(patient, {}, urgent=["chest_pain"])
    assert (row.urgent, findings(row)) == (["chest_pain"], {"symptom_chest_pain": "emergency_now"})
    assert Hold.objects.get().key == "symptom_chest_pain"


@pytest.mark.parametrize(
    "changes",
    [
        {"grades": {"itching": 1}},
        {"grades": {"nausea": 4}},
        {"grades": {"nausea": -1}},
        {"urgent": ["itching"]},
    ],
    ids=["unknown", "grade 4 of a term with 3", "below none", "unknown urgent"],
)
def test_what_nobody_asked_is_refused_and_nothing_is_written(patient, changes):
    with pytest.raises(ReportNotReadable):
        report(patient, **changes)
    assert (SideEffectReport.objects.count(), Hold.objects.count()) == (0, 0)


def test_sleepiness_long_after_the_dose_is_seen_the_same_day(patient):
    soon = report(patient, {"sedation": 1})
    late = report(patient, {"sedation": 1}, days=1, key="k2")
    assert findings(soon) == {"symptom_sedation": "log_only"}
    assert findings(late) == {"symptom_sedation": "same_day"}


@pytest.mark.parametrize(
    ("told", "days"),
    [
        pytest.param([], 0, id="never told"),
        pytest.param([(-9, 1), (-3, 2)], 9, id="told twice"),
        pytest.param([(-9, 1), (-5, 0), (-3, 1)], 3, id="gone in between"),
        pytest.param([(-9, 1), (-3, 0)], 0, id="gone now"),
    ],
)
def test_how_long_a_side_effect_has_been_there(patient, told, days):
    for day, grade in told:
        report(patient, {"urinary_frequency": grade}, days=day, key=f"d{day}")
    assert lasting(patient, SideEffect.URINARY_FREQUENCY, NOW) == timedelta(days=days)


def test_a_mild_bladder_symptom_that_lasts_is_seen_the_same_day(patient):
    report(patient, {"urinary_frequency": 1}, days=-8)
    lasts = report(patient, {"urinary_frequency": 1}, key="k2")
    assert findings(lasts) == {"symptom_urinary_frequency": "same_day"}


# --- pain ---


def pain(patient, score, key="p1", by=None):
    return pain_record(
        patient=patient, by=by or patient.user, now=NOW, score=score, idempotency_key=key
    )


@pytest.mark.parametrize("score", [0, 10])
def test_pain_from_none_to_the_worst(patient, score):
    assert pain(patient, score).score == score


@pytest.mark.parametrize("score", [-1, 11])
def test_pain_outside_its_scale_is_refused(patient, score):
    with pytest.raises(ReportNotReadable):
        pain(patient, score)
    assert PainScore.objects.count() == 0


def test_the_same_pain_twice_is_one(patient):
    assert pain(patient, 4) == pain(patient, 9)


# --- the emergency page ---


def safety(patient, answer="called", key="s1", by=None):
    return safety_record(
        patient=patient, by=by or patient.user, now=NOW, answer=answer, idempotency_key=key
    )


@pytest.mark.parametrize("answer", ["called", "helper_called", "safe_now"])
def test_each_button_of_the_emergency_page_is_kept(patient, answer):
    assert safety(patient, answer).answer == answer
    assert AuditEvent.objects.filter(verb="checkins.safety_answered").count() == 1


def test_a_button_pressed_twice_is_one_answer(patient):
    assert safety(patient) == safety(patient)


def test_a_button_that_does_not_exist_is_refused(patient):
    with pytest.raises(ReportNotReadable):
        safety(patient, "later")
    assert SafetyResponse.objects.count() == 0


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
@pytest.mark.parametrize("write", [report, lambda p, by: pain(p, 3, by=by), safety])
def test_only_the_patient_and_clinical_staff_may_report(patient, role, write):
    with pytest.raises(ReporterRefused):
        write(patient, by=user_of(role))
    counts = [m.objects.count() for m in (SideEffectReport, PainScore, SafetyResponse)]
    assert counts == [0, 0, 0]
