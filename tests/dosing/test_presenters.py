"""Amounts, times and changes as people read them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dosing.choices import AfterHold, Enantiomer, Formulation, HoldScope, NotOffered, Outcome, Route
from dosing.presenters import (
    amount_text,
    finding_sentence,
    how_text,
    plan_changes,
    plan_items,
    plan_line,
    racemic_text,
    schedule_days,
    times_text,
)
from dosing.rules import Level, LimitFinding
from dosing.selectors import open_holds, slots_with_logs, zone_of
from tests.factories.dosing import (
    TODAY,
    DoseLogFactory,
    HoldFactory,
    ScheduledDoseFactory,
    solution,
    terms,
)

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        pytest.param(terms(), "25 mg (1 capsule)", id="one capsule"),
        pytest.param(terms(dose_ug=50_000), "50 mg (2 capsules)", id="two capsules"),
        pytest.param(solution(), "25 mg (2.5 mL)", id="liquid"),
        pytest.param(solution(dose_ug=1_000), "1 mg (0.1 mL)", id="a drop of liquid"),
        pytest.param(terms(formulation=Formulation.TROCHE), "25 mg (1 troche)", id="troche"),
        pytest.param(
            terms(formulation=Formulation.RAPID_DISSOLVE_TABLET, dose_ug=75_000),
            "75 mg (3 tablets)",
            id="tablets",
        ),
        pytest.param(terms(strength_ug=None), "25 mg", id="unknown strength"),
    ],
)
def test_an_amount_says_how_to_measure_it(plan, text):
    assert amount_text(plan) == text


def test_half_a_unit_that_was_taken_is_told_exactly():
    assert amount_text(terms(), 12_500) == "12.5 mg (0.5 capsules)"


def test_a_plan_in_one_line():
    assert plan_line(terms()) == "25 mg (1 capsule), every day at 8 am, 2 pm, 8 pm"
    assert plan_line(terms(every_days=3, times_of_day=("12:00",))).endswith("every 3 days at noon")


@pytest.mark.parametrize(
    ("weekdays", "text"),
    [
        ((1,), "25 mg (1 capsule), on Monday at noon"),
        ((5, 1), "25 mg (1 capsule), on Monday and Friday at noon"),
        ((7, 2, 4), "25 mg (1 capsule), on Tuesday, Thursday and Sunday at noon"),
    ],
)
def test_weekdays_are_named_in_order(weekdays, text):
    assert plan_line(terms(weekdays=weekdays, times_of_day=("12:00",))) == text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "Swallow"),
        ({"route": Route.SUBLINGUAL}, "Hold under the tongue"),
        (
            {"route": Route.SUBLINGUAL, "hold_minutes": 10, "after_hold": AfterHold.SPIT},
            "Hold under the tongue for 10 minutes. Spit out what is left.",
        ),
        (
            {"route": Route.SUBLINGUAL, "hold_minutes": 1, "after_hold": AfterHold.SWALLOW},
            "Hold under the tongue for 1 minute. Swallow what is left.",
        ),
    ],
)
def test_how_it_is_taken(changes, text):
    assert how_text(terms(**changes)) == text


def test_times_are_in_order():
    assert times_text(terms(times_of_day=("20:00", "08:30"))) == "8:30 am, 8 pm"


def test_s_ketamine_says_what_it_counts_as():
    assert racemic_text(terms()) == ""
    assert racemic_text(terms(enantiomer=Enantiomer.S_KETAMINE)) == "Counts as 50 mg racemic."


def test_a_plan_in_plain_words():
    items = dict(plan_items(terms()))
    assert items["Dose"] == "25 mg (1 capsule)"
    assert items["In one day"] == "75 mg"
    assert items["Medicine"] == "25 mg capsule"
    assert "Last day" not in items
    assert dict(plan_items(solution()))["Medicine"] == "10 mg in each mL, liquid"


class TestChanges:
    def test_a_first_version_changed_nothing(self):
        assert plan_changes(terms(), None) == []

    def test_the_same_terms_changed_nothing(self):
        assert plan_changes(terms(), terms(instructions="With water.")) == []

    @pytest.mark.parametrize(
        ("changes", "label", "after"),
        [
            ({"dose_ug": 50_000}, "Dose", "50 mg (2 capsules)"),
            ({"times_of_day": ("09:00",)}, "Times", "9 am"),
            ({"every_days": 2}, "Days", "every 2 days"),
            ({"route": Route.SUBLINGUAL}, "How", "Hold under the tongue"),
            ({"place": "clinic"}, "Where", "At the clinic"),
        ],
    )
    def test_what_changed_is_told(self, changes, label, after):
        (change,) = plan_changes(replace(terms(), **changes), terms())
        assert (change.label, change.after) == (label, after)


def test_a_finding_is_a_sentence():
    finding = LimitFinding("key", Level.SOFT, "Above %(limit)s.", {"limit": "25 mg"})
    assert finding_sentence(finding) == "Above 25 mg."


@pytest.mark.django_db
class TestScheduleDays:
    def rows(self, patient, now, days=2):
        slots = slots_with_logs(patient, now - 12 * HOUR, now + 60 * HOUR)
        zone = zone_of(patient)
        holds = open_holds(patient, now)
        return schedule_days(slots, holds, first=TODAY, days=days, zone=zone, now=now)

    def words(self, patient, now):
        return [row.word for day in self.rows(patient, now) for row in day.rows]

    def test_every_day_is_named_also_an_empty_one(self, patient, now):
        today, tomorrow = self.rows(patient, now)
        assert (today.title, today.is_today) == ("Today, Monday, June 1", True)
        assert (tomorrow.title, tomorrow.rows) == ("Tomorrow, Tuesday, June 2", [])

    def test_a_dose_has_its_time_and_amount(self, slot, now):
        (row,) = self.rows(slot.patient, now)[0].rows
        assert (row.time, row.amount, row.place) == ("10 am", "25 mg (1 capsule)", "")
        assert (row.kind, row.word) == ("info", "Open now")

    def test_a_dose_at_the_clinic_names_the_place(self, plan, now):
        ScheduledDoseFactory(plan=plan, place="clinic")
        assert self.rows(plan.patient, now)[0].rows[0].place == "At the clinic"

    def test_a_dose_of_a_later_day_needs_no_word(self, plan, now):
        for hours in (6, 28):
            ScheduledDoseFactory(plan=plan, at=now + hours * HOUR)
        today, tomorrow = self.rows(plan.patient, now)
        assert [today.rows[0].is_plain, tomorrow.rows[0].is_plain] == [False, True]

    @pytest.mark.parametrize(
        ("hours", "word"), [(-3, "Not reported"), (-1, "Open now"), (2, "Planned")]
    )
    def test_where_the_time_is(self, plan, now, hours, word):
        ScheduledDoseFactory(plan=plan, at=now + hours * HOUR)
        assert self.words(plan.patient, now) == [word]

    @pytest.mark.parametrize(
        ("report", "word"),
        [
            ({}, "Taken at 10 am"),
            ({"outcome": Outcome.SKIPPED, "amount_ug": None, "taken_at": None}, "Skipped"),
        ],
    )
    def test_what_was_reported(self, slot, now, report, word):
        DoseLogFactory(slot=slot, **({"recorded_at": now} | report))
        assert self.words(slot.patient, now) == [word]

    def test_a_hold_on_the_plan_stops_every_dose(self, slot, now):
        ScheduledDoseFactory(plan=slot.plan, at=now + 6 * HOUR)
        HoldFactory(patient=slot.patient)
        assert self.words(slot.patient, now) == ["On hold", "On hold"]

    def test_a_hold_on_one_dose_stops_that_one(self, slot, now):
        ScheduledDoseFactory(plan=slot.plan, at=now + 6 * HOUR)
        HoldFactory(patient=slot.patient, scope=HoldScope.SLOT, slot=slot)
        assert self.words(slot.patient, now) == ["On hold", "Planned"]

    def test_a_dose_that_the_clock_change_took(self, plan, now):
        ScheduledDoseFactory(plan=plan, not_offered=NotOffered.INTERVAL)
        (row,) = self.rows(plan.patient, now)[0].rows
        assert row.word == "Leave out"
        assert "too near" in row.note

    def test_a_dose_that_was_moved_says_so(self, plan, now):
        ScheduledDoseFactory(plan=plan, due_at=now + HOUR)
        (row,) = self.rows(plan.patient, now)[0].rows
        assert (row.time, row.note) == ("11 am", "Later than 10 am, to keep your doses apart.")
