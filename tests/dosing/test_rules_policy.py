"""The policy's own consistency: bounds, order of levels, a source for every number."""

from dataclasses import fields, replace

import pytest

from dosing.rules import DosingPolicy, limits
from dosing.rules.findings import LEVELS, Level
from dosing.rules.limits import METADATA, Measure, judge
from dosing.rules.messages import MESSAGES

POLICY = DosingPolicy()
NUMBERS = [field for field in fields(DosingPolicy) if isinstance(field.default, int)]
NUMBERS = [field for field in NUMBERS if not isinstance(field.default, bool)]
# For these the limit is a floor: the softer level is the larger number.
FLOORS = ("min_interval", "session_min_interval", "min_days_between_steps")


def rows():
    """(row, suffix) of every limit that has levels."""
    for field in NUMBERS:
        row, found, suffix = field.name.partition("_soft")
        if found:
            yield row, suffix.lstrip("_")


def levels_of(row, suffix):
    names = ["_".join(filter(None, (row, level, suffix))) for level in LEVELS]
    return [getattr(POLICY, name) for name in names if hasattr(POLICY, name)]


@pytest.mark.parametrize("field", fields(DosingPolicy), ids=lambda field: field.name)
def test_every_limit_states_its_unit_and_source(field):
    assert field.metadata["source"]
    assert "unit" in field.metadata


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
def test_every_default_lies_within_its_bounds(field):
    assert field.metadata["low"] <= field.default <= field.metadata["high"]


@pytest.mark.parametrize(("row", "suffix"), sorted(rows()))
def test_levels_stand_in_order(row, suffix):
    levels = levels_of(row, suffix)
    assert len(levels) >= 2
    assert levels == sorted(levels, reverse=row in FLOORS)


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("max_single_dose_ceiling_ug", limits.SINGLE_BOUND_UG),
        ("session_max_dose_ceiling_ug", limits.SINGLE_BOUND_UG),
        ("start_single_dose_ceiling_ug", limits.SINGLE_BOUND_UG),
        ("max_single_dose_ceiling_ug_per_kg", limits.SINGLE_BOUND_UG_PER_KG),
        ("max_daily_dose_ceiling_ug", limits.DAILY_BOUND_UG),
        ("max_daily_dose_ceiling_ug_per_kg", limits.DAILY_BOUND_UG_PER_KG),
    ],
)
def test_no_policy_can_be_published_past_a_bound_in_code(name, bound):
    assert METADATA[name]["high"] == bound


@pytest.mark.parametrize("level", ["soft", "hard", "ceiling"])
def test_no_policy_can_be_published_under_the_shortest_interval(level):
    low = METADATA[f"min_interval_{level}_minutes"]["low"]
    assert low == limits.MIN_INTERVAL_BOUND_MINUTES


@pytest.mark.parametrize("key", sorted(MESSAGES))
def test_every_sentence_can_be_filled_in(key):
    assert MESSAGES[key] % {"value": "1", "limit": "2"}


class TestJudge:
    """One value against one row."""

    def measure(self, value, **changes):
        ordinary = {"key": "max_single_dose_mg", "field": "dose_ug", "row": "max_single_dose"}
        return Measure(value=value, suffix="ug", **(ordinary | changes))

    def test_a_value_within_every_level_says_nothing(self):
        assert judge(self.measure(50_000), POLICY) is None

    def test_the_ceiling_wins_over_an_equal_hard_limit(self):
        assert judge(self.measure(100_001), POLICY).level == Level.CEILING

    def test_a_hard_limit_below_the_ceiling_speaks_for_itself(self):
        policy = replace(POLICY, max_single_dose_hard_ug=60_000)
        finding = judge(self.measure(60_001), policy)
        assert (finding.level, finding.limit) == (Level.HARD, 60_000)

    def test_the_bound_in_code_wins_over_everything(self):
        generous = replace(POLICY, max_single_dose_ceiling_ug=150_000)
        finding = judge(self.measure(150_001, bound=limits.SINGLE_BOUND_UG), generous)
        assert (finding.level, finding.limit) == (Level.BOUND, 150_000)
        assert finding.source == limits.CODE_BOUND

    def test_what_is_no_worse_than_before_asks_only_for_a_reason(self):
        finding = judge(self.measure(200_000, bound=1, is_no_worse=True), POLICY)
        assert finding.level == Level.SOFT
        assert not finding.is_refused

    @pytest.mark.parametrize(
        ("row", "suffix", "value", "text"),
        [
            ("max_single_dose", "ug", 60_000, "60 mg"),
            ("max_single_dose", "ug_per_kg", 1_250, "1.25 mg/kg"),
            ("max_doses_per_day", "", 4, "4"),
            ("max_step", "percent", 75, "75%"),
        ],
    )
    def test_a_value_is_told_in_its_unit(self, row, suffix, value, text):
        measure = Measure("max_single_dose_mg", "dose_ug", value, row, suffix)
        assert judge(measure, POLICY).details["value"] == text

    def test_an_interval_is_told_in_hours(self):
        measure = Measure("min_interval_hours", "times_of_day", 210, "min_interval", "minutes")
        finding = judge(replace(measure, is_floor=True), POLICY)
        assert finding.sentence == "Two doses stand 3.5 h apart; the least is 4 h."
