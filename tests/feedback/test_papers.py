"""A round of the user panel on paper: whoever has the address answers once, without signing in, and is nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from portal import clock, i18n, log
from portal.feedback import moving
from portal.feedback.answer_models import AnswerBlock, AnswerGiven
from portal.feedback.models import PanelRound, PanelToken
from portal.people import attempts
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.feedback.rounds import panel_round, papers, sent_with


def test_she_answers_with_the_paper_alone_and_is_told_before_who_reads_it(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    page = browser.visit(address, as_=None)
    text = page.main.get_text(" ") if page.main else ""
    for words in (
        "Hur vi skriver till dig",
        "inte logga in",
        "påverkar inte dina pengar",
        "minst fem",
    ):
        assert words in text, words
    begun = browser.post(address, {"way": "one"}, as_=None)
    assert begun.location == f"{address}/questions/first"
    page = browser.visit(f"{address}/questions/first", as_=None)
    assert len(page.select("main input[type=radio]")) == 7
    form = {"question": "first", "answer-first": "letters"}
    after = browser.post(f"{address}/questions/first", form, as_=None)
    assert after.location == f"{address}/questions/whom-to-contact"
    assert "Breven ska vara lätta" in browser.visit(f"{address}/check", as_=None).text
    sent = browser.post(f"{address}/send", as_=None, follow=True)
    assert "Tack för dina svar" in sent.text


def test_an_address_works_once_and_sending_twice_is_sending_once(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    phone = sent_with(browser, address, first="letters")
    assert phone.post(f"{address}/send").location.endswith("/thanks"), (
        "a lost answer, pressed again"
    )
    for page in (address, f"{address}/all", f"{address}/check", f"{address}/questions/first"):
        late = phone.get(page)
        assert (
            late.status_code == 410
            and "Tack för dina svar" in late.text
            and "fungerar bara en gång" in late.text
        )
    form = {"question": "first", "answer-first": "heard"}
    assert phone.post(f"{address}/questions/first", data=form).status_code == 410
    rows = db.scalars(sa.select(AnswerGiven)).all()
    assert [row.is_sent for row in rows] == [True]


def test_lower_case_spaces_and_mistaken_letters_are_understood(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    typed = papers(db, of)[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    browser.visit(f"/feedback/{typed}", as_=None)


def test_what_she_takes_away_is_gone_and_the_paper_still_works(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    form = {"question": "first", "answer-first": "letters"}
    browser.post(f"{address}/questions/first", form, as_=None)
    gone = browser.post(f"{address}/decline", as_=None, follow=True)
    assert "Dina svar är borttagna." in gone.text and "Börja svara" in gone.text
    assert db.scalar(sa.select(sa.func.count(AnswerGiven.id))) == 0


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [(-9, -1, "Tiden att svara är slut"), (1, 9, "Du kan inte svara än")],
)
def test_outside_its_days_a_plain_page_says_what_to_do(
    browser: Browser, db: Session, cast: Cast, starts: int, ends: int, words: str
) -> None:
    today = clock.today()
    of = panel_round(
        db, from_on=today + timedelta(days=starts), until_on=today + timedelta(days=ends)
    )
    refused = browser.get(f"/feedback/{papers(db, of)[0]}", as_=None)
    assert refused.status_code in {403, 410} and words in refused.text
    linted(refused)


def test_guessing_is_slowed_down_and_who_has_a_paper_is_not_in_the_way(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    for number in range(attempts.PANEL.times + 5):
        browser.visit(address, as_=None)
        if number == attempts.PANEL.times:
            break
    for _ in range(attempts.PANEL.times):
        wrong = browser.get("/feedback/AAAA-BBBB-CCCC", as_=None)
        assert wrong.status_code == 404 and "Vi känner inte igen adressen" in wrong.text
    for guess in ("/feedback/AAAA-BBBB-CCCC", address):
        answer = browser.get(guess, as_=None)
        assert answer.status_code == 429 and "Vänta en stund" in answer.text
        assert int(answer.headers["Retry-After"]) > 0
    assert browser.post("/feedback/AAAA-BBBB-CCCD/send", as_=None).status_code == 429


def test_wrong_addresses_in_forms_are_counted_too(browser: Browser, of: PanelRound) -> None:
    answers = [
        browser.post("/feedback/AAAA-BBBB-CCCC/send", as_=None).status_code
        for _ in range(attempts.PANEL.times + 1)
    ]
    assert answers == [404] * attempts.PANEL.times + [429]


def test_the_address_is_told_to_nobody_and_kept_nowhere(
    browser: Browser, db: Session, of: PanelRound, capfd: pytest.CaptureFixture[str]
) -> None:
    token = papers(db, of)[0]
    log.set_up()
    for page in ("", "/all", "/check", "/questions/nothing", "/thanks"):
        answer = browser.get(f"/feedback/{token}{page}", as_=None)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    log.event("request", endpoint="public.panel.show")
    structlog.reset_defaults()
    written = capfd.readouterr()
    assert "public.panel.show" in written.err, "what is logged is caught here"
    assert token not in written.err + written.out
    assert token[:4] not in str(db.scalars(sa.select(PanelToken.token_hash)).all())


def test_signed_in_or_not_nothing_ties_the_paper_to_her(
    browser: Browser, db: Session, cast: Cast, of: PanelRound
) -> None:
    """Whoever is signed in on her phone and opens a paper's address is as unknown as anybody."""
    address = f"/feedback/{papers(db, of)[0]}"
    assert cast.amina.key not in browser.visit(address, as_=cast.amina).text
    browser.post(
        f"{address}/questions/first",
        {"question": "first", "answer-first": "letters"},
        as_=cast.amina,
    )
    browser.post(f"{address}/send", as_=cast.amina)
    with db.get_bind().connect() as connection:  # type: ignore[union-attr]
        for table in ("panel_token", "answer_given", "feedback_request"):
            for row in connection.execute(sa.text(f"SELECT * FROM {table}")):  # noqa: S608 (three names of ours)
                assert str(cast.amina.id) not in str(row) and cast.amina.id.hex not in str(row)


def test_five_papers_are_counted_under_their_round_and_four_are_not(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    for number, token in enumerate(papers(db, of, 5), 1):
        sent_with(browser, f"/feedback/{token}", first="letters")
        moving.move(db, SECRET, clock.now())
        db.commit()
        blocks = db.scalars(sa.select(AnswerBlock)).all()
        db.commit()
        assert bool(blocks) == (number == 5)
    assert blocks[0].about == str(of.id) and blocks[0].counts == {"letters": 5}


def test_the_papers_language_is_the_phones_when_nobody_has_chosen_one(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    phone = browser.app.test_client()
    assert phone.get(f"{address}?in=ar").location == address
    page = linted(phone.get(address))
    assert page.select_one("html[lang=ar][dir=rtl]")
    assert "كيف نكتب إليك" in page.text
    phone.get(f"{address}?in=uk")
    assert linted(phone.get(address)).select_one("html[lang=ar]"), "what was chosen stays"


def test_each_page_is_light_in_every_language(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    token = papers(db, of)[0]
    heavy = {}
    for language in i18n.languages():
        for page in ("", "/questions/first", "/all", "/check"):
            headers = {"Accept-Encoding": "br", "Accept-Language": language}
            answer = browser.client(None).get(f"/feedback/{token}{page}", headers=headers)
            assert answer.status_code == 200
            heavy[language, page] = len(answer.data)
    assert max(heavy.values()) <= 5_000, heavy
