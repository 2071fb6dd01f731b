"""Opening the page of somebody for whom one is not there: with a reason, for the day, and she sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.caseload import opening
from portal.people.access_models import CaseOpening
from portal.people.models import Assignment
from portal.plan import answers
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.plan.writing import plan, step

FORM = "/staff/participants/open"
REASON = "Hon ringde växeln om sitt möte i dag."


def lines(db: Session) -> int:
    return db.scalar(sa.select(sa.func.count(AccessLog.id))) or 0


def test_with_reference_and_reason_it_is_open_for_the_day_and_she_reads_both(
    db: Session, browser: Browser, cast: Cast
) -> None:
    hers = f"/staff/participants/{cast.amina.id}"
    assert browser.get(hers, as_=cast.lars).status_code == 404
    browser.visit(FORM, as_=cast.lars)
    answer = browser.post(FORM, {"reference": " A-1 ", "reason": REASON}, as_=cast.lars)
    assert (answer.status_code, answer.location) == (303, hers)
    browser.visit(hers, as_=cast.lars)
    log = browser.visit("/me/access-log", as_=cast.amina)
    quote = log.select_one("blockquote[lang=sv]")
    assert quote and quote.text == REASON and "Lars Ek" in log.text
    assert "Personen är inte din kontakt." in log.text
    assert REASON in browser.visit(hers, as_=cast.karin).text, "her contact sees it too"
    assert "Öppnade i dag, med skäl" in browser.visit("/staff/participants", as_=cast.lars).text


def test_what_waits_there_waits_for_her_contact_and_not_for_whoever_opened_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    answers.answer(db, cast.amina, call.id, "cannot", "", now=clock.now())
    db.commit()
    browser.post(FORM, {"reference": "A-1", "reason": REASON}, as_=cast.lars)
    hers = f"/staff/participants/{cast.amina.id}"
    for staff, words in ((cast.lars, "Väntar på Karin Berg"), (cast.karin, "Väntar på dig")):
        heading = browser.visit(hers, as_=staff).select_one("#waits")
        assert heading and heading.text == words
    contact = db.scalars(sa.select(Assignment).where(Assignment.participant_id == cast.amina.id))
    contact.one().until_on = clock.today() - timedelta(days=1)
    db.commit()
    heading = browser.visit(hers, as_=cast.lars).select_one("#waits")
    assert heading and heading.text == "Väntar på svar", "nobody is there for her"


def test_sent_twice_it_opens_once(db: Session, browser: Browser, cast: Cast) -> None:
    for _ in range(2):
        answer = browser.post(FORM, {"reference": "A-1", "reason": REASON}, as_=cast.lars)
        assert answer.status_code == 303
    assert db.scalar(sa.select(sa.func.count(CaseOpening.id))) == 1
    assert lines(db) == 1


def test_a_race_of_two_forms_opens_once(db: Session, cast: Cast) -> None:
    typed = opening.Typed("A-1", REASON)
    args = (cast.lars, cast.amina, typed.reason, clock.today(), clock.now())
    assert opening._keep(db, *args) and not opening._keep(db, *args)


@pytest.mark.parametrize("reference", ["F-1", "a-1", "X-1", "A", "M-1"])
def test_protected_moved_and_unknown_references_are_answered_alike(
    db: Session, browser: Browser, cast: Cast, reference: str
) -> None:
    cast.bashir.key, cast.bashir.moved_on = "M-1", clock.today()
    db.commit()
    unknown = browser.post(FORM, {"reference": "?", "reason": REASON}, as_=cast.karin)
    answer = browser.post(FORM, {"reference": reference, "reason": REASON}, as_=cast.karin)
    if reference == "A":
        linted(answer)
    assert answer.status_code == unknown.status_code == 404
    assert str(linted(answer)).replace(reference, "?") == str(linted(unknown))
    assert lines(db) == 0


def test_ones_own_is_only_gone_to(db: Session, browser: Browser, cast: Cast) -> None:
    for whose, reference in ((cast.karin, "A-1"), (cast.sara, "F-1")):
        answer = browser.post(FORM, {"reference": reference, "reason": ""}, as_=whose)
        assert answer.status_code == 303
    assert lines(db) == 0 and not db.scalars(sa.select(CaseOpening)).all()


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"reference": "A-1", "reason": "   kort   "}, "reason", "minst 10 tecken"),
        ({"reference": "A-1", "reason": "x" * 501}, "reason", "högst 500 tecken"),
        ({"reference": "", "reason": REASON}, "reference", "Skriv beteckningen"),
        ({"reference": "x" * 101, "reason": REASON}, "reference", "för lång"),
    ],
)
def test_what_is_lacking_is_said_by_the_field_and_what_was_typed_stays(
    db: Session, browser: Browser, cast: Cast, form: dict[str, str], field: str, said: str
) -> None:
    answer = browser.post(FORM, form, as_=cast.lars)
    page = linted(answer)
    assert answer.status_code == 422 and lines(db) == 0
    fault = page.select_one(f"#{field}-fault")
    assert fault and said in fault.text
    assert page.select_one("#reference")["value"] == form["reference"]  # type: ignore[index]
    assert form["reason"] in page.select_one("#reason").text  # type: ignore[union-attr]


def test_a_short_reason_tells_nothing_of_whether_the_reference_exists(
    browser: Browser, cast: Cast
) -> None:
    texts = {
        linted(browser.post(FORM, {"reference": one, "reason": "kort"}, as_=cast.lars))
        .prettify()
        .replace(one, "")
        for one in ("A-1", "F-1", "X-9")
    }
    assert len(texts) == 1


def test_guessing_references_is_stopped_for_the_one_who_guesses(
    browser: Browser, cast: Cast
) -> None:
    for number in range(10):
        answer = browser.post(FORM, {"reference": f"X{number}", "reason": REASON}, as_=cast.lars)
        assert answer.status_code == 404
    assert (
        browser.post(FORM, {"reference": "X", "reason": REASON}, as_=cast.lars).status_code == 429
    )
    answer = browser.post(FORM, {"reference": "B-1", "reason": REASON}, as_=cast.karin)
    assert answer.status_code == 303, "a colleague at the same address is not stopped"


def test_pasted_html_in_a_reason_is_text(db: Session, browser: Browser, cast: Cast) -> None:
    reason = "<script>alert(1)</script> 🙂 لماذا"
    browser.post(FORM, {"reference": "A-1", "reason": reason}, as_=cast.lars)
    log = browser.visit("/me/access-log", as_=cast.amina)
    assert reason in log.text and not log.select("main script")


def test_the_line_says_that_it_was_by_need(db: Session, browser: Browser, cast: Cast) -> None:
    browser.post(FORM, {"reference": "A-1", "reason": REASON}, as_=cast.lars)
    [line] = db.scalars(sa.select(AccessLog))
    assert (line.opened, line.reason) == (Opened.NEED, REASON)
