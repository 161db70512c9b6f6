"""How long a supply lasts: dose by dose along the plan as it stands."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from dosing.choices import Enantiomer
from dosing.rules import DosingPolicy, Timing
from dosing.rules.supply import (
    Balance,
    CoverFacts,
    PlanSpan,
    PrescriptionFacts,
    cover_warnings,
    days_of_supply,
    planned_doses,
    run_out,
    still_to_take,
)
from tests.factories.dosing import NOW, TODAY, solution, terms
from tests.factories.supply import CAPSULE, LIQUID

NEW_YORK = ZoneInfo("America/New_York")
POLICY = DosingPolicy()
TIMING = Timing.of(POLICY, is_session=False)
# 25 mg at 8:00, 14:00 and 20:00; at NOW, 10:00, two doses of today are still to come.
RUNNING = PlanSpan(terms(), NOW - timedelta(days=1))


def doses(*spans, days=60, after=NOW):
    return list(planned_doses(spans or [RUNNING], NEW_YORK, after, after + timedelta(days=days)))


def local(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK).astimezone(UTC)


def lasts(capsules, *spans):
    found = run_out({CAPSULE: Balance(capsules * 25_000, capsules * 25_000)}, doses(*spans))
    return found.at if found else None


@pytest.mark.parametrize(
    ("capsules", "day", "hour"),
    [
        pytest.param(0, 0, 14, id="nothing covers nothing"),
        pytest.param(1, 0, 20, id="one covers 14:00"),
        pytest.param(2, 1, 8, id="two cover today"),
        pytest.param(14, 5, 8, id="fourteen cover five days"),
        pytest.param(-3, 0, 14, id="a negative balance covers nothing"),
    ],
)
def test_it_runs_out_at_the_first_dose_that_is_not_fully_covered(capsules, day, hour):
    assert lasts(capsules) == local(TODAY + timedelta(days=day), hour)


def test_a_part_of_a_dose_covers_no_dose():
    left = {CAPSULE: Balance(49_999, 49_999)}
    assert run_out(left, doses()).at == local(TODAY, 20)


def test_the_low_end_of_a_range_decides():
    assert run_out({CAPSULE: Balance(25_000, 50_000)}, doses()).at == local(TODAY, 20)


def test_what_is_on_hand_of_another_strength_covers_nothing():
    assert run_out({LIQUID: Balance(900_000, 900_000)}, doses()).at == local(TODAY, 14)


def test_a_plan_that_ends_first_needs_no_more():
    ending = PlanSpan(terms(ends_on=TODAY + timedelta(days=1)), NOW - timedelta(days=1))
    assert lasts(5, ending) is None
    assert lasts(4, ending) == local(TODAY + timedelta(days=1), 20)


def test_a_version_to_come_is_counted_from_its_first_day_on():
    change = local(TODAY + timedelta(days=1), 0)
    more = terms(dose_ug=50_000, starts_on=TODAY + timedelta(days=1))
    spans = (PlanSpan(terms(), RUNNING.starts_at, change), PlanSpan(more, change))
    assert lasts(4, *spans) == local(TODAY + timedelta(days=1), 14)


def test_no_plan_asks_for_nothing():
    assert run_out({CAPSULE: Balance(25_000, 25_000)}, iter(())) is None


def test_every_other_day_and_across_a_clock_change():
    span = PlanSpan(
        terms(times_of_day=("08:00",), every_days=2, starts_on=date(2026, 10, 31)),
        datetime(2026, 10, 30, tzinfo=UTC),
    )
    found = [dose.at for dose in doses(span, days=5, after=datetime(2026, 10, 31, tzinfo=UTC))]
    assert found == [local(date(2026, 10, 31), 8), local(date(2026, 11, 2), 8),
                     local(date(2026, 11, 4), 8)]  # fmt: skip


def test_a_dose_told_of_inside_its_window_is_not_counted_again():
    waiting = doses(after=NOW - timedelta(hours=2), days=1)
    told = [local(TODAY, 8) + timedelta(minutes=20), local(TODAY, 14) - timedelta(minutes=60)]
    left = [dose.at for dose in still_to_take(waiting, told, TIMING)]
    assert left == [local(TODAY, 20)]


def test_one_report_answers_one_dose_only():
    waiting = doses(after=local(TODAY, 8), days=1)
    told = [local(TODAY, 14), local(TODAY, 17)]
    left = [dose.at for dose in still_to_take(waiting, told, TIMING)]
    assert left == [local(TODAY, 8), local(TODAY, 20)]


@pytest.mark.parametrize(
    ("amount_ug", "plan", "days"),
    [
        (42 * 25_000, terms(), 14),
        (42 * 25_000, terms(every_days=2), 28),
        (420_000, solution(), Fraction(28, 5)),
        (150_000, terms(enantiomer=Enantiomer.S_KETAMINE), 2),
    ],
)
def test_days_of_supply(amount_ug, plan, days):
    assert days_of_supply(amount_ug, plan) == days


def paper(**changes):
    ordinary = {
        "product": CAPSULE,
        "issued_on": TODAY - timedelta(days=10),
        "quantity_ug": 42 * 25_000,
        "refills_authorised": 2,
        "fills": 1,
    }
    return PrescriptionFacts(**(ordinary | changes))


def cover(**changes):
    ordinary = {
        "today": TODAY,
        "product": CAPSULE,
        "has_any": True,
        "runs_out_on": TODAY + timedelta(days=14),
        "use_until": TODAY + timedelta(days=60),
        "prescriptions": (paper(),),
    }
    return cover_warnings(CoverFacts(**(ordinary | changes)), POLICY)


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        pytest.param({}, [], id="nothing stands in the way"),
        pytest.param({"product": None, "has_any": False}, [], id="no plan"),
        pytest.param({"has_any": False}, ["nothing_on_hand"], id="nothing dispensed"),
        pytest.param({"prescriptions": ()}, ["cannot_cover"], id="no prescription"),
        pytest.param({"prescriptions": (paper(fills=3),)}, ["cannot_cover"], id="no fill left"),
        pytest.param(
            {"prescriptions": (paper(product=LIQUID),)}, ["cannot_cover"], id="another product"
        ),
        pytest.param(
            {"prescriptions": (paper(ended_on=TODAY),)}, ["cannot_cover"], id="ended by hand"
        ),
        pytest.param({"runs_out_on": None, "prescriptions": ()}, [], id="all doses are covered"),
        pytest.param({"use_until": TODAY - timedelta(days=1)}, ["use_by_first"], id="past"),
        pytest.param({"use_until": TODAY + timedelta(days=13)}, ["use_by_first"], id="before"),
        pytest.param({"use_until": TODAY + timedelta(days=14)}, [], id="on the very day"),
        pytest.param(
            {"prescriptions": (paper(issued_on=date(2025, 12, 23)),)},
            [],
            id="22 days before its end",
        ),
        pytest.param(
            {"prescriptions": (paper(issued_on=date(2025, 12, 22)),)},
            ["prescription_ends"],
            id="21 days before its end",
        ),
    ],
)
def test_what_the_clinic_should_see_coming(changes, keys):
    assert cover(**changes) == keys
