"""What is read is said by herself, or by the page when it was on the screen: never because a page was fetched."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages.models import Conversation, Message
from portal.places import STATIC
from tests.browsing import Browser
from tests.cast import Cast
from tests.messages.hers.conftest import Talk


def is_new(db: Session) -> bool:
    db.rollback()
    found = db.scalar(sa.select(Conversation.unread_by_her_since))
    db.commit()
    return found is not None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender"},
        {"HX-Request": "true"},
        {"Service-Worker-Navigation-Preload": "true", "Sec-Fetch-Dest": "serviceworker"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_fetching_the_page_marks_nothing(
    db: Session, browser: Browser, cast: Cast, talk: Talk, method: str, headers: dict[str, str]
) -> None:
    talk.we("Hej")
    for address in ("/messages", "/messages?before=9", "/"):
        answer = browser.client(cast.amina).open(address, method=method, headers=headers)
        assert answer.status_code == 200
    assert is_new(db)
    for method_not_allowed in ("/messages/read", "/messages/draft"):
        assert browser.get(method_not_allowed, as_=cast.amina).status_code == 405


def test_the_service_worker_asks_for_no_message_and_sends_nothing(browser: Browser) -> None:
    worker = browser.get("/sw.js", as_=None).text
    assert "messages" not in worker and "POST" not in worker
    assert 'request.method === "GET"' in worker


def test_the_button_marks_what_stood_on_the_page(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.we("Hej")
    page = browser.visit("/messages", as_=cast.amina)
    form = {
        str(one["name"]): str(one["value"]) for one in page.select("form[data-portal-mark] input")
    }
    newer = talk.we("Kom medan hon läste")
    answer = browser.post("/messages/read", form, as_=cast.amina)
    assert answer.location == "/messages#write"
    db.rollback()
    unread = db.scalars(sa.select(Message.number).where(Message.read_at.is_(None))).all()
    db.commit()
    assert unread == [newer.number]
    again = browser.post("/messages/read", {"number": "2", "quiet": "yes"}, as_=cast.amina)
    assert again.status_code == 204 and not is_new(db)
    assert not browser.visit("/messages", as_=cast.amina).select("form[data-portal-mark], #new")


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "99999999999999999999"])
def test_a_number_that_means_nothing_breaks_nothing(
    browser: Browser, cast: Cast, talk: Talk, number: str
) -> None:
    talk.we("Hej")
    form = {"number": number, "first": number}
    assert browser.post("/messages/read", form, as_=cast.amina).status_code == 303


def test_nobody_marks_anothers(db: Session, browser: Browser, cast: Cast, talk: Talk) -> None:
    talk.we("Hej")
    browser.post("/messages/read", {"number": "9"}, as_=cast.bashir)
    assert is_new(db)


def test_only_a_script_of_ours_marks_by_itself_and_it_waits_until_it_is_seen() -> None:
    script = (STATIC / "portal.js").read_text()
    assert "IntersectionObserver" in script and "document.hidden" in script
