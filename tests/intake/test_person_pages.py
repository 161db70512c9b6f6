"""The pages about the person: each field with what people mistype, and what is kept."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from intake.choices import Section
from intake.forms import AboutForm, ContactForm, HomeForm, PeopleForm
from intake.models import Patient
from intake.presenters.answers import answer_rows
from intake.services.errors import AnswerRefused
from tests.factories.intake_answers import CONTACT, HOME, PEOPLE
from tests.intake.sent import posted

FORMS = {
    Section.ABOUT: AboutForm,
    Section.HOME: HomeForm,
    Section.CONTACT: ContactForm,
    Section.PEOPLE: PeopleForm,
}
TEXT_FIELDS = [
    (Section.ABOUT, "first_name"),
    (Section.ABOUT, "last_name"),
    (Section.ABOUT, "preferred_name"),
    (Section.ABOUT, "date_of_birth"),
    (Section.ABOUT, "gender"),
    (Section.ABOUT, "phone"),
    (Section.HOME, "address_line"),
    (Section.HOME, "city"),
    (Section.HOME, "postal_code"),
    (Section.HOME, "dosing_place"),
    (Section.CONTACT, "contact_wishes"),
    (Section.PEOPLE, "emergency_contact_name"),
    (Section.PEOPLE, "emergency_contact_phone"),
    (Section.PEOPLE, "helper_name"),
    (Section.PEOPLE, "helper_phone"),
    (Section.PEOPLE, "physician_name"),
    (Section.PEOPLE, "physician_phone"),
]
CHOICE_FIELDS = [
    (Section.ABOUT, "sex_at_birth"),
    (Section.HOME, "state_of_residence"),
    (Section.HOME, "dosing_at"),
    (Section.HOME, "time_zone"),
    (Section.CONTACT, "preferred_channel"),
    (Section.CONTACT, "voicemail_allowed"),
]
NAMES = [pair for pair in TEXT_FIELDS if pair[1].endswith("name") and pair[1] != "preferred_name"]
NEVER = [
    pytest.param("x" * 5000, id="5,000 letters"),
    pytest.param("a\x00b", id="NUL"),
    pytest.param("Bob\u202e12345", id="turned right to left"),
]


def sent(section, **changes):
    return FORMS[section](posted(section, **changes))


def errors(form):
    return {name: list(form.errors[name]) for name in form.errors}


def ids(pairs):
    return [f"{section.value} {name}" for section, name in pairs]


@pytest.mark.parametrize("section", FORMS)
def test_a_sound_page_is_valid(section):
    assert errors(sent(section)) == {}


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize(("section", "name"), TEXT_FIELDS, ids=ids(TEXT_FIELDS))
def test_text_that_cannot_be_kept_is_refused_at_its_field(section, name, text):
    form = sent(section, **{name: text})
    assert name in errors(form)
    assert form[name].value() == text


@pytest.mark.parametrize("text", ["Zoë 🙂", "<b>Bob</b>", "🙂"])
@pytest.mark.parametrize(("section", "name"), NAMES, ids=ids(NAMES))
def test_a_name_is_written_in_letters(section, name, text):
    form = sent(section, **{name: text})
    assert "in letters" in errors(form)[name][0]
    assert form[name].value() == text


@pytest.mark.parametrize("text", ["עַבְרִית", "فاطمة الزهراء", "李小龍", "José-María O’Neill"])
@pytest.mark.parametrize(("section", "name"), NAMES, ids=ids(NAMES))
def test_a_name_in_any_script_is_taken_as_it_is(section, name, text):
    form = sent(section, **{name: text})
    assert errors(form) == {}
    assert form.cleaned_data[name] == text
    assert 'dir="auto"' in str(form[name])


@pytest.mark.parametrize("value", ["zebra", "<b>", "🙂", "x" * 5000, "a\x00b", ""])
@pytest.mark.parametrize(("section", "name"), CHOICE_FIELDS, ids=ids(CHOICE_FIELDS))
def test_a_choice_is_one_of_those_offered(section, name, value):
    assert name in errors(sent(section, **{name: value}))


@pytest.mark.parametrize("name", ["preferred_name", "gender"])
@pytest.mark.parametrize("text", ["", "🙂", "woman", "<non-binary>", "אישה"])
def test_ones_own_words_are_free(name, text):
    assert errors(sent(Section.ABOUT, **{name: text})) == {}


@pytest.mark.parametrize(
    "text", ["04/12/1980", "4/12/1980", "04-12-1980", "04121980", "04/12/80", "1980-04-12"]
)
def test_a_birth_date_as_people_write_it(text):
    form = sent(Section.ABOUT, date_of_birth=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["date_of_birth"] == date(1980, 4, 12)


@pytest.mark.parametrize("text", ["", "31/31/1980", "yesterday", "13/01/1980", "0", "02/30/1980"])
def test_a_birth_date_that_is_none_stays_as_typed(text):
    form = sent(Section.ABOUT, date_of_birth=text)
    assert list(errors(form)) == ["date_of_birth"]
    assert form["date_of_birth"].value() == text


def test_another_place_needs_its_address():
    assert list(errors(sent(Section.HOME, dosing_at="elsewhere"))) == ["dosing_place"]
    assert errors(sent(Section.HOME, dosing_at="elsewhere", dosing_place="4 Elm St")) == {}


def test_the_time_zone_is_confirmed_by_a_tick():
    assert list(errors(sent(Section.HOME, is_zone_confirmed=None))) == ["is_zone_confirmed"]


@pytest.mark.parametrize("zone", ["America/Detroit", "America/Indiana/Knox", "Europe/Vienna"])
def test_a_zone_that_the_browser_proposed_is_taken(zone):
    assert errors(sent(Section.HOME, time_zone=zone)) == {}


@pytest.mark.parametrize("zone", ["EST5", "Mars/Olympus", "../etc/passwd"])
def test_a_made_up_zone_is_not(zone):
    assert list(errors(sent(Section.HOME, time_zone=zone))) == ["time_zone"]


def test_the_browser_proposes_until_a_zone_is_confirmed():
    assert 'data-zone="propose"' in str(HomeForm(proposes_zone=True)["time_zone"])
    assert 'data-zone="propose"' not in str(HomeForm(initial=HOME)["time_zone"])
    sent_back = HomeForm(posted(Section.HOME), proposes_zone=True)
    assert 'data-zone="propose"' not in str(sent_back["time_zone"])


@pytest.mark.parametrize("who", ["helper", "physician"])
class TestSomebodyOrNone:
    def test_a_tick_stands_for_nobody(self, who):
        blank = {f"{who}_name": "", f"{who}_phone": "", f"has_no_{who}": "on"}
        assert errors(sent(Section.PEOPLE, **blank)) == {}

    def test_neither_name_nor_tick_asks_for_one(self, who):
        form = sent(Section.PEOPLE, **{f"{who}_name": "", f"{who}_phone": ""})
        assert list(errors(form)) == [f"{who}_name", f"{who}_phone"]

    def test_a_name_needs_its_phone(self, who):
        assert list(errors(sent(Section.PEOPLE, **{f"{who}_phone": ""}))) == [f"{who}_phone"]

    def test_both_a_name_and_the_tick_contradict(self, who):
        form = sent(Section.PEOPLE, **{f"has_no_{who}": "on"})
        assert list(errors(form)) == [f"has_no_{who}"]


def service_refuses(send, rows, applicant, section, **changes):
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, section, **changes)
    assert rows(applicant) == 0
    fresh = Patient.objects.get(pk=applicant.pk)
    assert (fresh.city, fresh.helper_name, fresh.preferred_channel) == ("", "", "")
    return caught.value.field


@pytest.mark.django_db
class TestService:
    """A caller without a form meets the same refusals, and nothing is written."""

    @pytest.mark.parametrize("text", NEVER)
    @pytest.mark.parametrize(
        ("section", "name"),
        [pair for pair in TEXT_FIELDS if pair[1] != "date_of_birth"],
        ids=ids([pair for pair in TEXT_FIELDS if pair[1] != "date_of_birth"]),
    )
    def test_bad_text(self, applicant, send, rows, section, name, text):
        changes = {name: text} | ({"dosing_at": "elsewhere"} if name == "dosing_place" else {})
        assert service_refuses(send, rows, applicant, section, **changes) == name

    @pytest.mark.parametrize(("section", "name"), CHOICE_FIELDS, ids=ids(CHOICE_FIELDS))
    def test_a_choice_that_is_not_offered(self, applicant, send, rows, section, name):
        assert service_refuses(send, rows, applicant, section, **{name: "zebra"}) == name

    @pytest.mark.parametrize(
        ("section", "changes", "field"),
        [
            (Section.HOME, {"is_zone_confirmed": False}, "is_zone_confirmed"),
            (Section.HOME, {"dosing_at": "elsewhere"}, "dosing_place"),
            (Section.CONTACT, {"voicemail_allowed": None}, "voicemail_allowed"),
            (Section.PEOPLE, {"has_no_helper": True}, "has_no_helper"),
            (Section.PEOPLE, {"helper_name": ""}, "helper_name"),
            (Section.PEOPLE, {"physician_phone": ""}, "physician_phone"),
            (Section.PEOPLE, {"emergency_contact_name": ""}, "emergency_contact_name"),
        ],
    )
    def test_what_is_missing(self, applicant, send, rows, section, changes, field):
        assert service_refuses(send, rows, applicant, section, **changes) == field

    def test_everything_is_kept_on_the_patient(self, applicant, send):
        for section in FORMS:
            send(applicant, section)
        applicant.refresh_from_db()
        kept = {name: getattr(applicant, name) for name in CONTACT}
        assert kept == CONTACT
        assert (applicant.gender, applicant.dosing_place) == ("woman", "")
        assert applicant.helper_phone == PEOPLE["helper_phone"]

    def test_another_place_is_kept_and_forgotten_again(self, applicant, send):
        send(applicant, Section.HOME, dosing_at="elsewhere", dosing_place="4 Elm St")
        applicant.refresh_from_db()
        assert applicant.dosing_place == "4 Elm St"
        row = send(applicant, Section.HOME, dosing_at="here", dosing_place="4 Elm St")
        applicant.refresh_from_db()
        assert (applicant.dosing_place, row.answers["dosing_place"]) == ("", "")

    def test_nobody_yet_is_kept_as_said(self, applicant, send):
        blank = {"helper_name": "", "helper_phone": "", "has_no_helper": True}
        assert send(applicant, Section.PEOPLE, **blank).answers["has_no_helper"] is True


def words(section, **stored):
    return {row.question: row.answer for row in answer_rows(section, stored)}


def test_the_pages_are_read_back_in_words():
    assert words(Section.HOME, **HOME)["When taking a dose"] == "At this address"
    assert words(Section.CONTACT, **CONTACT)["Voicemail"] == "Yes"
    assert words(Section.CONTACT, voicemail_allowed=False) == {"Voicemail": "No"}
    assert words(Section.PEOPLE, **PEOPLE)["Helper"] == "Luis Marin"
    assert words(Section.PEOPLE, has_no_helper=True) == {"Helper": "none yet"}


BAD = ["x" * 5000, "🙂", "<script>alert(1)</script>", "Bob\u202e12345"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize(("section", "name"), NAMES, ids=ids(NAMES))
def test_over_http_a_bad_name_is_said_twice_kept_once_and_stored_never(
    client_of, applicant, send, section, name, text
):
    for first in (Section.ABOUT, Section.HOME):
        send(applicant, first)
    before = Patient.objects.filter(pk=applicant.pk).values().get()
    response = client_of(applicant.user).post(f"/apply/{section}/", posted(section, **{name: text}))
    tree = BeautifulSoup(response.content, "html.parser")
    assert tree.select_one(f".error-summary a[href='#id_{name}']")
    assert tree.select_one(f"#div_id_{name} .field__error")
    assert tree.select_one(f"#id_{name}")["value"] == text
    assert not tree.select("main script")
    assert Patient.objects.filter(pk=applicant.pk).values().get() == before
