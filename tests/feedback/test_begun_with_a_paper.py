"""What is begun with a paper's address: whose it is, who sees it, and what becomes of it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import asking, sealing
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.models import PanelDraft, PanelRound, PanelToken
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.feedback.rounds import papers, sent_with


def test_she_stops_and_goes_on_another_day_on_the_same_phone(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    form = {"question": "first", "answer-first": "letters"}
    browser.post(f"{address}/questions/first", form, as_=None)
    asking.run(db, clock.now())
    db.commit()
    phone = browser.client(None)
    assert "Fortsätt svara" in phone.get(address).text
    assert phone.post(address, data={"way": "one"}).location.endswith("/questions/whom-to-contact")
    page = linted(phone.get(f"{address}/all"))
    assert page.select_one("input[value=letters][checked]")


def test_who_made_the_paper_sees_nothing_of_what_is_begun_with_it(
    browser: Browser, db: Session, cast: Cast, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    form = {"question": "first", "answer-first": "letters"}
    browser.post(f"{address}/questions/first", form, as_=None)
    other = browser.app.test_client()
    assert "Börja svara" in other.get(address).text
    for page in ("questions/first", "all", "check"):
        seen = other.get(f"{address}/{page}", follow_redirects=True)
        assert seen.status_code == 200 and not linted(seen).select("input[checked]")
        assert "Breven" not in seen.text or page != "check"
    form = {"question": "first", "answer-first": "heard"}
    other.post(f"{address}/questions/first", data=form)
    other.post(f"{address}/decline")
    assert "Fortsätt svara" in browser.visit(address, as_=None).text, "hers is still there"


def test_what_is_sent_first_counts_and_what_else_was_begun_with_the_paper_goes(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    token = papers(db, of)[0]
    form = {"question": "first", "answer-first": "letters"}
    browser.post(f"/feedback/{token}/questions/first", form, as_=None)
    sent_with(browser, f"/feedback/{token}", first="heard")
    found = db.scalars(sa.select(PanelToken)).one()
    assert given_by(db, found) == {"first": ["heard"]}
    assert [row.is_sent for row in db.scalars(sa.select(AnswerGiven))] == [True]
    assert not db.scalars(sa.select(PanelDraft)).all()


def test_nothing_that_is_kept_tells_in_which_browser_it_was_begun(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    """The same phone answers with two papers: without the installation's secret nobody sees that it was one."""
    for token in papers(db, of, 2):
        form = {"question": "first", "answer-first": "letters"}
        browser.post(f"/feedback/{token}/questions/first", form, as_=None)
    with browser.client(None).session_transaction() as session:
        secret = session["browser"]
    drafts = db.scalars(sa.select(PanelDraft)).all()
    assert len({one.id for one in drafts}) == len({one.token_id for one in drafts}) == 2
    assert all(secret not in f"{one.id} {one.token_id}" for one in drafts)


def test_a_phone_that_keeps_no_cookies_answers_and_sends_on_one_page(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    browser.app.config["WTF_CSRF_ENABLED"] = True
    address = f"/feedback/{papers(db, of)[0]}"
    phone = browser.app.test_client(use_cookies=False)
    assert phone.get(address).status_code == 200
    assert phone.post(address, data={"way": "one"}).location == f"{address}/all"
    for part in ("questions/first", "check"):
        assert phone.get(f"{address}/{part}").location == f"{address}/all"
    page = linted(phone.get(f"{address}/all"))
    sending = page.select_one("main form")
    assert sending and sending["action"] == f"{address}/send"
    [text] = [str(one["name"]).removeprefix("text-") for one in page.select("textarea")][:1]
    form = {"question": ["first", text], "answer-first": "letters", f"text-{text}": "å" * 1001}
    refused = phone.post(f"{address}/send", data=form)
    assert refused.status_code == 422 and "å" * 1001 in refused.text
    assert linted(refused).select_one("input[value=letters][checked]"), "nothing is lost"
    assert not db.scalars(sa.select(AnswerGiven)).all(), "and nothing is kept that nobody could see"
    db.commit()
    sent = phone.post(f"{address}/send", data=form | {f"text-{text}": "Kortare brev"})
    assert sent.location.endswith("/thanks") and "Tack" in phone.get(sent.location).text
    found = db.scalars(sa.select(PanelToken)).one()
    assert given_by(db, found) == {"first": ["letters"], text: "Kortare brev"}
    assert phone.post(f"{address}/all", data=form).status_code == 400, (
        "elsewhere a form needs its token"
    )


def given_by(db: Session, token: PanelToken) -> dict[str, object]:
    """What was sent with a token, by question."""
    rows = db.scalars(sa.select(AnswerGiven).where(AnswerGiven.request_id == token.id))
    return dict(sealing.opened(SECRET, row.sealed, str(token.id)) for row in rows)


def test_a_text_that_is_too_long_takes_no_other_answer_with_it(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    page = browser.visit(address, as_=None) and browser.visit(f"{address}/all", as_=None)
    text = str(page.select("textarea")[0]["name"]).removeprefix("text-")
    form = {"question": ["first", text], "answer-first": "letters", f"text-{text}": "å" * 1001}
    refused = browser.client(None).post(f"{address}/all", data=form)
    assert refused.status_code == 422 and "å" * 1001 in refused.text
    page = browser.visit(f"{address}/all", as_=None)
    assert page.select_one("input[value=letters][checked]")
