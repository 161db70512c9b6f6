"""What a patient told in a check-in, as staff read it; the safety questions asked by phone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.selectors.safety import asq_outstanding
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.patient.services import asq_submit, checkin_alarm_submit, checkin_submit
from tests.factories.dosing import NOW
from tests.factories.monitoring import asq_answers, checkin_entry, home_patient
from tests.support.kept import kept

# The plan began on 31 May: 28 June is the day of the first monthly check-in.
FOURTH = NOW + timedelta(days=27)
DEATH = {"phq9": {"phq9_1": 2, "phq9_9": 1}}
TOKEN = "a-form-of-one-page"


def month(patient, **changes):
    """A monthly check-in, sent at its day."""
    return checkin_submit(
        patient=patient,
        by=patient.user,
        now=FOURTH,
        entry=checkin_entry(monthly=True, **changes),
        idempotency_key="month",
    )


@pytest.fixture
def clock():
    with time_machine.travel(FOURTH, tick=False):
        yield FOURTH


@kept
def patient():
    return home_patient()[0]


@kept
def told(patient):
    """Death thought of, blood in the urine, much worse, and maybe pregnant."""
    changes = {"overall_change": "much_worse", "could_be_pregnant": True}
    return month(patient, answers=DEATH, grades={"haematuria": 2}, **changes)


def copied(told, number):
    """The same check-in, some weeks earlier."""
    ids = {"id": None, "public_id": uuid4(), "idempotency_key": f"copy {number}"}
    peg, report = (again(row, number, **ids) for row in (told.peg, told.report))
    due_on = told.due_on - timedelta(days=7 * number)
    mood = {"kind": "weekly", "phq9_id": None, "gad7_id": None, "due_on": due_on}
    again(told, number, **ids, **mood, peg_id=peg.pk, report_id=report.pk)


def again(row, number, **changes):
    """A new row with the values of this one."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    known = {key: value for key, value in changes.items() if key in values}
    return type(row)._default_manager.create(**(values | known))


def checkin_url(checkin):
    return reverse("clinic:checkin", args=[checkin.patient.public_id, checkin.public_id])


def screen_url(screen):
    return reverse("clinic:screen", args=[screen.patient.public_id, screen.public_id])


def asq_url(patient):
    return reverse("clinic:asq", args=[patient.public_id])


def chart(client, patient):
    return client.get(reverse("clinic:chart", args=[patient.public_id])).content.decode()


# --- One check-in ------------------------------------------------------------------------------
def test_everything_that_was_told_stands_in_the_words_that_were_asked(client_of, told, clock):
    text = client_of("nurse").get(checkin_url(told)).content.decode()
    for words in (
        "Monthly check-in of June 28, 2026",
        "the patient",
        "the default limits, which nobody has approved",
        "Thoughts that you would be better off dead, or of hurting yourself in some way",
        "Several days",
        "3 of 27, none or minimal",
        "3.3 of 10",
        "Version pfizer-en.",
        "I can see it",
        "grade 2",
        "Much worse",
        "Thoughts of death or self-harm in a check-in (PHQ-9 item 9)",
        "(1/3)",
    ):
        assert words in text
    assert "Do not take" not in text


def test_a_calm_week_says_that_nobody_must_hear_of_it(client_of, patient):
    with time_machine.travel(NOW + timedelta(days=6), tick=False) as _:
        week = checkin_submit(
            patient=patient,
            by=patient.user,
            now=NOW + timedelta(days=6),
            entry=checkin_entry(),
            idempotency_key="week",
        )
        text = client_of("nurse").get(checkin_url(week)).content.decode()
    assert "Nothing that somebody must hear of." in text
    assert "PHQ-9" not in text


def test_opening_one_is_recorded(client_of, told, clock):
    client = client_of("nurse")
    client.get(checkin_url(told))
    event = AuditEvent.objects.get(verb="read.clinic.checkin")
    assert (event.actor, event.patient_ids) == (client.user, [str(told.patient.public_id)])


@pytest.mark.parametrize(
    ("role", "status"),
    [("nurse", 200), ("medical_director", 200), ("manager", 404), ("editor", 404)],
)
def test_who_may_read_one(client_of, told, clock, role, status):
    assert client_of(role).get(checkin_url(told)).status_code == status
    assert client_of(role).get(asq_url(told.patient)).status_code == status


def test_not_the_patient_and_not_under_another_patients_name(client_of, told, clock):
    assert client_of(told.patient.user).get(checkin_url(told)).status_code == 404
    other = home_patient()[0]
    path = reverse("clinic:checkin", args=[other.public_id, told.public_id])
    nurse = client_of("nurse")
    assert nurse.get(path).status_code == 404
    assert nurse.get(path.replace(str(told.public_id), str(UUID(int=7)))).status_code == 404
    assert not AuditEvent.objects.filter(verb="read.clinic.checkin").exists()


def test_a_page_costs_at_most_12_queries(client_of, told, clock, django_assert_max_num_queries):
    client = client_of("nurse")
    client.get(checkin_url(told))
    with django_assert_max_num_queries(12):
        client.get(checkin_url(told))


# --- On the chart ------------------------------------------------------------------------------
def test_the_chart_shows_scores_and_leads_to_what_was_told(client_of, told, clock):
    text = chart(client_of("nurse"), told.patient)
    assert "Scores over time" in text
    assert "3.3 of 10" in text
    assert "Safety questions (ASQ) still to be asked" in text
    # Item 9, blood in the urine, much worse, could be pregnant; and the line of the table.
    assert text.count(f'href="{checkin_url(told)}"') == 5


