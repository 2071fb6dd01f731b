"""What she is asked, on her pages: read before she begins, kept as it is given, and sent once."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.models import FeedbackRequest, Occasion
from portal.messages.models import Message
from tests.browsing import Browser
from tests.cast import Cast
from tests.feedback.asked import request
from tests.feedback.hers import at, keep, kept, now_is


def test_before_the_first_question_she_reads_who_reads_it_and_what_it_does_not_do(
    browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    page = browser.visit("/feedback", as_=cast.amina)
    text = page.main.get_text(" ") if page.main else ""
    for words in (
        "Om stödet du har haft: Stödet training", "ungefär 3 minuter", "påverkar inte dina pengar",
        "Din handläggare kan inte se", "minst fem", "Chefen och politikerna", "Svara senast",
    ):  # fmt: skip
        assert words in text, words
    assert not page.select("main input[type=radio]"), "no question yet"
    assert "data-portal-read" in str(page.main), "it can be read aloud"


def test_one_question_at_a_time_skips_what_is_not_hers_and_goes_on_where_she_was(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    begun = browser.post(f"/feedback/asked/{asked.id}", {"way": "one"}, as_=cast.amina)
    assert begun.location.endswith("/questions/helped")
    assert keep(browser, cast, asked, "helped", "not-at-all") == "what-did-not", "nothing helped"
    browser.visit(at(asked, "questions/what-did-not"), as_=cast.amina)
    assert keep(browser, cast, asked, "what-did-not", "hours", "strength") == "heard"
    again = browser.post(f"/feedback/asked/{asked.id}", {"way": "one"}, as_=cast.amina)
    assert again.location.endswith("/questions/heard"), "she stopped, and goes on"
    assert kept(db, asked) == {"helped": ["not-at-all"], "what-did-not": ["hours", "strength"]}
    assert now_is(db, asked).opened_on == clock.today()


def test_what_she_chose_is_still_chosen_and_hers_to_change_until_she_sends(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    keep(browser, cast, asked, "helped", "somewhat")
    page = browser.visit(at(asked, "questions/helped"), as_=cast.amina)
    assert page.select_one("input[checked]") == page.select_one("input[value=somewhat]")
    keep(browser, cast, asked, "helped", "a-lot")
    assert kept(db, asked) == {"helped": ["a-lot"]}
    keep(browser, cast, asked, "helped", "")
    assert kept(db, asked) == {}, "she would rather leave it out"


def test_all_on_one_page_loses_nothing_whichever_button_is_pressed(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    page = browser.visit(at(asked, "all"), as_=cast.amina)
    assert len(page.select("main fieldset, main textarea")) == 5, "one depends on the first"
    form = {
        "question": ["helped", "what-did-not", "heard", "got-on", "tips"],
        "answer-helped": "a-lot", "answer-heard": "never", "text-tips": "ናይ ቋንቋ ሓገዝ", "near": "heard",
    }  # fmt: skip
    answer = browser.client(cast.amina).post(at(asked, "all"), data=form)
    assert answer.location.endswith("#question-what-helped"), "what became hers"
    assert kept(db, asked) == {"helped": ["a-lot"], "heard": ["never"], "tips": "ናይ ቋንቋ ሓገዝ"}
    page = browser.visit(at(asked, "all"), as_=cast.amina)
    assert len(page.select("main fieldset, main textarea")) == 6
    form = {"question": ["what-helped"], "answer-what-helped": "people"}
    assert browser.client(cast.amina).post(at(asked, "all"), data=form).location.endswith("check")


def test_she_sends_once_whatever_the_net_does(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    keep(browser, cast, asked, "helped", "a-lot")
    page = browser.visit(at(asked, "check"), as_=cast.amina)
    assert "Ja, mycket" in str(page.main)
    for _ in range(2):
        sent = browser.post(at(asked, "send"), as_=cast.amina)
        assert sent.location.endswith("/thanks")
    late = browser.post(at(asked, "questions/helped"), {"question": "helped"}, as_=cast.amina)
    assert late.location.endswith("/thanks"), "an answer that was on its way changes nothing"
    rows = db.scalars(sa.select(AnswerGiven)).all()
    db.commit()
    assert [row.is_sent for row in rows] == [True]
    thanks = browser.visit(at(asked, "thanks"), as_=cast.amina)
    assert "Ja, mycket" not in str(thanks)
    browser.visit("/feedback", as_=cast.amina)
    for part in ("all", "check", "questions/helped"):
        assert browser.get(at(asked, part), as_=cast.amina).location.endswith("/thanks")


def test_nothing_is_sent_without_an_answer_and_no_is_an_answer_too(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    empty = browser.post(at(asked, "send"), as_=cast.amina)
    assert empty.status_code == 422 and "minst en fråga" in empty.text
    keep(browser, cast, asked, "helped", "a-lot")
    browser.post(at(asked, "decline"), as_=cast.amina)
    assert now_is(db, asked).declined_on == clock.today() and not kept(db, asked)
    page = browser.visit("/feedback", as_=cast.amina)
    assert "frågar dig inget just nu" in str(page) and "Varför" not in str(page)
    late = browser.post(at(asked, "questions/helped"), {"question": "helped"}, as_=cast.amina)
    assert late.location == "/feedback"


TAKE_UP = "form[action$='/take-up']"


def test_a_no_can_be_taken_back_while_there_is_time(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    browser.post(at(asked, "decline"), as_=cast.amina)
    page = browser.visit("/feedback", as_=cast.amina)
    assert page.select_one(TAKE_UP) and "Stödet training" in str(page.main)
    for _ in range(2):
        assert browser.post(at(asked, "take-up"), as_=cast.amina).location == "/feedback"
    page = browser.visit("/feedback", as_=cast.amina)
    assert "Börja svara" in str(page) and not page.select(TAKE_UP)
    keep(browser, cast, asked, "helped", "a-lot")
    browser.post(at(asked, "send"), as_=cast.amina)
    assert now_is(db, asked).answered_on == clock.today()


def test_a_no_stays_when_the_time_is_out_and_while_she_is_asked_something_else(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    browser.post(at(asked, "decline"), as_=cast.amina)
    other = request(db, cast.amina, about="other", on=clock.today())
    db.commit()
    assert not browser.visit("/feedback", as_=cast.amina).select(TAKE_UP)
    browser.post(at(asked, "take-up"), as_=cast.amina)
    assert now_is(db, asked).declined_on, "one thing at a time"
    other.answered_on, asked.closes_on = clock.today(), clock.today() - timedelta(days=1)
    db.commit()
    assert not browser.visit("/feedback", as_=cast.amina).select(TAKE_UP)
    browser.post(at(asked, "take-up"), as_=cast.amina)
    assert now_is(db, asked).declined_on


def test_after_thanks_she_can_read_what_others_said_and_what_we_change(
    browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    keep(browser, cast, asked, "helped", "a-lot")
    browser.post(at(asked, "send"), as_=cast.amina)
    thanks = browser.visit(at(asked, "thanks"), as_=cast.amina)
    assert thanks.select("main a[href='/results']") and thanks.select("main a[href='/']")


def test_when_the_time_is_out_she_is_told_so_without_blame(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    asked.closes_on = clock.today() - timedelta(days=1)
    db.commit()
    late = browser.post(
        at(asked, "questions/helped"), {"question": "helped"}, as_=cast.amina, follow=True
    )
    assert "Tiden att svara är slut. Du behöver inte göra något." in late.text
    assert browser.get(at(asked, "all"), as_=cast.amina).location == "/feedback"


def test_too_long_a_text_is_said_and_stays_in_the_field(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    form = {"question": "tips", "text-tips": "å" * 1001}
    answer = browser.post(at(asked, "questions/tips"), form, as_=cast.amina)
    assert answer.status_code == 422 and "å" * 1001 in answer.text
    form |= {"text-tips": "å" * 1000}
    browser.post(at(asked, "questions/tips"), form, as_=cast.amina)
    assert kept(db, asked) == {"tips": "å" * 1000}


def test_an_option_that_is_none_is_not_kept(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    form = {"question": "helped", "answer-helped": "everything"}
    assert browser.post(at(asked, "questions/helped"), form, as_=cast.amina).status_code == 422
    assert kept(db, asked) == {}
    assert browser.get(at(asked, "questions/why"), as_=cast.amina).status_code == 404


def test_after_a_meeting_two_taps_are_enough(db: Session, browser: Browser, cast: Cast) -> None:
    made = request(db, cast.amina, Occasion.AFTER_MEETING, about=None, on=clock.today())
    db.commit()
    page = browser.visit("/feedback", as_=cast.amina)
    assert len(page.select("main input[type=radio]")) == 4
    form = {"question": "could-talk", "answer-could-talk": "yes"}
    sent = browser.post(at(made, "send"), form, as_=cast.amina)
    assert sent.location.endswith("/thanks")
    assert now_is(db, made).opened_on == made.answered_on == clock.today()


def test_wanting_to_talk_is_a_message_of_hers_apart_from_her_answers(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    keep(browser, cast, asked, "helped", "not-at-all")
    browser.post(at(asked, "send"), as_=cast.amina)
    for _ in range(2):
        browser.post(at(asked, "contact"), as_=cast.amina)
    [message] = db.scalars(sa.select(Message))
    assert message.is_hers and message.body
    assert message.body.original == "Jag vill prata om Stödet training."


def test_home_says_it_in_one_line_to_her_and_never_to_staff_who_look_at_her_page(
    browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    line = "Vi undrar hur det har gått."
    assert line in browser.get("/", as_=cast.amina).text
    assert line not in browser.get("/", as_=cast.bashir).text
    assert "/feedback" in browser.get("/me", as_=cast.bashir).text
    for address in ("", "/as-she-sees"):
        seen = browser.get(f"/staff/participants/{cast.amina.id}{address}", as_=cast.karin)
        assert "undrar" not in seen.text and "feedback" not in seen.text


def test_a_protected_participant_is_asked_on_her_page(
    db: Session, browser: Browser, cast: Cast
) -> None:
    request(db, cast.farid, on=clock.today())
    db.commit()
    assert "Börja svara" in str(browser.visit("/feedback", as_=cast.farid))
