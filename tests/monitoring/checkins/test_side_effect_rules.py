"""The side-effect catalogue: each grade's action, and what the time of a symptom adds."""

from datetime import timedelta

import pytest

from monitoring.checkins.choices import (
    GradeAnchor,
    Notice,
    Outcome,
    SideEffect,
    SideEffectName,
    UrgentSymptom,
)
from monitoring.checkins.rules import (
    CATALOGUE,
    CheckPolicy,
    Timing,
    UnknownGrade,
    max_grade,
    side_effect_findings,
)

POLICY = CheckPolicy()
SOON = Timing(since_dose=timedelta(hours=2))
LOG, ROUTINE, SAME_DAY, URGENT = Notice.LOG_ONLY, Notice.ROUTINE, Notice.SAME_DAY, Notice.EMERGENCY


def found(symptom, grade, timing=SOON):
    (finding,) = side_effect_findings({symptom: grade}, POLICY, timing=timing)
    return finding


@pytest.mark.parametrize(
    ("symptom", "notices", "held_from"),
    [
        ("nausea", [LOG, ROUTINE, SAME_DAY], 3),
        ("vomiting", [LOG, SAME_DAY, URGENT, URGENT], 3),
        ("dizziness", [LOG, ROUTINE, SAME_DAY], 3),
        ("sedation", [LOG, ROUTINE, URGENT, URGENT], 3),
        ("dissociation", [LOG, ROUTINE, SAME_DAY, URGENT], 3),
        ("headache", [LOG, ROUTINE, SAME_DAY], 3),
        ("blurred_vision_diplopia", [LOG, ROUTINE, SAME_DAY, URGENT], 3),
        ("anxiety_agitation", [LOG, ROUTINE, SAME_DAY, URGENT], 3),
        ("urinary_frequency", [ROUTINE, SAME_DAY], 2),
        ("urinary_urgency", [ROUTINE, SAME_DAY], 2),
        ("dysuria_bladder_pain", [ROUTINE, SAME_DAY, SAME_DAY], 2),
        ("haematuria", [SAME_DAY, SAME_DAY, URGENT], 2),
        ("incontinence_new", [ROUTINE, SAME_DAY], 2),
        ("dry_mouth", [LOG, ROUTINE, ROUTINE], 9),
        ("craving_misuse", [ROUTINE, SAME_DAY, SAME_DAY], 3),
    ],
)
def test_every_grade_of_every_side_effect(symptom, notices, held_from):
    results = [found(symptom, grade) for grade in range(1, len(notices) + 1)]
    assert [item.notice for item in results] == notices
    assert [item.is_hold for item in results] == [
        g >= held_from for g in range(1, len(notices) + 1)
    ]


@pytest.mark.parametrize("symptom", SideEffect.values)
def test_none_is_no_finding(symptom):
    assert side_effect_findings({symptom: 0}, POLICY, timing=SOON) == ()


@pytest.mark.parametrize("symptom", SideEffect.values)
def test_a_grade_above_the_terms_highest_is_refused(symptom):
    with pytest.raises(UnknownGrade):
        side_effect_findings({symptom: max_grade(symptom) + 1}, POLICY, timing=SOON)


@pytest.mark.parametrize("grades", [{"nausea": -1}, {"itching": 1}])
def test_what_the_catalogue_does_not_have_is_refused(grades):
    with pytest.raises(UnknownGrade):
        side_effect_findings(grades, POLICY, timing=SOON)


@pytest.mark.parametrize("symptom", SideEffect.values)
def test_every_grade_has_its_plain_words_and_a_name(symptom):
    anchors = [f"{symptom}_{grade}" for grade in range(1, max_grade(symptom) + 1)]
    assert set(anchors) <= set(GradeAnchor.values)
    assert symptom in SideEffectName.values
    assert SideEffect(symptom) in CATALOGUE


@pytest.mark.parametrize("symptom", UrgentSymptom.values)
def test_an_urgent_tick_is_an_emergency_that_holds_every_dose(symptom):
    (finding,) = side_effect_findings({}, POLICY, urgent=frozenset({symptom}))
    assert (finding.outcome, finding.notice) == (Outcome.EMERGENCY, Notice.EMERGENCY)


@pytest.mark.parametrize(
    ("grade", "blocks"), [(1, False), (2, True), (3, True)], ids=["g1", "g2 +NI", "g3"]
)
def test_dizziness_that_blocks_an_increase(grade, blocks):
    assert found("dizziness", grade).blocks_increase is blocks


@pytest.mark.parametrize(("symptom", "grade"), [("dysuria_bladder_pain", 1), ("craving_misuse", 2)])
def test_bladder_pain_and_frequent_craving_block_an_increase(symptom, grade):
    assert found(symptom, grade).blocks_increase


def test_a_new_grade_three_always_blocks_an_increase():
    assert found("dry_mouth", 3).blocks_increase


@pytest.mark.parametrize(
    ("symptom", "timing", "notice", "is_hold"),
    [
        pytest.param("sedation", Timing(timedelta(hours=4)), LOG, False, id="sleepy at 4 h"),
        pytest.param("sedation", Timing(timedelta(hours=4.1)), SAME_DAY, False, id="past 4 h"),
        pytest.param("sedation", Timing(None), SAME_DAY, False, id="sleepy, no dose known"),
        pytest.param("dissociation", Timing(timedelta(hours=24)), LOG, False, id="unreal at 24 h"),
        pytest.param("dissociation", Timing(timedelta(hours=25)), SAME_DAY, True, id="past 24 h"),
        pytest.param("dissociation", Timing(None), SAME_DAY, True, id="on a day without a dose"),
        pytest.param(
            "urinary_frequency", Timing(None, timedelta(days=7)), ROUTINE, False, id="7 days"
        ),
        pytest.param(
            "urinary_frequency", Timing(None, timedelta(days=8)), SAME_DAY, False, id="past 7 days"
        ),
        pytest.param("nausea", Timing(None), LOG, False, id="time changes nothing for nausea"),
    ],
)
def test_what_the_time_of_a_mild_symptom_adds(symptom, timing, notice, is_hold):
    finding = found(symptom, 1, timing)
    assert (finding.notice, finding.is_hold) == (notice, is_hold)


def test_the_finding_is_told_in_the_patients_words():
    assert found("dizziness", 2).sentence == "Dizziness: Hard to do chores"


def test_the_most_urgent_finding_stands_first():
    findings = side_effect_findings(
        {"dry_mouth": 1, "nausea": 3, "vomiting": 3}, POLICY, timing=SOON
    )
    assert [item.key for item in findings] == [
        "symptom_vomiting",
        "symptom_nausea",
        "symptom_dry_mouth",
    ]
