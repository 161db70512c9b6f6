"""How we reach you, on a phone: a number is confirmed by the text that came, and taken back."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.real_servers, pytest.mark.one_engine]
NUMBER = "(555) 010-0142"


def code_that_came(someone):
    """The demo's mailbox keeps texts too."""
    link = someone.page.get_by_role("link", name=re.compile(r"is your code")).first
    return re.search(r"\d{6}", link.inner_text())[0]


def test_a_number_is_confirmed_and_taken_back(person):
    phone = person("Rosa, on her phone", width=390).signs_in_as("patient")
    phone.goes_to("/messages/").presses("How we reach you")
    phone.page.emulate_media(color_scheme="dark")
    phone.goes_to("/reach/").presses("Add a mobile number")
    phone.fills(number=NUMBER)
    phone.page.get_by_label("Yes, send me text messages").check()
    phone.presses("Send me the code").sees("We sent it to your phone")
    other = person("the text message").goes_to("/mailbox/")
    phone.fills(code=code_that_came(other)).presses("Confirm my number")
    phone.sees("Your number is confirmed").sees("+15550100142")
    phone.presses("Remove it").sees("No number yet")


def test_the_notification_script_is_allowed_by_the_content_policy(person):
    someone = person("Rosa").signs_in_as("patient").goes_to("/reach/")
    state = someone.page.evaluate(
        """async () => {
          const worker = await navigator.serviceWorker.register("/push-worker.js");
          await navigator.serviceWorker.ready;
          return worker.active.scriptURL;
        }"""
    )
    assert state.endswith("/push-worker.js")
    assert someone.faults == []
