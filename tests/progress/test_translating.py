"""What she wants to talk about at the follow-up, in her words, is read by staff in Swedish."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.models import FeedbackRequest
from portal.progress import rating
from portal.progress.models import Level
from portal.translators import saving
from portal.translators.models import Place, WantedTranslation
from portal.translators.wanting import want_for
from tests.browsing import Browser
from tests.cast import Cast
from tests.feedback.asked import answer, request
from tests.progress.conftest import NOW, TODAY, rated
from tests.translators.writing import the_want, waits

HERS, OTHER = "Waxaan rabaa inaan ka hadlo SFI", "Waxaan rabaa shaqo"
TALK = (Place.SELF_RATING_TALK, "sv")

pytestmark = pytest.mark.usefixtures("asked")


@pytest.fixture(autouse=True)
def somali(db: Session, cast: Cast) -> None:
    cast.amina.language = "so"
    rated(db, cast.amina, TODAY - timedelta(days=30))


def test_her_words_are_read_by_staff_in_swedish_and_by_her_as_she_wrote_them(
    db: Session, browser: Browser, cast: Cast
) -> None:
    at_staff = f"/staff/participants/{cast.amina.id}/progress"
    db.commit()
    browser.post("/progress/talk", {"talk": HERS}, as_=cast.amina)
    assert waits(db) == {TALK: HERS}
    db.commit()
    listed = browser.visit("/staff/texts", as_=cast.karin).text
    assert HERS in listed and "vill prata om på uppföljningen" in listed
    want = the_want(db, Place.SELF_RATING_TALK)
    saving.save(db, want, "Jag vill prata om SFI", want.source, staff=cast.karin, now=NOW)
    db.commit()
    page = browser.visit(at_staff, as_=cast.karin)
    assert "Jag vill prata om SFI" in page.text and "Översatt av Karin Berg" in page.text
    hers = browser.visit("/progress", as_=cast.amina)
    assert HERS in hers.text and "Jag vill prata om SFI" not in hers.text


def test_other_words_wait_anew_and_what_she_has_taken_away_waits_no_more(
    db: Session, cast: Cast
) -> None:
    for words, waiting in ((HERS, {TALK: HERS}), (OTHER, {TALK: OTHER}), ("", {})):
        rating.say(db, cast.amina, words, now=NOW)
        db.commit()
        assert waits(db) == waiting


def test_what_she_said_before_her_newest_rating_waits_no_more(db: Session, cast: Cast) -> None:
    rating.say(db, cast.amina, HERS, now=NOW)
    rating.start(db, cast.amina, now=NOW)
    db.commit()
    assert waits(db) == {TALK: HERS}, "she has only begun"
    rating.keep(db, cast.amina, {"health": None, "concentration": Level.MIDDLE}, now=NOW)
    rating.finish(db, cast.amina, now=NOW)
    assert waits(db) == {}
    want_for(db, cast.amina, now=NOW)
    assert waits(db) == {}


def test_the_queue_is_brought_up_to_date_with_it(db: Session, cast: Cast) -> None:
    rating.say(db, cast.amina, HERS, now=NOW)
    db.execute(sa.delete(WantedTranslation))
    want_for(db, cast.amina, now=NOW)
    assert waits(db) == {TALK: HERS}


def test_what_she_answers_about_us_never_comes_there(db: Session, cast: Cast) -> None:
    answer(db, request(db, cast.amina, on=TODAY), {"helped": ["a-lot"], "tips": HERS})
    db.commit()
    want_for(db, cast.amina, now=NOW)
    assert waits(db) == {}
    assert db.scalar(sa.select(FeedbackRequest.answered_on)) == TODAY
