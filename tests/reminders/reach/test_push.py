"""Notifications: added by a tap, encrypted for one browser, forgotten when it is gone."""

import base64
import json

import http_ece
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.urls import reverse
from py_vapid import Vapid
from urllib3.exceptions import NewConnectionError

from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.channels.base import (
    ChannelError,
    Letter,
    LookUp,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from ketaclinic.reminders.channels.push import PushChannel, PushSession
from ketaclinic.reminders.reach.models import PushDevice
from ketaclinic.reminders.reach.presenters import device_label, push_public_key
from ketaclinic.reminders.reach.services import device_add, device_remove
from ketaclinic.reminders.reach.services.devices import MOST_DEVICES, DeviceWrong
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, DeviceFactory, recipient_of

pytestmark = pytest.mark.django_db
SUBJECT = "You have a task in your clinic app"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"


def private_vapid_key():
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


KEY = private_vapid_key()


class Service:
    """A push service: answers in turn, keeps what was posted."""

    def __init__(self, *answers):
        self.answers, self.posts = list(answers), []

    def post(self, endpoint, timeout, **parts):
        answer = self.answers.pop(0) if self.answers else 201
        if isinstance(answer, Exception):
            raise answer
        self.posts.append((endpoint, parts))
        response = requests.Response()
        response.status_code = answer
        response.headers["Location"] = f"{endpoint}/message"
        return response


@pytest.fixture(autouse=True)
def _key(settings):
    settings.PUSH_KEY = KEY


def letter(user):
    return Letter(key="k", address=str(user.pk), subject=SUBJECT, text="")


def send(user, *answers):
    service = Service(*answers)
    return PushSession(service, 1).send(letter(user)), service


def test_the_device_alone_can_read_it_and_it_is_signed():
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    device = DeviceFactory(p256dh=base64.urlsafe_b64encode(point).rstrip(b"=").decode())
    provider_id, service = send(device.user)
    ((endpoint, parts),) = service.posts
    secret = base64.urlsafe_b64decode(device.auth + "==")
    plain = http_ece.decrypt(parts["data"], private_key=private, auth_secret=secret)
    assert json.loads(plain) == {"title": SUBJECT, "tag": "k"}
    assert (endpoint, provider_id) == (device.endpoint, f"{device.endpoint}/message")
    assert parts["headers"]["ttl"] == "3600"
    assert parts["headers"]["Authorization"].startswith("vapid ")


def test_one_device_that_listens_is_enough_and_one_that_is_gone_is_forgotten():
    user = UserFactory()
    gone, listens = DeviceFactory(user=user), DeviceFactory(user=user)
    assert send(user, 410, 201)[0]
    gone.refresh_from_db()
    listens.refresh_from_db()
    assert (gone.gone_at, listens.gone_at) == (NOW, None)


@pytest.mark.parametrize(
    ("answers", "kind", "code"),
    [
        pytest.param([410], PermanentFailure, "no_device", id="gone"),
        pytest.param([404], PermanentFailure, "no_device", id="unknown"),
        pytest.param([429], TemporaryFailure, "push_429", id="slow down"),
        pytest.param([413], PermanentFailure, "push_413", id="refused"),
        pytest.param([503], OutcomeUnknown, "push_503", id="broken"),
        pytest.param(
            [requests.ReadTimeout()], OutcomeUnknown, "connection_lost", id="no answer in time"
        ),
        pytest.param(
            [requests.ConnectionError(NewConnectionError(None, "x"))],
            OutcomeUnknown,
            "connection_lost",
            id="a line whose fate is not known",
        ),
        pytest.param(
            [requests.ConnectTimeout()], TemporaryFailure, "server_unreachable", id="no line"
        ),
        pytest.param([410, 429], TemporaryFailure, "push_429", id="one may listen later"),
    ],
)
def test_an_error_is_sorted_by_what_it_proves(answers, kind, code):
    user = UserFactory()
    DeviceFactory.create_batch(len(answers), user=user)
    with pytest.raises(ChannelError) as caught:
        send(user, *answers)
    assert (type(caught.value), caught.value.code) == (kind, code)


def test_without_a_device_there_is_no_address():
    device = DeviceFactory(gone_at=NOW)
    assert PushChannel().address_of(recipient_of(device.user)) == ""
    assert PushChannel().address_of(recipient_of(DeviceFactory().user))
    with pytest.raises(PermanentFailure, match="no_device"):
        send(device.user)
    assert PushChannel().look_up("k") == LookUp.UNKNOWN


def test_the_browser_gets_the_public_half_of_the_key(settings):
    public = Vapid.from_string(KEY).public_key
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert base64.urlsafe_b64decode(push_public_key() + "=") == point
    settings.PUSH_KEY = ""
    assert push_public_key() == ""
    assert not PushChannel().is_set_up


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/120 Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17 Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Firefox/120.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge on Windows"),
        ("curl/8", "A browser"),
    ],
)
def test_a_device_has_a_name_that_its_owner_knows(agent, label):
    assert device_label(agent) == label


