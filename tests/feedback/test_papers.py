"""A round of the user panel on paper: whoever has the address answers once, without signing in, and is nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import structlog
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock, i18n, log
from portal.feedback import asking, moving, sealing
from portal.feedback.answer_models import AnswerBlock, AnswerGiven
from portal.feedback.models import PanelDraft, PanelRound, PanelToken
from portal.people import attempts
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.feedback.rounds import panel_round, papers


@pytest.fixture
def of(db: Session, cast: Cast) -> PanelRound:
    return panel_round(db)


def answered(browser: Browser, address: str, **chosen: str) -> FlaskClient:
    """Somebody with a phone of her own answers with a paper's address, and sends."""
    phone = browser.app.test_client()
    for key, value in chosen.items():
        sent = phone.post(
            f"{address}/questions/{key}", data={"question": key, f"answer-{key}": value}
        )
        assert sent.status_code == 303
    assert phone.post(f"{address}/send").location.endswith("/thanks")
    return phone


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
    answered(browser, f"/feedback/{token}", first="heard")
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


def test_an_address_works_once_and_sending_twice_is_sending_once(
    browser: Browser, db: Session, of: PanelRound
) -> None:
    address = f"/feedback/{papers(db, of)[0]}"
    phone = answered(browser, address, first="letters")
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
        answered(browser, f"/feedback/{token}", first="letters")
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
