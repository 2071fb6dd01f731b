"""Two pages open at once, and a page with a fault: nothing that she has answered is lost."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.feedback.models import FeedbackRequest
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.feedback.hers import at, form_of, keep, kept, save_all


def test_a_page_that_was_opened_earlier_takes_nothing_away_when_it_is_saved(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    keep(browser, cast, asked, "helped", "not-at-all")
    earlier = form_of(browser, cast, asked)
    later = form_of(browser, cast, asked) | {
        "answer-helped": ["somewhat"], "answer-what-did-not": ["hours"],
        "answer-heard": ["often"], "text-tips": ["Mer tid"],
    }  # fmt: skip
    assert save_all(browser, cast, asked, later) == 303
    said = {
        "helped": ["somewhat"],
        "what-did-not": ["hours"],
        "heard": ["often"],
        "tips": "Mer tid",
    }
    assert kept(db, asked) == said
    assert save_all(browser, cast, asked, earlier) == 303
    assert kept(db, asked) == said
    assert save_all(browser, cast, asked, earlier | {"answer-got-on": ["nearer"]}) == 303
    assert kept(db, asked) == {**said, "got-on": ["nearer"]}


def test_what_she_empties_on_the_page_that_she_sees_is_taken_away(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    keep(browser, cast, asked, "helped", "not-at-all")
    form = {"answer-what-did-not": ["strength", "hours"], "text-tips": ["Mer\r\ntid "]}
    save_all(browser, cast, asked, form_of(browser, cast, asked) | form)
    assert set(kept(db, asked)) == {"helped", "what-did-not", "tips"}
    form = form_of(browser, cast, asked) | {"text-tips": [""], "answer-helped": [""]}
    del form["answer-what-did-not"]
    save_all(browser, cast, asked, form)
    assert kept(db, asked) == {}


def test_a_text_that_is_too_long_takes_no_other_answer_with_it(
    db: Session, browser: Browser, cast: Cast, asked: FeedbackRequest
) -> None:
    form = form_of(browser, cast, asked)
    form |= {"answer-helped": ["a-lot"], "text-tips": ["å" * 1001]}
    answer = browser.client(cast.amina).post(at(asked, "all"), data=form)
    assert answer.status_code == 422 and "å" * 1001 in answer.text
    assert kept(db, asked) == {"helped": ["a-lot"]}
    assert linted(answer).select_one("input[value=a-lot][checked]")
