"""The pages of the questionnaires over HTTP, and the help that comes before everything else."""

import pytest

from intake.choices import Section
from intake.models import InstrumentResponse, SafetyAnswer, SafetyConcern, SectionAnswers
from intake.rules.instruments import BY_SECTION, DECLINED
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services.compose import purpose_render
from tests.factories.accounts import UserFactory
from tests.intake.sent import posted

pytestmark = pytest.mark.django_db
ACUTE = {"asq_1": "yes", "asq_5": "yes"}
HELP = "/apply/safety/"


def page(section):
    return f"/apply/{section}/"


def text(response):
    return response.content.decode()


def post(browser, section, **changes):
    return browser.post(page(section), posted(section, **changes))


def test_an_acute_answer_from_the_question_to_the_call(at_work, client_of, nurse):
    """The story: told, helped, saved, paged, answered, gone on; and the clinic sees it all."""
    assert post(at_work, Section.SAFETY, **ACUTE, asq_4=None).url == HELP
    body = text(at_work.get(HELP))
    assert 'href="tel:988"' in body
    assert 'href="tel:911"' in body
    assert "Do not stay alone" in body
    assert "The clinic is being told now" in body
    assert SectionAnswers.objects.filter(section=Section.SAFETY).count() == 1
    assert Reminder.objects.filter(recipient=nurse, offset_minutes=0).count() == 1
    for reply in ("called", "not_alone", "safe_now"):
        assert at_work.post(HELP, {"reply": reply}).url == HELP
    assert 'name="reply"' not in text(at_work.get(HELP))
    assert post(at_work, Section.HEART).status_code == 302
    queue = text(client_of(nurse).get("/clinic/applications/"))
    assert "Call Rosa Marin now" in queue
    assert "I am safe now" in queue


@pytest.mark.parametrize(
    "answers",
    [
        {"asq_3": "yes", "asq_5": "yes"},
        {"asq_4": DECLINED, "asq_5": DECLINED},
        {"asq_1": None, "asq_2": None, "asq_3": None, "asq_4": None, "asq_5": "yes"},
    ],
    ids=["yes", "refused", "all else blank"],
)
def test_help_comes_at_once(at_work, answers):
    assert post(at_work, Section.SAFETY, **answers).url == HELP
    assert SafetyConcern.objects.get().key == "suicide_acute"


def test_a_positive_answer_that_is_not_acute_goes_on_with_a_number_to_call(at_work):
    response = at_work.post(
        page(Section.SAFETY), posted(Section.SAFETY, asq_4="yes", asq_5="no"), follow=True
    )
    assert response.redirect_chain[-1][0] not in {HELP, page(Section.SAFETY)}
    assert "call or text 988" in text(response)
    assert SafetyConcern.objects.get().key == "asq_positive"


def test_the_fifth_question_left_blank_is_saved_and_asked_again(at_work):
    response = at_work.post(page(Section.SAFETY), posted(Section.SAFETY, asq_1="yes"), follow=True)
    assert response.redirect_chain[-1][0] == page(Section.SAFETY)
    assert "Please answer what is still open" in text(response)
    assert response.context["form"]["asq_1"].value() == "yes"
    assert SafetyConcern.objects.get().key == "asq_incomplete"
    assert "Your safety" in text(at_work.get("/apply/review/"))


def test_four_times_no_needs_no_fifth_answer(at_work):
    assert post(at_work, Section.SAFETY).status_code == 302
    assert InstrumentResponse.objects.get().result == "negative"
    assert not SafetyConcern.objects.exists()


@pytest.mark.parametrize("value", ["1", "2", "3", DECLINED])
def test_item_9_leads_to_the_safety_questions_at_once(at_work, value):
    post(at_work, Section.SAFETY)
    assert post(at_work, Section.MOOD, phq9_9=value).url == page(Section.SAFETY)
    assert SafetyConcern.objects.get().key == "phq9_9"


def test_item_9_does_not_wait_for_the_rest_of_the_page(at_work):
    assert post(at_work, Section.MOOD, phq9_1=None, phq9_9="3").url == page(Section.SAFETY)
    assert InstrumentResponse.objects.get().score is None


def test_without_thoughts_of_death_the_next_page_is_the_next_page(at_work):
    assert post(at_work, Section.MOOD, phq9_9="0").url != HELP
    assert not SafetyConcern.objects.exists()


@pytest.mark.parametrize("section", list(BY_SECTION))
def test_a_blank_item_is_asked_again_and_nothing_is_stored(at_work, section):
    item = BY_SECTION[section].scored[0].key
    response = post(at_work, section, **{item: None})
    assert response.status_code == 200
    assert item in response.context["form"].errors
    assert not InstrumentResponse.objects.exists()


@pytest.mark.parametrize("section", list(BY_SECTION))
@pytest.mark.parametrize("value", ["99", "<b>", "", "x" * 5000, "\x00"])
def test_what_no_item_offers_is_refused(at_work, section, value):
    item = BY_SECTION[section].scored[0].key
    response = post(at_work, section, **{item: value})
    assert item in response.context["form"].errors
    assert "<b>" not in text(response).split("<form", 1)[1].split("</form>")[0]
    assert not InstrumentResponse.objects.exists()


@pytest.mark.parametrize("section", list(BY_SECTION))
def test_what_was_answered_is_there_again(at_work, section):
    post(at_work, section)
    form = at_work.get(page(section)).context["form"]
    for item in BY_SECTION[section].scored:
        if item.asked_if is None:
            assert form[item.key].value() is not None


def test_how_and_when_may_be_told(at_work):
    post(at_work, Section.SAFETY, asq_4="yes", asq_4_detail="In 2010 <i>", asq_5="no")
    assert InstrumentResponse.objects.get().answers["asq_4_detail"] == "In 2010 <i>"
    assert "In 2010 &lt;i&gt;" in text(at_work.get("/apply/review/"))


def test_help_is_there_for_everybody_and_promises_no_call(at_work):
    body = text(at_work.get(HELP))
    assert 'href="tel:988"' in body
    assert "not watched 24 hours a day" in body
    assert 'name="reply"' not in body


@pytest.mark.parametrize("reply", ["", "fine", None])
def test_only_the_three_answers_are_taken(at_work, reply):
    post(at_work, Section.SAFETY, **ACUTE)
    data = {} if reply is None else {"reply": reply}
    assert at_work.post(HELP, data).status_code == 404
    assert not SafetyAnswer.objects.exists()


def test_an_answer_without_a_concern_is_404(at_work):
    assert at_work.post(HELP, {"reply": "called"}).status_code == 404


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director", "manager", "editor"])
def test_staff_cannot_answer_for_them(at_work, client_of, role):
    post(at_work, Section.SAFETY, **ACUTE)
    assert client_of(role).post(HELP, {"reply": "called"}).status_code == 404
    assert not SafetyAnswer.objects.exists()


def test_another_applicant_answers_only_for_themselves(at_work, client_of):
    post(at_work, Section.SAFETY, **ACUTE)
    stranger = client_of(UserFactory())
    stranger.post("/apply/")
    assert stranger.post(HELP, {"reply": "called"}).status_code == 404


def test_the_page_to_the_clinic_says_that_it_is_urgent_and_no_more():
    subject, body = purpose_render(purpose_for("intake_page"))
    assert subject == "Please look into your clinic app now"
    assert "/clinic/applications/" in body
    assert purpose_for("intake_page").is_urgent
