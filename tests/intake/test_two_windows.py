"""One page in two windows: the later sender is told, sees both answers, and chooses."""

import pytest
from bs4 import BeautifulSoup

from intake.choices import Section
from intake.models import Patient, SectionAnswers
from intake.presenters.windows import answer_pairs
from intake.selectors import newest_answers_id
from intake.services import application_save_section
from intake.services.errors import AnsweredElsewhere
from tests.factories.intake_answers import CONTACT
from tests.intake.sent import page_answers, posted, verbs

pytestmark = pytest.mark.django_db
PAGE = f"/apply/{Section.CONTACT}/"
FORM_PAGES = [s for s in Section if s != Section.CONSENT]


@pytest.fixture
def browser(client_of, user, applicant, send):
    for section in (Section.ABOUT, Section.HOME):
        send(applicant, section)
    return client_of(user)


@pytest.fixture
def save(applicant, user, now):
    """Send the contact page as somebody who saw the answers named by `seen`."""

    def do(seen, section=Section.CONTACT, **changes):
        return application_save_section(
            patient=applicant,
            section=section,
            answers=page_answers(section) | changes,
            by=user,
            now=now,
            seen=seen,
        )

    return do


def tree(response):
    return BeautifulSoup(response.content, "html.parser")


def typed_on(page, section=Section.CONTACT, **changes):
    """What a window posts: the form's hidden fields as it was opened, and what was typed."""
    hidden = {f["name"]: f.get("value", "") for f in tree(page).select("main input[type=hidden]")}
    return hidden | posted(section, **changes)


class TestService:
    def test_who_saw_the_newest_answers_may_change_them(self, save):
        first = save(0)
        assert save(first.pk, contact_wishes="Other").answers["contact_wishes"] == "Other"

    def test_who_did_not_see_them_is_told_and_nothing_is_written(self, save, applicant, rows):
        newest = save(0, contact_wishes="Mine")
        before = verbs()
        with pytest.raises(AnsweredElsewhere) as caught:
            save(0, contact_wishes="Other")
        assert (caught.value.newest, caught.value.given["contact_wishes"]) == (newest, "Other")
        assert (rows(applicant), verbs()) == (1, before)
        assert Patient.objects.get(pk=applicant.pk).contact_wishes == "Mine"

    def test_identical_answers_are_no_conflict(self, save, applicant, rows):
        assert save(0) == save(0)
        assert rows(applicant) == 1

    def test_another_page_is_no_conflict(self, save):
        save(0)
        assert save(0, section=Section.PEOPLE).section == Section.PEOPLE

    def test_a_caller_without_a_page_is_not_asked(self, save):
        save(0)
        assert save(None, contact_wishes="Other").answers["contact_wishes"] == "Other"

    def test_an_older_row_is_not_the_newest(self, save):
        first = save(0)
        save(first.pk, contact_wishes="Second")
        with pytest.raises(AnsweredElsewhere):
            save(first.pk, contact_wishes="Third")


@pytest.mark.parametrize("section", FORM_PAGES)
def test_each_page_carries_what_it_showed(browser, applicant, send, section):
    send(applicant, section)
    hidden = typed_on(browser.get(f"/apply/{section}/"), section)
    assert hidden["seen"] == str(newest_answers_id(applicant, section)) != "0"
    assert hidden["owner"]


def test_the_later_window_sees_both_answers(browser, applicant):
    one, other = browser.get(PAGE), browser.get(PAGE)
    browser.post(PAGE, typed_on(one, contact_wishes="Call in the morning"))
    response = browser.post(PAGE, typed_on(other, contact_wishes="<b>Never</b> call"))
    first_row = tree(response).select_one("tbody tr").get_text(" ", strip=True)
    assert "Call in the morning" in first_row
    assert "<b>Never</b> call" in first_row
    assert "differs" in first_row
    assert SectionAnswers.objects.filter(section=Section.CONTACT).count() == 1


def choose(browser, applicant):
    one, other = browser.get(PAGE), browser.get(PAGE)
    browser.post(PAGE, typed_on(one, contact_wishes="First"))
    asked = browser.post(PAGE, typed_on(other, contact_wishes="Second"))
    form = tree(asked).select_one("form:has(button.button--block)")
    return {f["name"]: f.get("value", "") for f in form.select("input[type=hidden]")}


def wishes(applicant):
    return Patient.objects.get(pk=applicant.pk).contact_wishes


def test_what_was_typed_can_be_chosen(browser, applicant):
    chosen = choose(browser, applicant)
    assert browser.post(PAGE, chosen).status_code == 302
    assert wishes(applicant) == "Second"


def test_what_was_saved_stays_when_nothing_is_chosen(browser, applicant):
    choose(browser, applicant)
    assert wishes(applicant) == "First"
    assert "First" in browser.get(PAGE).content.decode()


def test_a_third_window_is_told_in_its_turn(browser, applicant, save):
    chosen = choose(browser, applicant)
    save(newest_answers_id(applicant, Section.CONTACT), contact_wishes="Third")
    assert "Two answers to one page" in browser.post(PAGE, chosen).content.decode()
    assert wishes(applicant) == "Third"


def test_a_double_submit_is_one_record(browser):
    data = typed_on(browser.get(PAGE))
    assert [browser.post(PAGE, data).status_code for _ in range(2)] == [302, 302]
    assert SectionAnswers.objects.filter(section=Section.CONTACT).count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 400, "١", "1; drop"])
def test_a_mark_that_says_nothing_holds_nobody_up(browser, seen):
    data = posted(Section.CONTACT) | {"seen": seen}
    assert browser.post(PAGE, data).status_code == 302


def test_the_mark_survives_a_mistake(browser, applicant, save):
    page = browser.get(PAGE)
    save(None, contact_wishes="From another window")
    wrong = browser.post(PAGE, typed_on(page, preferred_channel="drum"))
    again = browser.post(PAGE, typed_on(wrong, contact_wishes="Mine"))
    assert "Two answers to one page" in again.content.decode()


def test_pairs_put_what_differs_first():
    pairs = answer_pairs(Section.CONTACT, CONTACT, CONTACT | {"voicemail_allowed": False})
    assert [(p.question, p.saved, p.typed) for p in pairs if p.differs] == [
        ("Voicemail", "Yes", "No")
    ]
    assert pairs[0].differs
    assert not pairs[1].differs
