"""What is new since she was last here."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.home.news import Kind, news
from portal.people import sessions
from portal.people.contacts import contacts
from portal.plan import answers, reading
from portal.plan.answers import OwnStep
from tests.browsing import Browser
from tests.cast import Cast, assign
from tests.plan.writing import plan, published, step

HOUR = timedelta(hours=1)


def kinds(db: Session, cast: Cast, since_ago: timedelta | None) -> list[Kind]:
    since = clock.now() - since_ago if since_ago is not None else None
    people = contacts(db, cast.amina, clock.today())
    return [one.kind for one in news(reading.plans(db, cast.amina), people, since)]


def test_on_the_first_visit_nothing_is_called_new(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    assert kinds(db, cast, None) == []


def test_a_new_plan_is_one_piece_of_news_not_one_a_step(db: Session, cast: Cast) -> None:
    for assignment in cast.amina.assignments:
        assignment.created_at = clock.now() - 3 * HOUR
    plan(db, cast.amina, step("Ring Lars"), step("Fråga", cast.lars))
    assert kinds(db, cast, HOUR) == [Kind.NEW_PLAN]


def test_a_plan_is_news_until_she_has_opened_it_however_often_she_signs_in(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Ring Lars"))
    client = browser.client(cast.amina)
    for visit in range(3):
        if visit:
            browser.sign_in(client, cast.amina)
        page = browser.visit("/", as_=cast.amina)
        assert ("Du har fått en ny plan" in page.text) is bool(visit), "nothing is new at first"
    cards = [one.get("aria-labelledby") for one in page.select("main > section")]
    assert cards[:2] == ["next-step-what", "news"], "near the top"
    browser.visit("/plan", as_=cast.amina)
    assert not page_has_news(browser, cast)
    version = published(db, made, cast.karin)
    browser.sign_in(client, cast.amina)
    assert page_has_news(browser, cast)
    browser.visit(f"/plan/versions/{version.id}", as_=cast.amina)
    assert not page_has_news(browser, cast)


def test_with_several_plans_the_news_says_which(db: Session, browser: Browser, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    browser.client(cast.amina)
    browser.sign_in(browser.client(cast.amina), cast.amina)
    assert "utvecklingsplan" not in browser.visit("/", as_=cast.amina).text
    plan(db, cast.amina, step("Sök jobb"), position=1)
    assert "utvecklingsplan" in browser.visit("/", as_=cast.amina).text


def page_has_news(browser: Browser, cast: Cast) -> bool:
    return bool(browser.visit("/", as_=cast.amina).select("section[aria-labelledby=news]"))


def test_an_older_version_is_not_the_plan_as_it_stands_now(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Ring Lars"), seen_ago=3 * HOUR)
    first = published(db, made, cast.karin, ago=2 * HOUR)
    published(db, made, cast.karin)
    browser.visit(f"/plan/versions/{first.id}", as_=cast.amina)
    assert page_has_news(browser, cast)


def test_staff_who_look_at_her_plan_have_not_opened_it_for_her(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Ring Lars"), seen_ago=3 * HOUR)
    published(db, made, cast.karin)
    browser.visit(f"/staff/participants/{cast.amina.id}/as-she-sees?page=plan", as_=cast.karin)
    assert page_has_news(browser, cast)


def test_a_changed_step_and_a_new_contact_are_news(db: Session, cast: Cast) -> None:
    old = clock.now() - 3 * HOUR
    call = step("Ring Lars", created_at=old, changed_at=old)
    made = plan(db, cast.amina, call, seen_ago=2 * HOUR)
    made.created_at = made.changed_at = old
    for assignment in cast.amina.assignments:
        assignment.created_at = old
    assert kinds(db, cast, HOUR) == []
    call.changed_at = clock.now()
    assign(db, cast.amina, cast.sara)
    db.commit()
    assert sorted(kinds(db, cast, HOUR)) == [Kind.CHANGED_STEP, Kind.NEW_CONTACT]


def test_her_own_doings_are_no_news_to_her(db: Session, cast: Cast) -> None:
    old = clock.now() - 3 * HOUR
    call = step("Ring Lars", created_at=old, changed_at=old)
    made = plan(db, cast.amina, call, seen_ago=2 * HOUR)
    made.created_at = made.changed_at = old
    for assignment in cast.amina.assignments:
        assignment.created_at = old
    answers.mark_done(db, cast.amina, call.id, today=clock.today())
    answers.add_own(db, cast.amina, OwnStep("Träna"), "k", now=clock.now())
    db.commit()
    assert kinds(db, cast, HOUR) == []


def test_a_plan_that_was_published_anew_is_one_piece_of_news_with_who_did_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    old = clock.now() - 3 * HOUR
    call, other = step("Ring Lars", created_at=old), step("Fråga", created_at=old)
    made = plan(db, cast.amina, call, other, seen_ago=2 * HOUR)
    made.created_at = old
    for assignment in cast.amina.assignments:
        assignment.created_at = old
    before = sessions.begin(db, "an earlier session", participant=cast.amina, now=old)
    db.flush()
    sessions.touch(db, before.id, now=clock.now() - HOUR)
    changes = [{"what": "step-changed", "id": str(call.id), "fields": []}]
    published(db, made, cast.karin, *changes)
    page = browser.visit("/", as_=cast.amina)
    card = page.select_one("section[aria-labelledby=news]")
    assert card
    assert "Karin Berg har ändrat din plan" in card.text
    assert card.select_one("a[href='/plan#changed-0']")
    assert "Ring Lars" not in card.text, "the plan tells of it"
    assert "Ändrat steg: Fråga" in " ".join(card.get_text(" ").split()), "changed since by itself"


def test_a_step_that_rests_is_neither_next_nor_waited_for(
    db: Session, browser: Browser, cast: Cast
) -> None:
    late = (clock.today() - timedelta(days=1)).isoformat()
    rests = step("Ring Lars", due=late, paused_on=clock.today())
    gone = step("Fråga", cast.lars, due=late, dropped_on=clock.today())
    plan(db, cast.amina, rests, gone)
    page = browser.visit("/", as_=cast.amina)
    card = page.select_one("#next-step")
    assert card and "Inget i din plan är på gång just nu" in card.text
    assert not page.select_one("section[aria-labelledby=waiting]")
