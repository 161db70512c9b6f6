"""What people do in the stories, page by page."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from intake.rules.consent import CONSENT_TEXTS
from monitoring.checkins.rules import BLADDER
from tests.e2e.person import Person
from tests.intake.sent import posted

PASSWORD = "a long and quiet afternoon"
# The patient's clock must stand well away from midnight, whenever the tests run.
ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu")
# The questions before a dose whose calm answer is yes; to all others it is no.
CALM_YES = {"predose_sitter", "predose_safe_place", "predose_food", "predose_adult_reachable"}


def calm_zone(now: datetime) -> str:
    """A zone of the application's list in which it is neither late nor early."""
    return next(zone for zone in ZONES if 1 <= now.astimezone(ZoneInfo(zone)).hour <= 20)


def signs_up(person: Person, email: str) -> None:
    """Create an account and follow the link in the mail."""
    person.goes_to("/").presses("Check and apply")
    person.fills(age_years="51").page.select_option("[name=state]", "NY")
    answers_all(person, "no", {"is_pain_long": "yes"})
    person.sends().sees("Nothing you told us stands in the way")
    person.presses("Create an account and apply")
    person.fills(email=email, password1=PASSWORD, password2=PASSWORD).sends()
    reads_mail(person, email)
    person.page.locator("a[href*='confirm-email']").first.click()
    person.sends()


def signs_in(person: Person, email: str) -> None:
    """By password, as on a device that does not know them."""
    person.goes_to("/accounts/login/")
    person.fills(login=email, password=PASSWORD)
    person.page.locator("form:has([name=password]) button[type=submit]").click()
    person.page.wait_for_load_state()
    person.looks()


def reads_mail(person: Person, email: str, *, subject: str = "") -> None:
    """Wait until a mail to this address lies in the demo's mailbox, and open it."""
    row = person.page.locator("main :is(li, tr, .card)").filter(has_text=email)
    row = row.filter(has_text=subject)
    for _ in range(240):
        # Asked for, not opened: no browser has to draw the page twice a second for a minute.
        listed = person.page.request.get("/mailbox/").text().lower()
        is_listed = email.lower() in listed and subject.lower() in listed
        if is_listed and person.goes_to("/mailbox/") and row.count():
            row.first.locator("a").click()
            person.page.wait_for_load_state()
            person.looks()
            return
        person.page.wait_for_timeout(500)
    raise AssertionError(f"no mail {subject!r} to {email} arrived within two minutes")


def answers_all(person: Person, value: str, but: dict[str, str] | None = None) -> None:
    """Choose the same answer in every group of chips of the page, but for a few."""
    names = person.page.locator("main input[type=radio]").evaluate_all(
        "inputs => [...new Set(inputs.filter(each => !each.closest('[hidden]'))"
        ".map(each => each.name))]"
    )
    for name in names:
        wanted = (but or {}).get(name, value)
        if person.page.locator(f"[name='{name}'][value='{wanted}']").count():
            person.chooses(name, wanted)


def applies(person: Person, family_name: str, zone: str) -> None:
    """Fill in the whole application with calm answers, and send it."""
    person.goes_to("/apply/").sends()
    fills_sections(person, family_name, zone)
    person.presses("Send the application")


def fills_sections(person: Person, family_name: str, zone: str, *, until: str = "review") -> None:
    """One page after the other, wherever each leads, until this page is open."""
    while open_section(person) != until:
        here, url = open_section(person), person.page.url
        fills_section(person, family_name, zone)
        person.sends()
        stayed = person.page.url == url and here != "consent"
        assert not stayed, f"{here}: {person.page.locator('main').inner_text()}"


def open_section(person: Person) -> str:
    """The page of the application that is open, by its address."""
    return person.page.url.split("?")[0].rstrip("/").split("/")[-1]


def fills_section(person: Person, family_name: str, zone: str) -> None:
    """Calm answers on one page of the application, by the names of its fields."""
    section = open_section(person)
    if section == "consent":
        signs_document(person, f"Ada {family_name}")
        return
    if section == "medicines":
        person.fills(name="lisinopril", dose="10 mg")
        person.page.get_by_role("button", name="Add to the list").click()
        person.page.get_by_role("link", name="Change or stop lisinopril").wait_for()
    own = {
        "about-you": {"first_name": "Ada", "last_name": family_name, "sex_at_birth": "male"},
        "where-you-live": {"time_zone": zone},
        "medicines": {"takes_none": None},
    }
    for name, value in posted(section, **own.get(section, {})).items():
        person.puts(name, value)


def signs_document(person: Person, name: str) -> None:
    """Answer what is asked back, tick, and type the name."""
    for text in CONSENT_TEXTS:
        for question in text.teach_back:
            person.puts(f"teach_{question.key}", question.right)
    person.page.locator("main [name=is_intended]").check()
    person.fills(typed_name=name)


def checks_pressure(person: Person, systolic: int, diastolic: int) -> None:
    """Walk the check step by step: calm answers, the same pair twice; then send it."""
    pair = {"systolic": str(systolic), "diastolic": str(diastolic), "pulse": "72"}
    following = person.page.get_by_role("button", name="Next")
    while True:
        answers_all(person, "no", dict.fromkeys(CALM_YES, "yes"))
        if person.page.locator("[name=symptoms]:visible").count():
            person.chooses("symptoms", "none")
        for box in person.page.locator("main input[inputmode=numeric]:visible").all():
            box.fill(pair.get((box.get_attribute("name") or "").split("_")[0], ""))
        if not following.is_visible():
            break
        following.click()
    person.page.get_by_role("button", name="Send").click()
    person.page.wait_for_load_state()
    person.looks()


