"""A person's wishes: stored whole, audited, their own only; nothing that was not asked is lost."""

from datetime import time

import pytest
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.reach.models import OptOut, ReachWishes
from ketaclinic.reminders.reach.selectors import purposes_for
from ketaclinic.reminders.reach.services import wishes_change
from ketaclinic.reminders.reach.services.wishes import QuietHoursIncomplete
from tests.factories.accounts import UserFactory, user_of
from tests.factories.reminders import NOW, WishesFactory

pytestmark = pytest.mark.django_db
URL = reverse("reach:wishes")
PLAIN = {
    "only_in_app": False,
    "allowed": ["email"],
    "first_way": "email",
    "quiet_from": None,
    "quiet_until": None,
    "is_helper_agreed": False,
    "opted_out": [],
}


def change(user, **values):
    return wishes_change(user=user, now=NOW, **{**PLAIN, **values})


def posted(**changes):
    """What the page sends when everything is left as it is, with one way set up."""
    kinds = {f"purpose_{purpose.key}": ["email"] for purpose in purposes_for(UserFactory())}
    return {"allowed": ["email"], **kinds, **changes}


def test_wishes_are_stored_and_audited():
    user = UserFactory()
    change(
        user,
        allowed=["sms"],
        first_way="sms",
        quiet_from=time(22),
        quiet_until=time(7),
        is_helper_agreed=True,
        opted_out=[("probe", "email")],
    )
    wishes = ReachWishes.objects.get(user=user)
    assert (wishes.email_allowed, wishes.sms_allowed, wishes.push_allowed) == (False, True, False)
    assert (wishes.first_way, wishes.quiet_from, wishes.quiet_until) == ("sms", time(22), time(7))
    assert wishes.helper_agreed_at == NOW
    assert OptOut.objects.filter(user=user, purpose="probe", channel="email").exists()
    event = AuditEvent.objects.get(verb="reach.wishes_changed")
    assert event.actor == user
    assert event.details["ways"] == ["sms"]


def test_the_next_wishes_replace_the_former():
    user = UserFactory()
    change(user, opted_out=[("a", "email"), ("b", "email")], is_helper_agreed=True)
    change(user, opted_out=[("b", "email"), ("c", "sms")])
    rows = OptOut.objects.filter(user=user).values_list("purpose", "channel")
    assert set(rows) == {("b", "email"), ("c", "sms")}
    assert ReachWishes.objects.get(user=user).helper_agreed_at is None


@pytest.mark.parametrize(
    ("start", "end"),
    [(time(22), None), (None, time(7)), (time(22), time(22))],
)
def test_half_of_the_quiet_hours_is_refused_and_nothing_is_written(start, end):
    with pytest.raises(QuietHoursIncomplete) as refused:
        change(UserFactory(), quiet_from=start, quiet_until=end)
    assert refused.value.field == "quiet_until"
    assert not ReachWishes.objects.exists()
    assert not AuditEvent.objects.filter(verb="reach.wishes_changed").exists()


def test_patients_and_staff_choose_among_their_own_kinds_of_message():
    patients = {purpose.key for purpose in purposes_for(UserFactory())}
    staff = {purpose.key for purpose in purposes_for(user_of("nurse"))}
    assert "dose_due" in patients
    assert patients & staff == set()


class TestPage:
    @pytest.mark.parametrize("role", ["patient", "nurse", "manager", "editor"])
    def test_everybody_has_one(self, client_of, role):
        assert "How we reach you" in client_of(role).get(URL).content.decode()

    def test_a_stranger_is_sent_to_sign_in(self, client):
        assert client.get(URL).status_code == 302

    def test_a_change_is_stored_and_redirects(self, client_of):
        client = client_of("patient")
        data = posted(
            only_in_app="on", quiet_from="22:00", quiet_until="07:00", purpose_dose_due=[]
        )
        assert client.post(URL, data).url == URL
        wishes = ReachWishes.objects.get(user=client.user)
        assert wishes.only_in_app
        assert wishes.quiet_until == time(7)
        assert set(OptOut.objects.values_list("purpose", "channel")) == {("dose_due", "email")}

    def test_a_wrong_time_is_said_at_its_field(self, client_of):
        client = client_of("patient")
        response = client.post(URL, posted(quiet_from="22:00"))
        assert "quiet_until" in response.context["form"].errors
        assert not ReachWishes.objects.exists()

    def test_ways_that_are_not_set_up_are_not_shown_and_keep_their_wishes(self, client_of):
        client = client_of("patient")
        WishesFactory(user=client.user, texts_first=True)
        OptOut.objects.create(user=client.user, purpose="dose_due", channel="sms")
        assert "Text message" not in client.get(URL).content.decode()
        client.post(URL, posted())
        wishes = ReachWishes.objects.get(user=client.user)
        assert (wishes.sms_allowed, wishes.first_way) == (True, "sms")
        assert OptOut.objects.filter(purpose="dose_due", channel="sms").exists()

    def test_with_texts_one_can_choose_what_comes_first_and_agree_about_the_helper(
        self, client_of, texts
    ):
        client = client_of("patient")
        data = posted(allowed=["email", "sms"], first_way="sms", is_helper_agreed="on")
        assert client.post(URL, data).url == URL
        wishes = ReachWishes.objects.get(user=client.user)
        assert (wishes.first_way, wishes.helper_agreed_at) == ("sms", NOW)

    def test_staff_are_told_that_a_call_to_somebody_in_danger_always_comes(self, client_of, texts):
        text = client_of("nurse").get(URL).content.decode()
        assert "always goes out" in text
        assert "my helper" not in text

    def test_an_unverified_address_and_a_stopped_number_are_said(self, client_of, texts):
        from allauth.account.models import EmailAddress

        from ketaclinic.reminders.reach.services import text_receive

        client = client_of("patient")
        wishes = WishesFactory(user=client.user, texts=True)
        EmailAddress.objects.update(verified=False)
        text_receive(provider_id="SM1", number=wishes.number, body="stop", now=NOW)
        text = client.get(URL).content.decode()
        assert "Not verified" in text
        assert "answered STOP" in text
