"""Correct this report: a new row with its reason, the old one stays, nobody corrects twice."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dosing.models import DoseLog
from dosing.selectors import log_in_force
from tests.factories.accounts import user_of
from tests.factories.dosing import DoseLogFactory
from tests.factories.monitoring import home_patient
from tests.monitoring.patient.posts import dose_post

WHY = "I had pressed the wrong one."


def url(log):
    return reverse("home:dose_correct", args=[log.public_id])


def fix(own, log, follow=False, **changes):
    return own.post(url(log), dose_post(**({"note": WHY} | changes)), follow=follow)


@pytest.fixture
def log(slot):
    return DoseLogFactory(slot=slot)


def test_the_page_says_what_was_reported_and_fills_nothing_in(own, log):
    page = own.get(url(log)).content.decode()
    assert "You reported: Taken, 25 mg (1 capsule), 10 am." in page
    assert 'name="amount_mg" value' not in page
    assert "checked" not in page


def test_the_new_report_counts_and_the_old_one_stays(own, log, slot):
    page = fix(own, log, follow=True, outcome="partly_taken", amount_mg="12.5").content.decode()
    newest = log_in_force(slot)
    assert (newest.corrects, newest.amount_ug, newest.note) == (log, 12_500, WHY)
    assert "12.5 mg (0.5 capsules)" in page
    assert DoseLog.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"note": ""}, "note"), ({"note": None}, "note"), ({"when": None}, "when")],
)
def test_without_a_reason_nothing_is_written(own, log, changes, field):
    response = fix(own, log, **changes)
    assert list(response.context["form"].errors) == [field]
    assert DoseLog.objects.count() == 1


def test_sent_twice_it_is_one_correction(own, log):
    fix(own, log, outcome="vomited")
    fix(own, log, outcome="vomited")
    assert DoseLog.objects.count() == 2


def test_whoever_comes_second_is_shown_the_newer_report(own, log):
    newer = DoseLogFactory(slot=log.slot, corrects=log, outcome="vomited", note="Phoned in.")
    page = fix(own, log, outcome="partly_taken", amount_mg="12.5").content.decode()
    assert "corrected already" in page
    assert "You reported: Taken, then vomited" in page
    # What was typed is kept, and now corrects the newer one.
    assert WHY in page
    assert 'value="12.5"' in page
    assert f'action="{url(newer)}"' in page
    assert DoseLog.objects.count() == 2


def test_whoever_opens_a_corrected_report_is_led_to_the_newer_one(own, log):
    newer = DoseLogFactory(slot=log.slot, corrects=log, outcome="vomited", note="Phoned in.")
    response = own.get(url(log))
    assert response.url == url(newer)
    assert "corrected already" in str(next(iter(get_messages(response.wsgi_request))))


def test_an_extra_dose_that_was_a_mistake_can_be_taken_back(own, slot):
    extra = DoseLogFactory(slot=slot, is_extra=True)
    DoseLogFactory(slot=slot)
    page = own.get(url(extra)).content.decode()
    assert "I took it: 25 mg" not in page
    fix(own, extra, outcome="skipped", when=None)
    newest = DoseLog.objects.get(corrects=extra)
    assert (newest.outcome, newest.is_extra) == ("skipped", True)


def test_an_extra_dose_without_a_slot_can_be_corrected(own, plan):
    extra = DoseLogFactory(slot=None, patient=plan.patient, is_extra=True, taken_at=plan.signed_at)
    fix(own, extra, outcome="other_amount", amount_mg="10")
    assert DoseLog.objects.get(corrects=extra).amount_ug == 10_000


class TestAccess:
    def test_another_patient_finds_nothing_and_changes_nothing(self, client_of, log):
        other = client_of(home_patient()[0].user)
        assert other.get(url(log)).status_code == 404
        assert fix(other, log).status_code == 404
        assert DoseLog.objects.count() == 1

    @pytest.mark.parametrize("role", ["nurse", "prescriber", "manager"])
    def test_staff_correct_on_their_own_page(self, client_of, log, role):
        assert fix(client_of(user_of(role)), log).status_code == 404
        assert DoseLog.objects.count() == 1

    def test_a_stranger_signs_in_first(self, client, log):
        assert "/accounts/login/" in client.get(url(log)).url
