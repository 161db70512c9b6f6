"""A number is used only after its code came back; STOP and START are kept once each."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.channels.base import TemporaryFailure
from ketaclinic.reminders.reach.choices import TextWord
from ketaclinic.reminders.reach.models import NumberCode, ReachWishes, TextReceived
from ketaclinic.reminders.reach.services import (
    CodeWrong,
    NumberWrong,
    TextsOff,
    TooManyCodes,
    number_confirm,
    number_forget,
    number_offer,
    text_receive,
)
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, WishesFactory

pytestmark = pytest.mark.django_db
TYPED = "(555) 010-0123"
NUMBER = "+15550100123"


@pytest.fixture
def user(texts):
    return UserFactory()


def other_than(code):
    return "000000" if code != "000000" else "000001"


def test_the_code_that_comes_back_opens_the_number(user):
    number, code = number_offer(user=user, typed=TYPED, now=NOW)
    assert (number, len(code)) == (NUMBER, 6)
    assert not ReachWishes.objects.get(user=user).sms_allowed
    assert number_confirm(user=user, code=f" {code[:3]} {code[3:]}", now=NOW) == NUMBER
    wishes = ReachWishes.objects.get(user=user)
    assert (wishes.number, wishes.number_confirmed_at, wishes.sms_allowed) == (NUMBER, NOW, True)
    assert AuditEvent.objects.filter(verb="reach.number_confirmed").count() == 1


def test_the_code_itself_is_stored_nowhere(user):
    _, code = number_offer(user=user, typed=TYPED, now=NOW)
    assert code not in str(NumberCode.objects.values().get())
    assert code not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_a_code_works_once(user):
    _, code = number_offer(user=user, typed=TYPED, now=NOW)
    number_confirm(user=user, code=code, now=NOW)
    number_forget(user=user, now=NOW)
    with pytest.raises(CodeWrong):
        number_confirm(user=user, code=code, now=NOW)
    assert not ReachWishes.objects.get(user=user).number


@pytest.mark.parametrize(
    ("late", "is_right"),
    [
        pytest.param(timedelta(minutes=10), True, id="ten minutes"),
        pytest.param(timedelta(minutes=10, seconds=1), False, id="too late"),
    ],
)
def test_a_code_lasts_ten_minutes(user, late, is_right):
    _, code = number_offer(user=user, typed=TYPED, now=NOW)
    if is_right:
        assert number_confirm(user=user, code=code, now=NOW + late)
    else:
        with pytest.raises(CodeWrong):
            number_confirm(user=user, code=code, now=NOW + late)
    assert bool(ReachWishes.objects.get(user=user).number) is is_right


def test_after_five_tries_even_the_right_code_is_refused(user):
    _, code = number_offer(user=user, typed=TYPED, now=NOW)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            number_confirm(user=user, code=other_than(code), now=NOW)
    with pytest.raises(CodeWrong):
        number_confirm(user=user, code=code, now=NOW)
    assert not ReachWishes.objects.get(user=user).number


def test_somebody_elses_code_is_no_use(user):
    _, code = number_offer(user=user, typed=TYPED, now=NOW)
    with pytest.raises(CodeWrong):
        number_confirm(user=UserFactory(), code=code, now=NOW)


def test_five_codes_a_day_are_enough(user):
    for _ in range(5):
        number_offer(user=user, typed=TYPED, now=NOW)
    with pytest.raises(TooManyCodes):
        number_offer(user=user, typed=TYPED, now=NOW)
    number_offer(user=user, typed=TYPED, now=NOW + timedelta(days=1))


def test_what_is_no_number_is_refused_and_nothing_is_written(user):
    with pytest.raises(NumberWrong) as refused:
        number_offer(user=user, typed="none of yours", now=NOW)
    assert refused.value.field == "number"
    assert not NumberCode.objects.exists()


def test_without_a_sender_no_number_can_be_added():
    with pytest.raises(TextsOff):
        number_offer(user=UserFactory(), typed=TYPED, now=NOW)
    assert not NumberCode.objects.exists()


def test_a_number_is_taken_back_once():
    wishes = WishesFactory(texts=True)
    number_forget(user=wishes.user, now=NOW)
    number_forget(user=wishes.user, now=NOW)
    wishes.refresh_from_db()
    assert (wishes.number, wishes.number_confirmed_at, wishes.sms_allowed) == ("", None, False)
    assert AuditEvent.objects.filter(verb="reach.number_removed").count() == 1


def test_a_text_that_came_twice_is_kept_once():
    text = {"provider_id": "SM1", "number": NUMBER, "body": "stop", "now": NOW}
    assert text_receive(**text) == TextWord.STOP
    assert text_receive(**text) is None
    assert TextReceived.objects.count() == 1
    (event,) = AuditEvent.objects.filter(verb="reach.text_received")
    assert NUMBER not in str(event.details)


class TestPages:
    NUMBER_URL, CODE_URL = reverse("reach:number"), reverse("reach:code")

    def test_from_the_number_to_the_code_to_the_wishes(self, client_of, texts, monkeypatch):
        said = []
        monkeypatch.setattr(texts, "say", lambda *parts: said.append(parts), raising=False)
        client = client_of("patient")
        response = client.post(self.NUMBER_URL, {"number": TYPED, "agrees": "on"})
        assert response.url == self.CODE_URL
        ((number, text),) = said
        assert number == NUMBER
        response = client.post(self.CODE_URL, {"code": text.split()[0]}, follow=True)
        assert "Your number is confirmed" in response.content.decode()

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({"number": TYPED}, "agrees"),
            ({"agrees": "on"}, "number"),
            ({"number": "12", "agrees": "on"}, "number"),
        ],
    )
    def test_without_number_or_yes_nothing_is_sent(self, client_of, texts, data, field):
        response = client_of("patient").post(self.NUMBER_URL, data)
        assert field in response.context["form"].errors
        assert not NumberCode.objects.exists()

    def test_a_provider_that_is_down_is_said(self, client_of, texts, monkeypatch):
        def down(*parts):
            raise TemporaryFailure("server_unreachable")

        monkeypatch.setattr(texts, "say", down, raising=False)
        response = client_of("patient").post(self.NUMBER_URL, {"number": TYPED, "agrees": "on"})
        assert "could not be sent" in response.content.decode()

    def test_a_wrong_code_is_said_at_its_field(self, client_of, texts):
        response = client_of("nurse").post(self.CODE_URL, {"code": "123456"})
        assert "code" in response.context["form"].errors

    def test_removing_is_a_post(self, client_of):
        url = reverse("reach:number_remove")
        client = client_of("patient")
        assert client.get(url).status_code == 405
        WishesFactory(user=client.user, texts=True)
        assert client.post(url).url == reverse("reach:wishes")
        assert not ReachWishes.objects.get(user=client.user).number