def add(user, **values):
    given = {"endpoint": ENDPOINT, "p256dh": "p", "auth": "a", "label": "Chrome", "now": NOW}
    return device_add(user=user, **{**given, **values})


def test_a_browser_belongs_to_whoever_added_it_last():
    first, second = UserFactory(), UserFactory()
    assert add(first).pk == add(second).pk
    assert PushDevice.objects.get().user == second


@pytest.mark.parametrize("endpoint", ["https://internal.test/x", "http://fcm.googleapis.com/x"])
def test_an_address_that_is_no_push_service_is_refused(endpoint):
    with pytest.raises(DeviceWrong):
        add(UserFactory(), endpoint=endpoint)
    assert not PushDevice.objects.exists()


def test_there_is_a_most_number_of_devices():
    user = UserFactory()
    DeviceFactory.create_batch(MOST_DEVICES, user=user)
    with pytest.raises(DeviceWrong):
        add(user)
    add(user, endpoint=PushDevice.objects.first().endpoint)


def test_a_device_is_removed_once():
    device = DeviceFactory()
    device_remove(device=device, by=device.user, now=NOW)
    device_remove(device=device, by=device.user, now=NOW)
    assert AuditEvent.objects.filter(verb="reach.device_removed").count() == 1


class TestPages:
    ADD = reverse("reach:device_add")
    DATA = {"endpoint": ENDPOINT, "p256dh": "p", "auth": "a"}

    def test_the_page_offers_it_and_lists_what_was_added(self, client_of):
        client = client_of("patient")
        assert client.post(self.ADD, self.DATA).json() == {"ok": True}
        text = client.get(reverse("reach:wishes")).content.decode()
        assert push_public_key() in text
        assert "A browser" in text

    @pytest.mark.parametrize("changes", [{"auth": ""}, {"endpoint": "https://internal.test/x"}])
    def test_what_is_wrong_is_refused(self, client_of, changes):
        assert client_of("patient").post(self.ADD, {**self.DATA, **changes}).status_code == 400
        assert not PushDevice.objects.exists()

    def test_without_a_key_there_is_no_such_page(self, client_of, settings):
        settings.PUSH_KEY = ""
        assert client_of("patient").post(self.ADD, self.DATA).status_code == 404

    def test_one_removes_ones_own_only(self, client_of):
        client = client_of("patient")
        own, other = DeviceFactory(user=client.user), DeviceFactory()
        for device, status in ((own, 302), (other, 404)):
            url = reverse("reach:device_remove", args=[device.public_id])
            assert client.post(url).status_code == status
            device.refresh_from_db()
        assert (own.gone_at, other.gone_at) == (NOW, None)

    def test_the_worker_is_a_script_that_anybody_may_read(self, client):
        response = client.get(reverse("reach:push_worker"))
        assert response.headers["Content-Type"] == "text/javascript"
        assert "showNotification" in response.content.decode()
