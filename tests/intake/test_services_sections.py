"""What storing a page does besides keeping its answers."""

from datetime import date
from decimal import Decimal

import pytest

from intake.choices import Section
from intake.models import (
    BaselinePressure,
    InstrumentResponse,
    WeightMeasurement,
)
from intake.selectors import (
    answers_in_force,
    baseline_peg,
    current_medicines,
    latest_weight,
    missing_sections,
)
from intake.services import medicine_add, medicine_strike_out
from intake.services.errors import (
    AnswerRefused,
    EntryImplausible,
    StateNotServed,
    ThirdReadingNeeded,
    UnderAge,
)

pytestmark = pytest.mark.django_db


def test_about_you_is_kept_on_the_patient_and_the_person(applicant, send):
    send(applicant, Section.ABOUT)
    applicant.refresh_from_db()
    assert (applicant.first_name, applicant.date_of_birth) == ("Rosa", date(1980, 4, 12))
    assert applicant.user.full_name == "Rosa Marin"


@pytest.mark.parametrize(
    ("born", "error", "message"),
    [
        pytest.param(date(2026, 6, 2), AnswerRefused, "year of birth", id="tomorrow"),
        pytest.param(date(1900, 1, 1), AnswerRefused, "year of birth", id="126 years ago"),
        pytest.param(date(2008, 6, 2), UnderAge, "18 and over", id="18 tomorrow"),
    ],
)
def test_a_birth_date_that_cannot_go_on(applicant, send, rows, born, error, message):
    with pytest.raises(error, match=message) as caught:
        send(applicant, Section.ABOUT, date_of_birth=born)
    applicant.refresh_from_db()
    assert caught.value.field == "date_of_birth"
    assert (rows(applicant), applicant.date_of_birth, applicant.first_name) == (0, None, "")


def test_somebody_who_turns_18_today_may_apply(applicant, send):
    send(applicant, Section.ABOUT, date_of_birth=date(2008, 6, 1))
    applicant.refresh_from_db()
    assert applicant.date_of_birth == date(2008, 6, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("last_name", "x" * 81),
        ("sex_at_birth", "other"),
        ("phone", "5" * 21),
    ],
)
def test_about_you_refuses_what_its_columns_refuse(applicant, send, rows, field, value):
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, Section.ABOUT, **{field: value})
    assert caught.value.field == field
    assert rows(applicant) == 0


def test_home_sets_the_clock_of_the_person(applicant, send, user):
    send(applicant, Section.HOME, time_zone="America/Chicago")
    user.refresh_from_db()
    applicant.refresh_from_db()
    assert (user.time_zone, applicant.city) == ("America/Chicago", "Albany")


def test_a_state_that_is_not_served_is_refused(applicant, send, rows):
    with pytest.raises(StateNotServed) as caught:
        send(applicant, Section.HOME, state_of_residence="TX")
    assert caught.value.field == "state_of_residence"
    assert rows(applicant) == 0


@pytest.mark.parametrize("field", ["address_line", "city", "dosing_at", "time_zone"])
def test_home_needs_where_and_which_clock(applicant, send, rows, field):
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, Section.HOME, **{field: ""})
    assert (caught.value.field, rows(applicant)) == (field, 0)


def test_the_list_is_frozen_with_its_page(applicant, lists):
    row = lists(applicant, "Amlodipine 5 mg", "Vitamin D")
    lines = row.answers["medicines"]
    assert [line["name"] for line in lines] == ["Amlodipine 5 mg", "Vitamin D"]
    assert [line["classes"] for line in lines] == [["antihypertensive"], ["cyp_unknown"]]
    assert row.answers["takes_none"] is False


def test_none_taken_is_said(applicant, send):
    answers = send(applicant, Section.MEDICINES, takes_none=True).answers
    assert (answers["medicines"], answers["takes_none"]) == ([], True)


def test_an_empty_list_is_not_a_word(applicant, send, rows):
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, Section.MEDICINES, takes_none=False)
    assert (caught.value.field, rows(applicant)) == ("takes_none", 0)


def test_a_list_and_none_at_all_contradict(applicant, send, lists, rows):
    lists(applicant, "Vitamin D")
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, Section.MEDICINES, takes_none=True)
    assert (caught.value.field, rows(applicant)) == ("takes_none", 1)