def test_the_chart_costs_15_queries_with_a_year_of_check_ins(
    client_of, told, clock, django_assert_max_num_queries
):
    """Copies of one row stand for the year: what is read does not depend on what they say."""
    for number in range(1, 50):
        copied(told, number)
    client = client_of("nurse")
    chart(client, told.patient)
    with django_assert_max_num_queries(15):
        chart(client, told.patient)


# --- The safety questions ----------------------------------------------------------------------
def post(client, patient, **answers):
    return client.post(asq_url(patient), {**asq_answers(**answers), "token": TOKEN})


def test_staff_record_the_answers_that_they_are_told(client_of, told, clock):
    client = client_of("nurse")
    response = post(client, told.patient)
    screen = SafetyScreen.objects.get()
    assert response.url == screen_url(screen)
    assert (screen.response.result, screen.recorded_by) == ("negative", client.user)
    assert not asq_outstanding(told.patient)
    text = client.get(response.url).content.decode()
    assert f"{client.user.full_name}, for the patient" in text
    head = chart(client, told.patient)
    assert "ASQ: negative" in head
    assert "still to be asked" not in head


def test_sent_twice_it_is_one_record(client_of, told, clock):
    client = client_of("nurse")
    post(client, told.patient)
    post(client, told.patient)
    assert SafetyScreen.objects.count() == 1


def test_a_blank_answer_is_asked_again_and_nothing_is_written(client_of, told, clock):
    response = post(client_of("nurse"), told.patient, asq_3="")
    assert response.status_code == 200
    assert "Choose one answer." in response.content.decode()
    assert response.context["form"]["asq_1"].value() == "no"
    assert not SafetyScreen.objects.exists()


def test_a_yes_right_now_is_kept_although_another_question_is_blank(client_of, told, clock):
    response = post(client_of("nurse"), told.patient, asq_1="yes", asq_2="", asq_5="yes")
    assert response.status_code == 302
    assert SafetyScreen.objects.get().response.result == "acute"
    assert told.patient.alerts.filter(rule_key="asq_acute", severity="emergency").exists()


def test_an_alert_of_the_safety_questions_leads_to_them(client_of, patient, clock):
    screen = asq_submit(
        patient=patient, by=patient.user, now=clock, idempotency_key="asq",
        answers=asq_answers(asq_4="yes", asq_5="no"),
    )  # fmt: skip
    client = client_of("nurse")
    assert f'href="{screen_url(screen)}"' in chart(client, patient)
    assert "positive, not acute" in client.get(screen_url(screen)).content.decode()


def test_what_was_kept_of_an_unfinished_form_says_so(client_of, patient, clock):
    entry = checkin_entry(monthly=True, answers={"phq9": {"phq9_3": None, "phq9_9": 2}})
    screen = checkin_alarm_submit(
        patient=patient, by=patient.user, now=clock, entry=entry, idempotency_key="half"
    )
    text = client_of("nurse").get(screen_url(screen)).content.decode()
    assert "PHQ-9 of an unfinished check-in" in text
    assert "More than half the days" in text
    assert "not complete" in text
    assert not CheckIn.objects.exists()


# --- A check-in by phone -----------------------------------------------------------------------
class TestByPhone:
    """The nurse fills in the check-in that is open, in the same words and by the same rules."""

    @pytest.fixture
    def url(self, patient):
        return reverse("clinic:checkin_add", args=[patient.public_id])

    @pytest.fixture
    def nurse(self, clock, client_of):
        return client_of("nurse")

    def test_it_is_recorded_as_hers_and_leads_to_the_record(self, nurse, patient, url):
        assert f'href="{url}"' in chart(nurse, patient)
        page = nurse.get(url)
        assert "Monthly check-in with" in page.content.decode()
        done = nurse.post(url, month_sent(page))
        checkin = CheckIn.objects.get(patient=patient)
        assert checkin.recorded_by == nurse.user
        assert done.url == checkin_url(checkin)
        nurse.post(url, month_sent(page))
        assert CheckIn.objects.count() == 1

    def test_an_answer_about_death_leads_to_the_safety_questions(self, nurse, patient, url):
        done = nurse.post(url, month_sent(nurse.get(url), phq9_9="1"))
        assert done.url == asq_url(patient)
        assert asq_outstanding(patient)

    def test_with_a_blank_nothing_is_written_but_the_answer_that_may_not_wait(
        self, nurse, patient, url
    ):
        page = nurse.post(url, month_sent(nurse.get(url), phq9_9="1", peg_p=""))
        text = page.content.decode()
        assert "The safety questions (ASQ) are still to be asked" in text
        assert page.context["form"].errors.keys() == {"peg_p"}
        assert not CheckIn.objects.exists()
        assert SafetyScreen.objects.get().recorded_by == nurse.user

    def test_an_empty_form_is_asked_again(self, nurse, url):
        assert nurse.post(url).context["form"].errors
        assert not CheckIn.objects.exists()

    def test_when_none_is_open_the_chart_says_so(self, nurse, patient, url):
        with time_machine.travel(NOW, tick=False):
            assert nurse.get(url).url == reverse("clinic:chart", args=[patient.public_id])

    @pytest.mark.parametrize("role", ["manager", "editor", "patient"])
    def test_nobody_else_may(self, clock, client_of, url, role):
        assert client_of(role).get(url).status_code == 404


def month_sent(page, **changes):
    """What a browser sends of a well month."""
    form = page.context["form"]
    well = {name: field.choices[0][0] for name, field in form.fields.items() if name != "token"}
    token = form["token"].value()
    return {key: str(value) for key, value in (well | {"token": token} | changes).items()}
