"""A report that comes again, differs, or arrives late: nothing doubled, nothing swallowed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dosing.models import DoseLog, Hold
from monitoring.alerts.models import Alert
from tests.factories.dosing import NOW, ClearanceFactory, DoseLogFactory
from tests.monitoring.patient.posts import dose_post

OTHER_TOKEN = "fedcba9876543210fedcba9876543210"
LATER = timedelta(days=2)


def url(slot):
    return reverse("home:dose", args=[slot.public_id])


def text(response):
    return response.content.decode()


def skipped(**changes):
    return dose_post(outcome="skipped", when=None, reason_key="forgot", **changes)


def test_the_same_page_sent_from_an_offline_phone_two_days_later_is_the_same_report(own_at, slot):
    ClearanceFactory(slot=slot)
    with own_at(NOW) as own:
        own.post(url(slot), dose_post(said_at=NOW.isoformat()))
    with own_at(NOW + LATER) as own:
        response = own.post(url(slot), dose_post(said_at=NOW.isoformat()))
    log = DoseLog.objects.get()
    assert response.url == reverse("home:dose_done", args=[log.public_id])


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        pytest.param({}, LATER, id="without a script"),
        pytest.param({"said_at": NOW.isoformat()}, timedelta(), id="as it was sent"),
        pytest.param({"said_at": "2031-01-01T00:00:00Z"}, LATER, id="from the future"),
        pytest.param({"said_at": "2026-06-01T10:00:00"}, LATER, id="without a zone"),
        pytest.param({"said_at": "2026-99-99T00:00Z"}, LATER, id="no date"),
    ],
)
def test_just_now_was_when_it_was_said(own_at, slot, said, taken):
    with own_at(NOW + LATER) as own:
        own.post(url(slot), dose_post(**said))
    assert DoseLog.objects.get().taken_at == NOW + taken


def test_what_arrives_two_days_late_is_judged_by_its_own_time(own_at, slot):
    ClearanceFactory(slot=slot)
    with own_at(NOW + LATER) as own:
        page = text(own.post(url(slot), dose_post(said_at=NOW.isoformat()), follow=True))
    log = DoseLog.objects.get()
    assert (log.marks, log.taken_at, log.recorded_at) == ([], NOW, NOW + LATER)
    assert "Do not drive" not in page
    assert not Alert.objects.filter(rule_key__startswith="dose_").exists()


def test_another_day_can_be_named(own, slot):
    post = dose_post(when="earlier", day="other_day", date="2026-05-29", clock="08:30")
    own.post(url(slot), post)
    assert DoseLog.objects.get().taken_at == NOW - timedelta(days=3, minutes=90)


def test_another_day_must_be_named(own, slot):
    response = own.post(url(slot), dose_post(when="earlier", day="other_day", clock="08:30"))
    assert list(response.context["form"].errors) == ["date"]
    assert DoseLog.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "second", "question"),
    [
        (dose_post, dose_post, "Did you take another dose?"),
        (skipped, dose_post, "Did you take it after all?"),
        (dose_post, skipped, "Did you not take it?"),
        (skipped, skipped, "Is it this reason instead?"),
    ],
)
def test_each_difference_is_asked_about(own, slot, first, second, question):
    own.post(url(slot), first())
    page = text(own.post(url(slot), second(token=OTHER_TOKEN)))
    assert question in page
    assert DoseLog.objects.count() == 1


def test_not_taken_after_all_is_a_correction(own, slot):
    first = DoseLogFactory(slot=slot)
    own.post(url(slot), skipped(answer="not_taken_after_all"))
    corrected = DoseLog.objects.get(corrects=first)
    assert (corrected.outcome, corrected.amount_ug) == ("skipped", None)
    assert corrected.note == "Not taken after all."


def test_another_reason_is_a_correction(own, slot):
    own.post(url(slot), skipped())
    own.post(url(slot), skipped(token=OTHER_TOKEN, answer="other_reason", note="I was asleep."))
    corrected = DoseLog.objects.get(corrects__isnull=False)
    assert (corrected.reason_key, corrected.note) == ("forgot", "I was asleep.")


def test_a_yes_counts_only_for_the_question_that_it_was_given_to(own, slot):
    """In another tab it was corrected to taken meanwhile: "I took it" is no extra dose."""
    DoseLogFactory(slot=slot)
    page = text(own.post(url(slot), dose_post(answer="took_after_all")))
    assert "Did you take another dose?" in page
    assert DoseLog.objects.count() == 1
    assert Hold.objects.count() == 0


def test_the_moment_of_the_first_press_is_kept_while_the_question_is_open(own, slot):
    DoseLogFactory(slot=slot)
    said = (NOW - timedelta(minutes=20)).isoformat()
    page = text(own.post(url(slot), dose_post(said_at=said)))
    assert 'name="said_at" value="2026-06-01T13:40' in page
    assert "data-said=" not in page


def test_a_fresh_page_has_an_identity_of_its_own(own, slot):
    first, second = (own.get(url(slot)).context["form"]["token"].value() for _ in range(2))
    assert first != second
    assert 'data-said="2026-06-01T' in text(own.get(url(slot)))


# --- an extra dose told in two tabs ---


def tell_extra(own, minutes=0, **changes):
    said = {"said_at": (NOW - timedelta(minutes=minutes)).isoformat()}
    post = dose_post(outcome="other_amount", amount_mg="25", **(said | changes))
    return own.post(reverse("home:dose_extra"), post)


@pytest.mark.parametrize(("minutes", "count"), [(0, 1), (10, 1), (11, 2)])
def test_an_extra_dose_told_in_two_tabs_is_asked_about(own, plan, minutes, count):
    tell_extra(own, minutes)
    response = tell_extra(own, token=OTHER_TOKEN)
    assert DoseLog.objects.count() == count
    if count == 1:
        assert "Did you take another dose?" in text(response)
        assert "You reported: Taken, 25 mg" in text(response)


def test_an_extra_dose_sent_twice_is_one_and_asks_nothing(own, plan):
    first, second = tell_extra(own), tell_extra(own)
    assert first.url == second.url
    assert DoseLog.objects.count() == 1


def test_two_extra_doses_minutes_apart_can_be_told(own, plan):
    tell_extra(own, 5)
    tell_extra(own, token=OTHER_TOKEN, answer="took_another")
    assert DoseLog.objects.filter(is_extra=True).count() == 2


def test_no_it_was_the_same_changes_nothing(own, plan):
    tell_extra(own, 5)
    assert tell_extra(own, token=OTHER_TOKEN, answer="no").url == reverse("home:today")
    assert DoseLog.objects.count() == 1
