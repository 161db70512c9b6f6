"""What people do about doses in the stories: report twice, tell an extra one, correct."""

from tests.e2e.person import Person


def reported_count(person: Person) -> int:
    """How many reports stand on the page of past doses."""
    person.goes_to("/doses/")
    return person.page.locator("main a[href^='/dose/correct/']").count()


def goes_back_to_the_report(person: Person) -> None:
    """The back button leads to the page that was sent: it knows what was told."""
    person.page.go_back()
    person.sees("You reported: Taken")


def takes_it_again(person: Person, page: str) -> Person:
    """Report the same dose once more, on its page."""
    person.goes_to(page)
    person.chooses("outcome", "taken").chooses("when", "now").sends()
    return person.sees("Did you take another dose?")


def corrects_the_newest(person: Person, *, amount: str, why: str) -> None:
    """The amount was another one; what was said first stays beside it."""
    person.goes_to("/doses/")
    person.page.locator("main a[href^='/dose/correct/']").last.click()
    person.page.wait_for_load_state()
    person.looks()
    person.chooses("outcome", "partly_taken").chooses("when", "now")
    person.fills(amount_mg=amount, note=why).sends()
    person.goes_to("/doses/").sees(why)
    assert person.page.locator("main del").count() == 1


def looks_at_the_days(person: Person) -> None:
    """A day, a week, a month, the plan on paper and the private calendar."""
    for stretch in ("today", "week", "month"):
        person.goes_to(f"/schedule/?show={stretch}", anew=True)
    person.goes_to("/plan/")
    person.goes_to("/schedule/calendar/").presses("Make my private address")
    address = person.page.locator(".secret").inner_text()
    answer = person.page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Reminder" in answer.text()
    person.presses("Turn it off").sees("It is off")
    assert person.page.request.get(address).status == 404
