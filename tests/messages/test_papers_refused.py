"""Papers that cannot be taken, or not now: said in plain words, with what to do, and nothing typed is lost."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import uploads
from portal.messages import papers
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.models import Message
from portal.messages.storage import Files
from tests.browsing import Browser, linted, parsed
from tests.cast import Cast
from tests.messages import pictures_of_papers as sent
from tests.messages.paper_forms import OTHER, PAPER, address, kept, post, write


def test_one_byte_too_many_is_refused_with_what_to_do_and_nothing_typed_is_lost(
    browser: Browser, db: Session, cast: Cast
) -> None:
    large = PAPER + bytes(papers.LARGEST - len(PAPER) + 1)
    answer = write(browser, cast, large, OTHER, body="Här är brevet", subject="work")
    assert answer.status_code == 422
    page = linted(answer)
    [said] = page.select("[role=alert]")
    assert "Ta ett nytt foto en bit längre bort, eller ring" in said.text
    assert page.select_one("textarea[name=body]").text.strip() == "Här är brevet"  # type: ignore[union-attr]
    assert page.select_one("option[value=work]")["selected"] == ""  # type: ignore[index]
    assert len(page.select("[name=take_out]")) == 1, "the other paper stays"
    assert db.scalar(sa.select(sa.func.count(Message.id))) == 0
    db.commit()
    assert write(browser, cast, body="Här är brevet").status_code == 303
    [one] = kept(db)
    assert one.message_id is not None
    assert write(browser, cast, large[:-1], key="k2").status_code == 303, "exactly 5 MB go"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (sent.encoded(sent.paper(60, 40), "GIF"), "Ta ett foto av papperet i stället"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Ta ett foto av papperet i stället"),
        (sent.photo()[:3000], "Ta ett foto av papperet i stället"),
        (sent.pdf(password="x"), "Filen har ett lösenord"),
    ],
    ids=["gif", "svg", "half", "locked"],
)
def test_what_cannot_be_opened_is_refused_in_plain_words_on_both_sides(
    browser: Browser, db: Session, cast: Cast, content: bytes, words: str
) -> None:
    answer = write(browser, cast, content, body="Här")
    assert answer.status_code == 422
    assert words in linted(answer).text
    url = f"/staff/messages/{cast.amina.id}"
    answer = post(browser, url, content, as_=cast.karin, body="Här är blanketten")
    assert answer.status_code == 422
    page = linted(answer)
    assert page.select("[data-portal-papers] [role=alert]")
    assert "Här är blanketten" in page.text
    assert not kept(db)


def test_five_go_and_she_is_told_what_to_do_with_the_sixth(
    browser: Browser, db: Session, cast: Cast
) -> None:
    six = [sent.encoded(sent.paper(60, 40 + number)) for number in range(6)]
    answer = write(browser, cast, *six)
    assert answer.status_code == 422
    assert "Skicka resten i ett nytt meddelande" in linted(answer).text
    assert len(kept(db)) == papers.MOST
    assert not parsed(answer).select("input[type=file]"), "there is no room for more"
    assert write(browser, cast).status_code == 303


def test_a_paper_that_is_checked_or_was_refused_says_so_and_what_to_do(
    browser: Browser, db: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned = replace(browser.app.config["PORTAL"], clamd_url="tcp://127.0.0.1:1")
    monkeypatch.setitem(browser.app.config, "PORTAL", scanned)
    write(browser, cast, PAPER)
    [one] = kept(db)
    assert one.state is AttachmentState.CHECKING
    assert (
        "kontrolleras. Titta igen om en stund." in browser.visit("/messages", as_=cast.amina).text
    )
    assert "Titta igen om en stund." in browser.visit(address(db, cast), as_=cast.amina).text
    staff = f"/staff/messages/{cast.amina.id}"
    assert "kontrolleras" in browser.visit(staff, as_=cast.karin).text
    browser.visit(address(db, cast, staff=True), as_=cast.karin)
    db.execute(sa.update(Attachment).values(state=AttachmentState.REFUSED))
    db.commit()
    assert "Ta ett nytt foto av papperet" in browser.visit("/messages", as_=cast.amina).text
    assert "visa papperet när vi ses" in browser.visit(address(db, cast), as_=cast.amina).text
    assert "virusskyddet" in browser.visit(staff, as_=cast.karin).text
    assert "nytt foto" in browser.visit(address(db, cast, staff=True), as_=cast.karin).text


def test_a_file_that_was_not_in_the_copy_is_said_to_be_gone(
    browser: Browser, db: Session, cast: Cast, files: Files
) -> None:
    write(browser, cast, PAPER)
    (files.folder / kept(db)[0].id.hex).unlink()
    page = browser.visit(address(db, cast), as_=cast.amina)
    assert "Ta ett nytt foto" in page.text


def test_nothing_is_attached_when_her_case_has_ended(
    browser: Browser, db: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("paper_views", "views"):
        monkeypatch.setattr(f"portal.messages.{module}.has_ended", lambda *_: True)
    assert write(browser, cast, PAPER, body="Hej").status_code == 422
    assert post(browser, "/messages/papers", PAPER, as_=cast.amina).status_code == 422
    assert not kept(db)


def test_far_too_much_at_once_is_refused_with_what_to_do(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.uploads.MOST", 1_500_000)
    answer = write(browser, cast, bytes(1_600_000))
    assert answer.status_code == 413
    assert "skicka ett foto i taget" in linted(answer).text
    answer = browser.client(cast.amina).post("/language", data={"language": "x" * 1_100_000})
    assert answer.status_code == 413, "all other forms stay small"
    answer = post(browser, "/messages", bytes(1_100_000), as_=None)
    assert answer.status_code in {303, 413}, "nobody who is signed out sends much"


def test_when_many_send_photos_the_next_is_asked_to_wait(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.uploads.AT_A_TIME", threading.BoundedSemaphore(1))
    with uploads.AT_A_TIME:
        answer = write(browser, cast, PAPER)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == str(uploads.WAIT_A_WHILE)
        assert "försök igen om en minut" in linted(answer).text
    assert write(browser, cast, PAPER).status_code == 303
