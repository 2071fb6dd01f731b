"""What the pages of feedback weigh, hers, a paper's and a tablet's, in every language, with the product's questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.feedback import questionnaires
from portal.feedback.models import FeedbackRequest, Occasion, QuestionnaireVersion
from portal.feedback.sheet import Sheet
from portal.people.account_models import Duty
from tests.benchmarks.test_weight import PAGE, sent
from tests.browsing import Browser
from tests.cast import Cast, give_duties
from tests.feedback.asked import people, request
from tests.feedback.rounds import panel_round, papers

QUESTION = 5_000
"""Bytes of a page on which she answers: one question, or all of them."""
Weighed = dict[tuple[str, str], int]


def too_heavy(weighed: Weighed) -> Weighed:
    return {
        (language, page): weight
        for (language, page), weight in weighed.items()
        if weight > (QUESTION if "/questions/" in page or page.endswith("/all") else PAGE)
    }


def chosen(version: QuestionnaireVersion) -> dict[str, str]:
    """An answer to the first question."""
    first = questionnaires.questions(version)[0]
    return {"question": first.key, f"answer-{first.key}": first.choices[0].key}


def places(version: QuestionnaireVersion) -> list[str]:
    """Where each question is, of those that are hers after that answer."""
    key, choice = chosen(version).values()
    sheet = Sheet(questionnaires.questions(version), {key: [choice]})
    return [f"questions/{one.key}" for one in sheet.hers]


@pytest.fixture
def asked(db: Session, cast: Cast) -> list[FeedbackRequest]:
    """Somebody is asked on each occasion."""
    made = [
        request(
            db, one, occasion, on=clock.today(),
            about="training" if occasion is Occasion.AFTER_MEASURE else None,
        )
        for one, occasion in zip(people(db, len(Occasion)), Occasion, strict=True)
    ]  # fmt: skip
    db.commit()
    return made


def weigh(
    client: FlaskClient, at: str, pages: Sequence[str], name: str, languages: Iterator[str]
) -> Weighed:
    """The weight of these pages in each language; `languages` makes the phone read one after the other."""
    return {
        (language, f"{name} {page}"): sent(client, f"{at}{page}")
        for language in languages
        for page in pages
    }


def test_her_pages_are_light(db: Session, browser: Browser, asked: list[FeedbackRequest]) -> None:
    weighed: Weighed = {}
    for made in asked:

        def languages(of: FeedbackRequest = made) -> Iterator[str]:
            for one in i18n.languages():
                of.participant.chosen_language = one
                db.commit()
                yield one

        client, at = browser.client(made.participant), f"/feedback/asked/{made.id}"
        form, name = chosen(made.version), str(made.occasion)
        client.post("/feedback/panel/join")
        client.post(f"{at}/questions/{form['question']}", data=form)
        pages = [f"/{one}" for one in ("all", "check", *places(made.version))]
        weighed |= weigh(client, at, pages, name, languages())
        weighed |= weigh(client, "/feedback", [""], f"{name} asked", languages())
        client.post(f"{at}/decline")
        weighed |= weigh(client, "/feedback", [""], f"{name} declined", languages())
        client.post(f"{at}/take-up")
        client.post(f"{at}/questions/{form['question']}", data=form)
        client.post(f"{at}/send")
        weighed |= weigh(client, at, ["/thanks"], name, languages())
        weighed |= weigh(client, "/feedback", [""], f"{name} answered", languages())
    assert len(weighed) > 300
    assert not too_heavy(weighed)


def test_a_papers_pages_are_light(db: Session, browser: Browser, cast: Cast) -> None:
    of = panel_round(db)
    [token] = papers(db, of)
    form, at, client = chosen(of.version), f"/feedback/{token}", browser.app.test_client()

    def languages() -> Iterator[str]:
        for one in i18n.languages():
            client.post("/language", data={"language": one})
            yield one

    client.post(f"{at}/questions/{form['question']}", data=form)
    pages = ["", *(f"/{one}" for one in ("all", "check", *places(of.version)))]
    weighed = weigh(client, at, pages, "paper", languages())
    client.post(f"{at}/send")
    weighed |= weigh(client, at, ["/thanks"], "paper", languages())
    assert len(weighed) == len(i18n.languages()) * (len(pages) + 1)
    assert not too_heavy(weighed)


def test_a_tablets_pages_are_light(db: Session, browser: Browser, cast: Cast) -> None:
    of, client = panel_round(db), browser.client(give_duties(db, cast.sara, Duty.UNIT_MANAGER))
    client.post(f"/staff/feedback/kiosk/{of.id}")
    form, first = chosen(of.version), i18n.SOURCE
    weighed = {(first, "tablet "): sent(client, "/kiosk")}

    def languages() -> Iterator[str]:
        for one in i18n.languages():
            client.post("/kiosk", data={"language": one})
            client.post(f"/kiosk/questions/{form['question']}", data=form)
            yield one

    pages = [f"/{one}" for one in ("read", "all", "check", "thanks", *places(of.version))]
    weighed |= weigh(client, "/kiosk", pages, "tablet", languages())
    assert len(weighed) == len(i18n.languages()) * len(pages) + 1
    assert not too_heavy(weighed)
