"""The check-in's pages: asked, sent, what follows, the safety questions, what was told before."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from dosing.models import Hold
from ketaclinic.accounts.kept import OWNER_FIELD, owner_token
from monitoring.alerts.models import Alert
from monitoring.alerts.selectors.safety import asq_outstanding
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.models import CheckIn, SafetyScreen, SideEffectReport
from monitoring.checkins.rules import FEELING
from tests.e2e.person import AXE_RULES
from tests.factories.dosing import NOW
from tests.factories.monitoring import checkin_entry
from tests.look.stylesheets import CSS
from tests.monitoring.patient.posts import TOKEN
from tests.support.kept import kept
from tests.support.served import opened, rendered

pytestmark = pytest.mark.one_engine
ASK, QUESTIONS, PAST = "/check-in/", "/check-in/questions/", "/check-in/past/"
# The plan began on 31 May: a week later, and four weeks later.
WEEK, MONTH = NOW + timedelta(days=6), NOW + timedelta(days=27)


@kept
def patient(plan):
    refresh_patient(plan.patient, now=NOW)
    return plan.patient


@pytest.fixture
def weekly(own_at, patient):
    """The patient's browser on the day of the first check-in."""
    with own_at(WEEK) as own:
        yield own


@pytest.fixture
def monthly(own_at, patient):
    """The same on the day of the first monthly one."""
    with own_at(MONTH) as own:
        yield own


def filled(*, is_monthly=False, **changes):
    """What the page sends in an ordinary week or month; None leaves an answer out."""
    entry = checkin_entry(monthly=is_monthly)
    sent = dict(entry.grades)
    for answers in entry.instruments.values():
        sent |= answers
    if is_monthly:
        sent |= {"overall_change": entry.overall_change, "could_be_pregnant": "no"}
    sent |= {"token": TOKEN} | changes
    return {key: value for key, value in sent.items() if value is not None}


def asq(**changes):
    sent = {f"asq_{number}": "no" for number in range(1, 5)} | {"token": TOKEN} | changes
    return {key: value for key, value in sent.items() if value is not None}


def send(own, **changes):
    return own.post(ASK, filled(**changes), follow=True)


def send_month(own, follow=True, **changes):
    return own.post(ASK, filled(is_monthly=True, **changes), follow=follow)


def text(response):
    return response.content.decode()


def place(response):
    return response.request["PATH_INFO"]


def written():
    return (CheckIn.objects.count(), SideEffectReport.objects.count(), SafetyScreen.objects.count())


class TestToday:
    def test_before_its_day_nothing_is_asked(self, own, patient):
        assert own.get("/today/").context["page"].checkin is None

    def test_on_its_day_it_stands_under_the_dose(self, weekly, django_assert_max_num_queries):
        weekly.get("/today/")
        with django_assert_max_num_queries(15):
            page = weekly.get("/today/")
        card = page.context["page"].checkin
        assert (card.label, card.sentence) == ("Your weekly check-in", "About 3 minutes.")
        assert (card.kind, card.note, card.href) == ("quiet", "", ASK)
        assert text(page).index("card-label") < text(page).index("checkin-label")

    def test_a_late_one_says_since_when(self, own_at, patient):
        with own_at(WEEK + timedelta(days=3)) as own:
            card = own.get("/today/").context["page"].checkin
        assert card.kind == "wait"
        assert "It was due on Sunday, June 7." in card.note

    def test_the_safety_questions_stand_on_top_until_they_are_answered(self, monthly):
        send_month(monthly, phq9_9="1")
        page = text(monthly.get("/today/"))
        assert page.index("asq-label") < page.index("card-label")
        assert "988" in page[page.index("asq-label") : page.index("card-label")]
        monthly.post(QUESTIONS, asq())
        assert monthly.get("/today/").context["page"].asq is None


