from datetime import UTC, datetime, timedelta

import pytest

from ketaclinic.reminders.rules import EngineLimits, NextStep, plan_retry, retry_delay

NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
LIMITS = EngineLimits(
    attempts_limit=4, first_retry=timedelta(seconds=10), longest_retry=timedelta(seconds=60)
)


@pytest.mark.parametrize(
    ("attempts", "jitter", "seconds"),
    [
        pytest.param(1, 0.0, 10, id="first try: the first delay"),
        pytest.param(2, 0.0, 20, id="second try: doubled"),
        pytest.param(3, 0.0, 40, id="third try: doubled again"),
        pytest.param(4, 0.0, 60, id="fourth try: capped"),
        pytest.param(50, 0.0, 60, id="many tries: still capped"),
        pytest.param(0, 0.0, 10, id="none counted: the first delay"),
        pytest.param(1, 0.5, 12.5, id="half jitter adds a quarter"),
        pytest.param(1, 1.0, 15, id="full jitter adds a half"),
        pytest.param(4, 1.0, 90, id="jitter also spreads the capped delay"),
    ],
)
def test_delay_doubles_up_to_a_cap_and_is_spread(attempts, jitter, seconds):
    delay = retry_delay(attempts, jitter=jitter, limits=LIMITS)
    assert delay == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("attempts", "seconds_left", "step"),
    [
        pytest.param(1, 3600, NextStep.RETRY, id="first failure, time enough"),
        pytest.param(3, 3600, NextStep.RETRY, id="just under the limit of attempts"),
        pytest.param(4, 3600, NextStep.FAILED, id="at the limit of attempts"),
        pytest.param(5, 3600, NextStep.FAILED, id="over the limit of attempts"),
        pytest.param(1, 11, NextStep.RETRY, id="next try just before it is too late"),
        pytest.param(1, 10, NextStep.RETRY, id="next try exactly at the last moment"),
        pytest.param(1, 9, NextStep.EXPIRED, id="next try just too late"),
        pytest.param(4, 0, NextStep.FAILED, id="used up wins over too late"),
    ],
)
def test_next_step_after_a_failed_attempt(attempts, seconds_left, step):
    plan = plan_retry(
        attempts=attempts,
        now=NOW,
        not_after=NOW + timedelta(seconds=seconds_left),
        jitter=0,
        limits=LIMITS,
    )
    assert plan.step == step
    assert (plan.due_at is not None) == (step == NextStep.RETRY)


@pytest.mark.parametrize(
    ("attempts", "seconds_left", "step"),
    [
        pytest.param(4, 3600, NextStep.RETRY, id="the limit of attempts does not end it"),
        pytest.param(40, 60, NextStep.RETRY, id="nor do many more"),
        pytest.param(40, 59, NextStep.FAILED, id="its last moment does, and it counts as failed"),
        pytest.param(3, 9, NextStep.EXPIRED, id="few attempts and no time: expired as ever"),
    ],
)
def test_where_no_other_way_is_left_it_is_tried_for_as_long_as_it_helps(
    attempts, seconds_left, step
):
    plan = plan_retry(
        attempts=attempts,
        now=NOW,
        not_after=NOW + timedelta(seconds=seconds_left),
        jitter=0,
        limits=LIMITS,
        is_last_way=True,
    )
    assert plan.step == step


def test_a_retry_is_due_after_its_delay():
    later = NOW + timedelta(hours=1)
    plan = plan_retry(attempts=2, now=NOW, not_after=later, jitter=0, limits=LIMITS)
    assert plan.due_at == NOW + timedelta(seconds=20)


def test_a_send_has_ended_before_its_lease_runs_out():
    limits = EngineLimits()
    longest_chunk = limits.chunk_size * timedelta(seconds=limits.send_timeout_seconds)
    assert longest_chunk < limits.sending_lease
