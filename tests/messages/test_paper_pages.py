"""Photos of papers on both sides' pages: sent, opened by those who may, and nobody else."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.messages import papers, remaking
from portal.messages.anew.making import Became
from portal.messages.models import Message
from portal.people.models import Participant
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, Person
from tests.cast import Cast
from tests.messages import pictures_of_papers as sent
from tests.messages.paper_forms import OTHER, PAPER, address, kept, post, write


def test_she_sends_a_photo_with_her_words_and_it_stands_under_them(
    browser: Browser, db: Session, cast: Cast
) -> None:
    answer = write(browser, cast, PAPER, body="Här är brevet", subject="money")
    assert answer.status_code == 303
    page = browser.visit("/messages", as_=cast.amina)
    [link] = page.select("ol.talk a[href*=papers]")
    assert link.get_text().startswith("Foto 1, ")
    assert not page.select("[name=take_out]"), "the next form begins without papers"


def test_a_photo_needs_no_words(browser: Browser, db: Session, cast: Cast) -> None:
    assert write(browser, cast, PAPER).status_code == 303
    [message] = db.scalars(sa.select(Message))
    assert message.body is None
    db.commit()
    assert write(browser, cast, key="empty").status_code == 422


def test_it_is_given_as_a_file_to_keep_and_never_as_a_page(
    browser: Browser, db: Session, cast: Cast
) -> None:
    write(browser, cast, sent.photo())
    answer = browser.get(address(db, cast), as_=cast.amina)
    assert answer.status_code == 200
    assert answer.content_type == "image/jpeg"
    assert sent.MAKER not in answer.data
    assert answer.headers["Content-Disposition"] == 'attachment; filename="papper-1.jpg"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store, private"
    [one] = kept(db)
    assert (one.size, one.digest) == (len(answer.data), papers.digest(sent.photo()))


def test_a_pdf_is_given_as_a_pdf(browser: Browser, db: Session, cast: Cast) -> None:
    write(browser, cast, sent.pdf())
    answer = browser.get(address(db, cast), as_=cast.amina)
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="papper-1.pdf"'


def test_other_peoples_papers_do_not_exist(browser: Browser, db: Session, cast: Cast) -> None:
    write(browser, cast, PAPER)
    assert browser.get(address(db, cast), as_=cast.bashir).status_code == 404
    assert browser.get(address(db, cast), as_=cast.karin).status_code == 403
    assert browser.get(address(db, cast), as_=None).status_code == 303
    assert browser.get(address(db, cast, staff=True), as_=cast.lars).status_code == 404
    assert browser.get(address(db, cast, staff=True), as_=cast.amina).status_code == 403
    for unknown in (f"/messages/papers/{uuid4()}", f"/staff/messages/papers/{uuid4()}"):
        person = cast.karin if "staff" in unknown else cast.amina
        assert browser.get(unknown, as_=person).status_code == 404


def test_what_she_has_not_sent_yet_is_nobody_elses(
    browser: Browser, db: Session, cast: Cast
) -> None:
    post(browser, "/messages/papers", PAPER, as_=cast.amina)
    assert browser.get(address(db, cast), as_=cast.amina).status_code == 200
    assert browser.get(address(db, cast, staff=True), as_=cast.karin).status_code == 404
    page = browser.visit(f"/staff/messages/{cast.amina.id}", as_=cast.karin)
    assert not page.select("a[href*=papers], [name=take_out]")


def test_each_time_staff_open_a_paper_she_can_read_it_in_her_log(
    browser: Browser, db: Session, cast: Cast
) -> None:
    write(browser, cast, PAPER)
    for _ in range(2):
        assert browser.get(address(db, cast, staff=True), as_=cast.karin).status_code == 200
    opened = db.scalars(
        sa.select(AccessLog.staff_id).where(
            AccessLog.participant_id == cast.amina.id, AccessLog.opened == Opened.MESSAGES
        )
    ).all()
    assert opened == [cast.karin.id] * 2


def test_staff_send_papers_too_and_she_opens_them(
    browser: Browser, db: Session, cast: Cast
) -> None:
    url = f"/staff/messages/{cast.amina.id}"
    added = post(browser, f"{url}/papers", sent.pdf(), as_=cast.karin, body="Se blanketten")
    assert (added.status_code, added.location) == (303, f"{url}#answer")
    page = browser.visit(url, as_=cast.karin)
    assert page.select_one("[name=take_out]")
    [area] = page.select("textarea[name=body]")
    assert area.text.strip() == "Se blanketten"
    [key] = [
        one["value"] for one in _raw(browser, url, cast.karin).select("form#answer [name=key]")
    ]
    assert browser.get(address(db, cast), as_=cast.amina).status_code == 404, "not sent yet"
    answer = post(browser, url, as_=cast.karin, key=str(key), body="Se blanketten", subject="money")
    assert answer.status_code == 303
    assert browser.get(address(db, cast), as_=cast.amina).status_code == 200
    [link] = browser.visit("/messages", as_=cast.amina).select("ol.talk a[href*=papers]")
    assert link.get_text().startswith("PDF 1, ")
    [link] = browser.visit(url, as_=cast.karin).select("a[href*=papers]")
    assert link.get_text().startswith("PDF 1, ")


def test_without_javascript_she_adds_looks_takes_out_and_sends(
    browser: Browser, db: Session, cast: Cast
) -> None:
    add = {"body": "Hej", "subject": "work", "urgent": "yes"}
    answer = post(browser, "/messages/papers", PAPER, as_=cast.amina, **add)
    assert answer.status_code == 303
    assert answer.location == "/messages?subject=work&urgent=yes#write"
    page = browser.visit(answer.location, as_=cast.amina)
    assert page.select_one("textarea[name=body]").text.strip() == "Hej"  # type: ignore[union-attr]
    assert page.select_one("option[value=work][selected]")
    again = post(browser, "/messages/papers", PAPER, OTHER, as_=cast.amina, **add)
    assert again.status_code == 303
    first, second = kept(db)
    out = post(browser, "/messages/papers", as_=cast.amina, take_out=str(first.id), **add)
    assert out.status_code == 303
    assert [one.id for one in kept(db)] == [second.id]
    [key] = [
        one["value"] for one in _raw(browser, "/messages", cast.amina).select("#write [name=key]")
    ]
    assert key == "k", "the next page is the same form"
    assert write(browser, cast, body="Hej").status_code == 303
    assert kept(db)[0].message_id is not None


def test_the_form_sent_twice_is_one_message_with_each_paper_once(
    browser: Browser, db: Session, cast: Cast
) -> None:
    for _ in range(2):
        assert write(browser, cast, PAPER, OTHER, body="Hej").status_code == 303
    assert len(kept(db)) == 2
    assert db.scalar(sa.select(sa.func.count(Message.id))) == 1


def test_staff_put_no_paper_into_a_strangers_conversation(
    browser: Browser, db: Session, cast: Cast
) -> None:
    for url in (f"/staff/messages/{cast.amina.id}", f"/staff/messages/{cast.amina.id}/papers"):
        assert post(browser, url, PAPER, as_=cast.lars, body="x").status_code == 404
    assert not kept(db)


def test_a_script_that_shows_how_much_is_sent_is_told_where_to_go_on(
    browser: Browser, cast: Cast
) -> None:
    data = {"key": "k", "body": "Hej", "papers": (io.BytesIO(PAPER), "x.jpg")}
    answer = browser.client(cast.amina).post(
        "/messages", data=data, headers={"Portal-Sends": "papers"}
    )
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Portal-Next"] == "/messages#said"
    assert "Location" not in answer.headers
    assert "Skickat" in browser.visit("/messages", as_=cast.amina).text


def test_nobody_waits_in_the_database_while_a_photo_is_made_anew(
    browser: Browser, engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = remaking.remade, []

    def remade(content: bytes) -> tuple[Became, bytes]:
        with transaction(engine) as other:  # it would wait, and be told that the database is locked
            other.execute(sa.update(Participant).values(name="Någon annan skriver"))
        written.append(content)
        return real(content)

    monkeypatch.setattr(remaking, "remade", remade)
    assert write(browser, cast, PAPER).status_code == 303
    assert written == [PAPER]


def test_twenty_papers_take_as_many_queries_as_one(
    browser: Browser, db: Session, cast: Cast
) -> None:
    def queries() -> int:
        count = 0

        def noted(_: object, __: object, statement: str, *___: object) -> None:
            nonlocal count
            count += statement.startswith("SELECT")

        engine = browser.app.extensions["portal_engine"]
        sa.event.listen(engine, "before_cursor_execute", noted)
        browser.visit("/messages", as_=cast.amina)
        sa.event.remove(engine, "before_cursor_execute", noted)
        return count

    write(browser, cast, PAPER, key="0")
    queries()
    one = queries()
    for number in range(1, 5):
        write(browser, cast, PAPER, OTHER, key=str(number))
    assert queries() == one


def _raw(browser: Browser, url: str, person: Person) -> Any:
    return BeautifulSoup(browser.get(url, as_=person).text, "html.parser")


def test_the_name_of_a_file_in_the_address_is_an_identity(browser: Browser, cast: Cast) -> None:
    for wrong in ("../portal.db", "1", str(UUID(int=0)) + "x"):
        assert browser.get(f"/messages/papers/{wrong}", as_=cast.amina).status_code == 404
