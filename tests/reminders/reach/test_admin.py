"""The technical admin shows messages to auditors and lets nobody change them."""

import pytest
from django.urls import reverse

from tests.factories.reminders import NUMBER, ReminderFactory, WishesFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
MODELS = ["reminder", "reachwishes", "deliveryreport", "handon", "textreceived"]


@pytest.mark.parametrize("model", MODELS)
def test_a_manager_reads_and_adds_nothing(client_of, model):
    client = client_of("manager")
    assert client.get(reverse(f"admin:reminders_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:reminders_{model}_add")).status_code == 403


@pytest.mark.parametrize("role", ["patient", "nurse", "editor"])
def test_others_do_not_get_in(client_of, role):
    response = client_of(role).get(reverse("admin:reminders_reminder_changelist"))
    assert response.status_code in (302, 403, 404)


def test_a_row_can_be_read_and_not_changed(client_of):
    client, row = client_of("manager"), ReminderFactory(sent=True)
    url = reverse("admin:reminders_reminder_change", args=[row.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"status": "due"}).status_code == 403


def test_a_number_is_not_shown(client_of):
    wishes = WishesFactory(texts=True)
    url = reverse("admin:reminders_reachwishes_change", args=[wishes.pk])
    text = client_of("manager").get(url).content.decode()
    assert NUMBER not in text
    assert "Email allowed" in text