def patient_row(person: Person, name: str) -> None:
    """Follow the link that carries this patient's name."""
    person.page.locator("main a").filter(has_text=name).first.click()
    person.page.wait_for_load_state()
    person.looks()


def approves(person: Person, name: str) -> None:
    """Read the application, answer each finding, approve."""
    person.goes_to("/clinic/applications/")
    patient_row(person, name)
    form = person.page.locator("form[action$='/decide/']")
    for box in person.page.locator(
        "form[action$='/decide/'] textarea:visible, main [form=decision-form]:visible"
    ).all():
        box.fill("Discussed with the patient; acceptable with monitoring.")
    form.locator("[name=understands_risks]").check()
    form.locator("[name=pain_type]").select_option(index=1)
    person.chooses("outcome", "approve")
    form.locator("button[type=submit]").last.click()
    person.page.wait_for_load_state()
    person.looks()


def records_readiness(person: Person, name: str) -> None:
    """Tick every gate."""
    today = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    form = person.page.locator("form").filter(has=person.page.locator("[name=has_phone]"))
    for box in form.locator("input[type=checkbox]").all():
        box_name = box.get_attribute("name") or ""
        if box_name != "pregnancy_test_if_applicable" and (
            not box_name.endswith("_na") or box_name.startswith("pregnancy")
        ):
            box.check()
    for day in form.locator("input[type=date]").all():
        if not (day.get_attribute("name") or "").startswith("pregnancy"):
            day.fill(today)
    form.locator("[name=pregnancy_test_if_applicable_note]").fill("Male at birth.")
    form.locator("[name=pdmp_checked_on_note]").fill("One prescriber, one pharmacy.")
    form.locator("button[type=submit]").last.click()
    person.page.wait_for_load_state()
    person.looks()
    person.sees("14 of 14 done")
    assert name in person.page.locator("main").inner_text()


def signs_plan(person: Person, zone: str) -> None:
    """Go on from the readiness list: sign a plan whose first dose is due within two minutes."""
    person.presses("Write the dosing plan")
    soon = datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(seconds=95)
    person.chooses("formulation", "capsule").chooses("route", "swallow").chooses("place", "home")
    person.fills(
        strength_mg="25",
        dose_mg="25",
        times_of_day=f"{soon:%H:%M}",
        starts_on=f"{soon:%Y-%m-%d}",
    )
    person.presses("Save the draft").presses("Sign the plan")
    person.sees("The plan is signed")


def logs_dose(person: Person) -> str:
    """Report the dose as taken, just now, with a double tap; returns the page of the report."""
    person.presses("I have taken it")
    page = person.page.url
    person.chooses("outcome", "taken").chooses("when", "now")
    person.page.locator("main form button[type=submit]").last.dblclick()
    person.sees("Say how I feel")
    person.looks()
    return page


def tells_feelings(person: Person, *, pain: int, symptom: str) -> None:
    """Report one symptom, mild, and the pain."""
    person.goes_to("/how-i-feel/")
    person.chooses("pain", str(pain)).ticks("noticed", symptom)
    person.chooses(f"grade_{symptom}", "1").sends()
    person.sees("Thank you")


def tells_week(person: Person, **told: str) -> None:
    """Fill in the weekly check-in: pain of 4, the bladder well but for what is told."""
    for name in ("peg_p", "peg_e", "peg_g"):
        person.chooses(name, "4")
    person.page.get_by_role("button", name="Next").click()
    for name in BLADDER:
        person.chooses(name, told.get(name, "0"))
    person.sends()


def clears_alert(person: Person, name: str, *, seen: str) -> None:
    """Find the patient on the worklist, read why, acknowledge, and resolve with a note."""
    person.goes_to("/clinic/")
    patient_row(person, name)
    person.sees(seen)
    person.presses("Acknowledge")
    person.page.locator("summary").filter(has_text="Resolve with a note").first.click()
    person.page.locator("details[open] [name=note]").fill("Called: rests, measures again at 6.")
    person.presses("Resolve", exact=True)
    person.sees("Resolved")


def publishes_article(person: Person, title: str) -> None:
    """Write a short article in Wagtail's own editor, and publish it."""
    page = person.page
    person.goes_to("/admin/pages/")
    library = page.url.rstrip("/").split("/")[-1]
    person.goes_to(f"/admin/pages/add/content/articlepage/{library}/")
    person.fills(title=title, summary="A few words a day help you and your clinic.")
    for number, point in enumerate(("Write at the same time.", "Three words are enough.")):
        page.locator("#panel-child-content-key_points-section .c-sf-add-button").last.click()
        page.locator(f"[name='key_points-{number}-value']").fill(point)
    adds_block(person, "Heading")
    page.locator("[name='body-0-value']").fill("Why a diary")
    adds_block(person, "Paragraph")
    page.locator("#panel-child-content-body-section [contenteditable=true]").last.click()
    page.keyboard.type("Pain is hard to remember. A few words a day show what changed.")
    # The rich-text editor hands its text over a moment after the last key.
    expect(page.locator("[name='body-1-value']")).to_have_value(re.compile("what changed"))
    # Wagtail saves the draft by itself; two saves at once would both want the address.
    expect(page.get_by_text("Saving…")).to_be_hidden()
    page.get_by_role("button", name="More actions").click()
    page.locator("[name='action-publish']").click()
    page.wait_for_load_state()
    assert "published" in page.locator("body").inner_text().lower()


def adds_block(person: Person, name: str) -> None:
    """Add a block of this kind at the end of the article's text."""
    person.page.locator("#panel-child-content-body-section .c-sf-add-button").last.click()
    person.page.get_by_role("option", name=name).first.click()
