"""The administrator writes a new version of a questionnaire, sees it in each language, and takes it into use."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import questionnaires, shipped
from portal.feedback.editor_words import LACKS
from portal.feedback.models import Occasion, Questionnaire, QuestionnaireVersion
from portal.feedback.question_faults import Why
from portal.feedback.questions import Kind, Question
from portal.municipality.models import Municipality
from portal.people.account_models import Duty
from tests.browsing import Browser, linted
from tests.cast import Cast, give_duties, sv

PAGES = "/staff/feedback/questionnaires"


@pytest.fixture
def administrator(db: Session, cast: Cast) -> Cast:
    shipped.load(db, now=clock.now() - timedelta(days=1))
    give_duties(db, cast.sara, Duty.ADMINISTRATOR)
    return cast


def begun(db: Session, browser: Browser, cast: Cast, key: str = "after-measure") -> str:
    """Begin a new version, and give the address of its page."""
    row = db.scalars(sa.select(Questionnaire).where(Questionnaire.key == key)).one()
    db.commit()
    return str(browser.post(f"{PAGES}/{row.id}/draft", as_=cast.sara).location)


def newest(db: Session, key: str = "after-measure") -> QuestionnaireVersion:
    with Session(db.get_bind(), expire_on_commit=False) as fresh:
        return fresh.scalars(
            sa.select(QuestionnaireVersion)
            .join(QuestionnaireVersion.questionnaire)
            .where(Questionnaire.key == key)
            .order_by(QuestionnaireVersion.number.desc())
        ).first()  # type: ignore[return-value]


def asked(db: Session) -> dict[str, Question]:
    return {one.key: one for one in questionnaires.questions(newest(db))}


def test_whoever_writes_them_is_told_which_are_asked_of_nobody(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    own = Questionnaire(
        key="ours", occasion=Occasion.AFTER_CASE, name=sv("Vår egen"), made_at=clock.now()
    )
    own.versions.append(
        QuestionnaireVersion(number=1, questions=[], minutes=1, in_use_from=clock.now())
    )
    db.add(own)
    town = db.scalars(sa.select(Municipality)).one()
    town.routines = {**town.routines, "feedback_quality_month": None}
    db.commit()

    def told() -> dict[str, str]:
        page = browser.visit(PAGES, as_=administrator.sara)
        cards = {str(one["aria-labelledby"]): one for one in page.select("main section")}
        return {
            name: "".join(p.text for p in one.select("p") if p.text.startswith("Ingen frågas"))
            for name, one in cards.items()
            if "Ingen frågas" in one.text
        }

    assert set(told()) == {"one-quality", "one-after-case"}
    assert "Välj en månad" in told()["one-quality"]
    town.routines = {**town.routines, "feedback_quality_month": 10}
    db.commit()
    assert set(told()) == {"one-after-case"}


def test_a_version_in_use_says_that_it_never_changes_and_refuses_to(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    version = newest(db)
    page = f"{PAGES}/versions/{version.id}"
    assert "kan inte ändras" in browser.visit(page, as_=administrator.sara).text
    for path in (
        "new?kind=text",
        "questions/helped",
        "questions/helped/remove",
        "use",
        "throw-away",
    ):
        answer = browser.post(f"{page}/{path}", {"text-sv": "Annat"}, as_=administrator.sara)
        assert answer.location.endswith(str(version.id)), path
    assert newest(db).questions == version.questions
    assert browser.get(f"{page}/questions/helped", as_=administrator.sara).status_code == 303


def test_a_draft_begins_as_the_newest_and_nobody_is_asked_it_before_it_is_taken_into_use(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    before = newest(db)
    address = begun(db, browser, administrator)
    assert begun(db, browser, administrator) == address, "pressed twice, one draft"
    draft = newest(db)
    assert (draft.number, draft.questions, draft.in_use_from) == (2, before.questions, None)
    now = clock.now()
    in_use = questionnaires.in_use(db, Occasion.AFTER_MEASURE, now)
    assert in_use and in_use.id == before.id
    db.commit()
    assert "Utkast" in browser.visit(PAGES, as_=administrator.sara).text
    browser.post(f"{address}/questions/heard/remove", as_=administrator.sara)
    page = browser.visit(address, as_=administrator.sara)
    assert not page.select_one("form[action$='/use']"), "one press does not do it"
    check = browser.visit(f"{address}/use", as_=administrator.sara)
    assert "kan inte ändras" in check.text and check.select_one("form[action$='/use']")
    browser.post(f"{address}/use", as_=administrator.sara)
    db.expire_all()
    in_use = questionnaires.in_use(db, Occasion.AFTER_MEASURE, clock.now())
    assert in_use and in_use.id == draft.id
    db.commit()
    assert "heard" not in asked(db)
    shipped.load(db, now=clock.now())
    db.commit()
    assert newest(db).id == draft.id, "the product's file does not take its place"


def test_a_question_is_added_with_answers_in_two_languages_moved_and_taken_out(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    address = begun(db, browser, administrator)
    browser.visit(f"{address}/new?kind=one", as_=administrator.sara)
    form = {
        "kind": "one", "text-sv": "Vad saknade du?", "text-ar": "ماذا كان ينقصك؟",
        "option-0-sv": "Tid", "option-0-ar": "الوقت", "option-1-sv": "Språkstöd", "act": "stay",
    }  # fmt: skip
    kept = browser.post(f"{address}/new?kind=one", form, as_=administrator.sara)
    assert kept.location.endswith("/questions/vad-saknade-du")
    page = browser.visit(kept.location, as_=administrator.sara)
    assert len(page.select("input[name^=option-][name$=-sv]")) == 4, "two more rows"
    question = asked(db)["vad-saknade-du"]
    assert question.text.texts["ar"] == "ماذا كان ينقصك؟"
    assert [one.key for one in question.options] == ["tid", "sprakstod"]
    form |= {"key-0": "tid", "key-1": "sprakstod", "option-2-sv": "Pengar", "act": "up-2"}
    browser.post(kept.location, form, as_=administrator.sara)
    assert [one.key for one in asked(db)["vad-saknade-du"].options] == [
        "tid",
        "pengar",
        "sprakstod",
    ]
    browser.post(f"{kept.location}/move", {"to": "up"}, as_=administrator.sara)
    assert list(asked(db))[-2:] == ["vad-saknade-du", "tips"]
    browser.post(f"{kept.location}/remove", as_=administrator.sara)
    assert "vad-saknade-du" not in asked(db)


def test_changed_words_keep_their_answers_and_ask_for_their_translations_to_be_checked(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    address = begun(db, browser, administrator)
    place = f"{address}/questions/tips"
    form = {"text-sv": "Vad vill du säga?", "text-uk": "Що ви хочете сказати?"}
    browser.post(place, form, as_=administrator.sara)
    browser.post(place, {**form, "text-sv": "Vad vill du säga till oss?"}, as_=administrator.sara)
    text = asked(db)["tips"].text
    assert text.is_outdated("uk") and text.texts["uk"] == "Що ви хочете сказати?"
    page = browser.visit(place, as_=administrator.sara)
    assert "Att kontrollera" in page.text
    assert form["text-uk"] not in browser.visit(f"{address}/in/uk", as_=administrator.sara).text
    sure = {
        "text-sv": "Vad vill du säga till oss?",
        "text-uk": form["text-uk"],
        "sure-text-uk": "yes",
    }
    browser.post(place, sure, as_=administrator.sara)
    assert not asked(db)["tips"].text.is_outdated("uk")
    assert form["text-uk"] in browser.visit(f"{address}/in/uk", as_=administrator.sara).text


def test_a_skip_rule_is_chosen_from_the_answers_before_and_said_in_words(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    address = begun(db, browser, administrator)
    client = browser.client(administrator.sara)
    place = f"{address}/questions/tips"
    text = asked(db)["tips"].text.original
    form = {"text-sv": text, "only-if": ["helped/not-at-all", "helped/hardly"]}
    assert client.post(place, data=form).status_code == 303
    rule = asked(db)["tips"].only_if
    assert rule and (rule.question, rule.options) == ("helped", ("not-at-all", "hardly"))
    assert (
        "Ställs bara till den som har svarat" in browser.visit(address, as_=administrator.sara).text
    )
    refused = client.post(place, data={**form, "only-if": ["helped/hardly", "heard/never"]})
    assert refused.status_code == 422 and "från en enda tidigare fråga" in refused.text
    browser.post(f"{address}/questions/helped/remove", as_=administrator.sara)
    used = browser.post(f"{address}/use", as_=administrator.sara)
    assert used.status_code == 422 and "inte står före den" in used.text
    assert newest(db).in_use_from is None


def test_what_is_wrong_is_said_in_plain_words_and_nothing_typed_is_lost(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    address = begun(db, browser, administrator)
    form = {
        "kind": "scale", "text-sv": " ", "text-ti": "እንታይ ትብል?", "option-0-sv": "Mycket bra",
        "option-1-ti": "ጽ" * 301, "only-if": "helped/a-lot",
    }  # fmt: skip
    refused = browser.post(f"{address}/new?kind=scale", form, as_=administrator.sara)
    assert refused.status_code == 422
    assert "Skriv frågan på svenska." in refused.text and "för lång" in refused.text
    page = linted(refused)
    assert page.select_one("input[name=text-ti]")["value"] == "እንታይ ትብል?"  # type: ignore[index]
    assert page.select_one("input[name=option-0-sv]")["value"] == "Mycket bra"  # type: ignore[index]
    assert page.select_one("input[name=only-if][value='helped/a-lot'][checked]")
    form |= {"text-sv": "Hur var det?", "option-1-ti": ""}
    browser.post(f"{address}/new?kind=scale", form, as_=administrator.sara)
    page = browser.visit(address, as_=administrator.sara)
    assert "Skriv alla 5 steg" in page.text
    assert browser.post(f"{address}/use", as_=administrator.sara).status_code == 422
    refused = browser.post(f"{address}/minutes", {"minutes": "0"}, as_=administrator.sara)
    assert refused.status_code == 422 and "från 1 till 60" in refused.text
    browser.post(f"{address}/minutes", {"minutes": "7"}, as_=administrator.sara)
    assert newest(db).minutes == 7


def test_every_fault_that_a_list_of_questions_may_have_has_plain_words() -> None:
    assert set(LACKS) == set(Why)


@pytest.mark.parametrize("code", ["ar", "ti", "sv"])
def test_the_preview_is_as_she_sees_it_with_the_best_step_first(
    db: Session, browser: Browser, administrator: Cast, code: str
) -> None:
    page = browser.visit(f"{PAGES}/versions/{newest(db).id}/in/{code}", as_=administrator.sara)
    cards = page.select(f"section.card[lang={code}]")
    assert len(cards) == len(newest(db).questions)
    assert {one["dir"] for one in cards} == {"rtl" if code == "ar" else "ltr"}
    steps = [one["value"] for one in cards[0].select("input[type=radio]")]
    scale = next(one for one in asked(db).values() if one.kind is Kind.SCALE)
    assert steps[:5] == [one.key for one in scale.options], "from top to bottom in every language"


def test_a_draft_may_be_thrown_away_and_nobody_but_administrators_finds_any_of_it(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    address = begun(db, browser, administrator)
    for page in (PAGES, address, f"{address}/questions/tips", f"{address}/in/ar"):
        browser.visit(page, as_=administrator.sara)
        assert browser.get(page, as_=administrator.karin).status_code == 404
        assert browser.get(page, as_=administrator.amina).status_code == 403
    browser.post(f"{address}/throw-away", as_=administrator.sara)
    assert newest(db).number == 1


def test_before_it_is_taken_into_use_each_language_says_which_texts_it_lacks(
    db: Session, browser: Browser, administrator: Cast
) -> None:
    address = begun(db, browser, administrator)
    form = {"kind": "text", "text-sv": "Vad tycker du om lokalen?", "text-ti": "እንታይ ትብል?"}
    browser.post(f"{address}/new?kind=text", form, as_=administrator.sara)
    page = browser.visit(f"{address}/use", as_=administrator.sara)
    lacks = {one.get_text(" ", strip=True) for one in page.select("details")}
    assert any(one.startswith("Arabiska") and "Vad tycker du om lokalen?" in one for one in lacks)
    assert not any("lokalen" in one for one in lacks if one.startswith("Tigrinja"))