def test_a_page_of_single_questions_asks_nothing_about_the_list(applicant, send, now):
    before = send(applicant, Section.MEDICINES, takes_none=True).answers
    medicine_add(patient=applicant, by=applicant.user, now=now, name="gabapentin")
    answers = send(applicant, Section.MEDICINES, **before).answers
    assert [line["name"] for line in answers["medicines"]] == ["gabapentin"]
    assert answers["takes_none"] is False


def test_the_list_of_now_counts_not_that_of_the_page(applicant, lists, now):
    lists(applicant, "Vitamin D")
    medicine_add(patient=applicant, by=applicant.user, now=now, name="gabapentin")
    stored = answers_in_force(applicant)[Section.MEDICINES]
    assert [line["name"] for line in stored["medicines"]] == ["Vitamin D", "gabapentin"]


def test_an_emptied_list_is_asked_again(applicant, lists, now):
    lists(applicant, "Vitamin D")
    line = current_medicines(applicant).get()
    medicine_strike_out(medicine=line, by=applicant.user, now=now)
    assert Section.MEDICINES in missing_sections(applicant, answers_in_force(applicant))


def readings(*pairs):
    return [{"systolic": s, "diastolic": d, "pulse": None} for s, d in pairs]


def test_the_pair_is_stored_with_its_mean(applicant, send):
    send(applicant, Section.PRESSURE, readings=readings((121, 80), (122, 81)))
    stored = BaselinePressure.objects.get()
    assert (stored.mean_systolic, stored.mean_diastolic) == (Decimal("121.5"), Decimal("80.5"))


def test_readings_far_apart_need_a_third(applicant, send, rows):
    with pytest.raises(ThirdReadingNeeded) as caught:
        send(applicant, Section.PRESSURE, readings=readings((150, 80), (130, 80)))
    assert (caught.value.field, rows(applicant)) == ("systolic_3", 0)
    send(applicant, Section.PRESSURE, readings=readings((150, 80), (130, 80), (128, 78)))
    assert BaselinePressure.objects.get().mean_systolic == Decimal(129)


def test_an_unusual_reading_is_refused_until_it_is_confirmed(applicant, send, rows):
    odd = readings((300, 80), (295, 80))
    with pytest.raises(EntryImplausible, match="300") as caught:
        send(applicant, Section.PRESSURE, readings=odd)
    assert (caught.value.field, rows(applicant)) == ("systolic_1", 0)
    send(applicant, Section.PRESSURE, readings=odd, is_confirmed=True)
    assert BaselinePressure.objects.get().readings == odd


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param([], "systolic_2", id="none"),
        pytest.param(readings((120, 80)), "systolic_2", id="one"),
        pytest.param(readings((0, 80), (120, 80)), "systolic_1", id="zero"),
        pytest.param(readings((120, 80), (120, 400)), "diastolic_2", id="no display shows 400"),
        pytest.param([{"systolic": "120", "diastolic": 80}] * 2, "systolic_1", id="text"),
    ],
)
def test_readings_that_are_none(applicant, send, rows, given, field):
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, Section.PRESSURE, readings=given, is_confirmed=True)
    assert (caught.value.field, rows(applicant)) == (field, 0)
    assert not BaselinePressure.objects.exists()


@pytest.mark.parametrize(
    ("amount", "unit", "weight_g"), [("154", "lb", 69_853), ("70.5", "kg", 70_500)]
)
def test_weight_is_kept_in_grams(applicant, send, amount, unit, weight_g):
    row = send(applicant, Section.WEIGHT, amount=amount, unit=unit)
    assert latest_weight(applicant).weight_g == weight_g
    assert row.answers.items() >= {"amount": amount, "unit": unit, "weight_g": weight_g}.items()


@pytest.mark.parametrize(("amount", "unit"), [("400", "kg"), ("29.9", "kg"), ("40", "lb")])
def test_a_weight_that_cannot_be_right(applicant, send, rows, amount, unit):
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, Section.WEIGHT, amount=amount, unit=unit)
    assert (caught.value.field, rows(applicant)) == ("amount", 0)
    assert not WeightMeasurement.objects.exists()


def test_peg_is_scored(applicant, send):
    send(applicant, Section.PAIN_SCORE)
    response = baseline_peg(applicant)
    assert (response.score, response.version) == (Decimal("6.7"), "2009-en")


def test_a_missing_item_gives_no_score(applicant, send):
    send(applicant, Section.PAIN_SCORE, peg_e=None)
    response = InstrumentResponse.objects.get()
    assert response.score is None
    assert response.answers == {"peg_p": 7, "peg_e": None, "peg_g": 7}