class TestAWeek:
    def test_it_asks_pain_and_bladder(self, weekly):
        form = weekly.get(ASK).context["form"]
        names = [[field.name for field in part.fields] for part in form.parts]
        assert names[0] == ["peg_p", "peg_e", "peg_g"]
        assert names[1][-2:] == ["haematuria", "incontinence_new"]
        assert len(names) == 2

    def test_thanks_and_when_the_next_one_is(self, weekly):
        page = text(send(weekly))
        assert "Your check-in is sent" in page
        assert "Your next check-in is on Sunday, June 14." in page
        assert written() == (1, 1, 0)

    def test_visible_blood_holds_every_dose_and_says_so(self, weekly):
        page = text(send(weekly, haematuria="2"))
        assert "Take no dose now" in page
        assert "Blood in the urine: I can see it" in page
        assert Hold.objects.get().key == "symptom_haematuria"

    def test_a_lot_of_blood_is_an_emergency(self, weekly):
        assert place(send(weekly, haematuria="3")) == "/emergency/"

    @pytest.mark.parametrize("name", ["peg_e", "haematuria"])
    @pytest.mark.parametrize("value", [None, "99"])
    def test_what_is_blank_or_odd_is_asked_again_and_nothing_is_written(self, weekly, name, value):
        response = send(weekly, peg_p="7", **{name: value})
        form = response.context["form"]
        assert form.errors[name] == ["Choose one answer."]
        assert form["peg_p"].value() == "7"
        assert written() == (0, 0, 0)

    def test_sent_twice_it_is_one_and_leads_to_the_same_words(self, weekly):
        assert place(send(weekly)) == place(send(weekly))
        assert written() == (1, 1, 0)

    def test_a_second_tab_is_told_that_we_have_it(self, weekly):
        send(weekly)
        page = text(send(weekly, token="f" * 32))
        assert "If you sent one, we have it." in page
        assert written() == (1, 1, 0)
        assert "No check-in now" in text(weekly.get(ASK))

    def test_what_was_typed_outlives_the_session(self, client, weekly, patient):
        owner = {OWNER_FIELD: owner_token(patient.user)}
        client.post(ASK, filled(peg_p="7", peg_e=None) | owner)
        client.force_login(
            patient.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        page = client.get(ASK)
        assert "Not sent yet" in text(page)
        assert page.context["form"]["peg_p"].value() == "7"
        assert written() == (0, 0, 0)


class TestAMonth:
    def test_it_asks_the_rest_and_the_mood_last(self, monthly):
        form = monthly.get(ASK).context["form"]
        assert [part.key for part in form.parts] == ["pain", "bladder", "change", "worry", "mood"]
        assert "could_be_pregnant" in [field.name for field in form.parts[2].fields]

    def test_who_was_male_at_birth_is_not_asked_about_a_pregnancy(self, monthly, patient):
        patient.sex_at_birth = "male"
        patient.save()
        form = monthly.get(ASK).context["form"]
        assert "could_be_pregnant" not in [field.name for field in form.parts[2].fields]
        assert "Your check-in is sent" in text(send_month(monthly, could_be_pregnant=None))

    def test_it_costs_few_queries(self, monthly, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            monthly.get(ASK)

    def test_it_could_be_a_pregnancy(self, monthly):
        page = text(send_month(monthly, could_be_pregnant="yes"))
        assert "Take no dose now" in page

    @pytest.mark.parametrize("answer", ["1", "3", "declined"])
    def test_item_9_leads_to_the_safety_questions(self, monthly, answer):
        response = send_month(monthly, phq9_9=answer)
        assert place(response) == QUESTIONS
        page = text(response)
        assert page.index('href="tel:988"') < page.index("asq_1")
        assert written() == (1, 1, 0)

    def test_item_9_is_kept_while_another_answer_is_blank(self, monthly, patient):
        owner = {OWNER_FIELD: owner_token(patient.user)}
        response = send_month(monthly, phq9_9="2", gad7_3=None, peg_p="8", **owner)
        assert place(response) == QUESTIONS
        assert written() == (0, 0, 1)
        assert Alert.objects.get(rule_key="phq9_item_9").severity == "same_day"
        page = text(monthly.post(QUESTIONS, asq(), follow=True))
        assert "Go on with your check-in" in page
        form = monthly.get(ASK).context["form"]
        assert (form["peg_p"].value(), form["phq9_9"].value()) == ("8", "2")
        assert list(form.errors) == ["gad7_3"]
        assert "Take no dose now" in text(send_month(monthly, phq9_9="2", peg_p="8"))
        assert not asq_outstanding(patient)
        assert Alert.objects.filter(rule_key="phq9_item_9").count() == 1

    def test_after_the_back_button_another_item_9_is_not_lost(self, monthly):
        send_month(monthly)
        assert place(send_month(monthly, phq9_9="3")) == QUESTIONS
        assert written() == (1, 1, 1)


class TestTheSafetyQuestions:
    def answer(self, own, **changes):
        return own.post(QUESTIONS, asq(**changes), follow=True)

    def test_four_times_no(self, own, patient):
        page = text(self.answer(own))
        assert "Thank you for answering" in page
        assert 'href="tel:988"' in page

    def test_thoughts_but_not_now_hold_every_dose(self, own, patient):
        page = text(self.answer(own, asq_3="yes", asq_5="no"))
        assert "Take no dose now" in page
        assert 'href="tel:988"' in page

    @pytest.mark.parametrize("now", ["yes", "declined"])
    def test_thoughts_now_are_an_emergency(self, own, patient, now):
        assert place(self.answer(own, asq_1="yes", asq_5=now)) == "/emergency/"

    def test_the_fifth_is_asked_again_and_the_rest_is_kept_meanwhile(self, own, patient):
        response = self.answer(own, asq_1="yes")
        assert response.context["form"].errors == {"asq_5": ["Choose one answer."]}
        assert "We have kept what you told us" in text(response)
        assert (SafetyScreen.objects.count(), asq_outstanding(patient)) == (1, True)
        assert "Take no dose now" in text(self.answer(own, asq_1="yes", asq_5="no"))
        assert not asq_outstanding(patient)

    def test_what_is_blank_is_asked_again_and_nothing_is_written(self, own, patient):
        response = self.answer(own, asq_2=None)
        assert response.context["form"].errors == {"asq_2": ["Choose one answer."]}
        assert SafetyScreen.objects.count() == 0

    def test_sent_twice_it_is_one_and_another_answer_is_another(self, own, patient):
        self.answer(own, asq_1="yes", asq_5="no")
        self.answer(own, asq_1="yes", asq_5="no")
        assert SafetyScreen.objects.count() == 1
        assert place(self.answer(own, asq_1="yes", asq_5="yes")) == "/emergency/"
        assert SafetyScreen.objects.count() == 2


class TestWhatWasTold:
    def test_nothing_yet(self, own, patient):
        assert "No check-in yet" in text(own.get(PAST))

    def test_the_list_compares_the_pain_in_words(
        self, own_at, weekly, django_assert_max_num_queries
    ):
        send(weekly)
        with own_at(WEEK + timedelta(days=7)) as own:
            send(own, token="e" * 32, peg_p="7", urinary_urgency="1")
            with django_assert_max_num_queries(15):
                page = text(own.get(PAST))
        assert "4.3 of 10, worse than the time before (3.3)" in page
        assert "Sudden need to pass urine: Yes, mild" in page
        assert "no problem" in page

    def test_one_is_read_back_without_a_score_of_mood(self, monthly, django_assert_max_num_queries):
        send_month(monthly, phq9_2="1", craving_misuse="1")
        row = CheckIn.objects.get()
        with django_assert_max_num_queries(15):
            page = text(monthly.get(reverse("home:checkin_past", args=[row.public_id])))
        assert "PEG score" in page
        assert "Several days" in page
        assert "Sometimes" in page
        assert "27" not in page.split("<main")[1].split("</main>")[0].replace("June 28", "")


@pytest.mark.browser
def test_on_a_phone_it_goes_step_by_step_and_no_step_is_left_open(chromium, own_at, patient):
    with own_at(MONTH) as own:
        pages = {ASK: rendered(own, ASK)}
    with opened(chromium, pages, ASK, viewport={"width": 390, "height": 844}) as page:
        following = page.get_by_role("button", name="Next")
        following.click()
        expect(page.get_by_text("Answer everything on this step to go on.")).to_be_visible()
        for _step in range(4):
            answers_step(page, "0", "same")
            following.click()
        answers_step(page, "0")
        expect(page.get_by_role("button", name="Send")).to_be_visible()
        help_now = page.get_by_text("You are not alone.")
        expect(help_now).to_be_hidden()
        page.locator("label[for=id_phq9_9_1]").click()
        expect(help_now).to_be_visible()
        # The whole page, as it stands without a script.
        page.evaluate("document.querySelectorAll('[data-step]').forEach(e => e.hidden = false)")
        results = Axe().run(page, options=AXE_RULES)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 391
        page.context.set_offline(True)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("You are offline")).to_be_visible()
        assert page.locator("#id_phq9_9_1").is_checked()
        page.context.set_offline(False)
        expect(page.get_by_text("You are offline")).to_be_hidden()


def answers_step(page, *values):
    """Give these answers wherever this step offers them; what may stay empty does."""
    page.evaluate(
        """values => {
            const step = document.querySelector("[data-step]:not([hidden])");
            for (const value of [...values, "no"]) {
                const boxes = step.querySelectorAll(`input[value="${value}"]:not([data-optional])`);
                boxes.forEach(box => box.click());
            }
        }""",
        list(values),
    )


def test_every_side_effect_shows_its_grades_once_it_is_ticked():
    style = (CSS / "home.css").read_text()
    assert [each for each in FEELING if f'[data-grade="{each}"]' not in style] == []
