"""What her conversation weighs in every language, full of words of that language; bodies as they are sent."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock, i18n, translating
from portal.exchange.loading import load
from portal.messages.reading import A_PAGE
from portal.operations import demo_messages
from portal.operations.demo import FILES
from portal.people.models import Participant, Staff
from tests.benchmarks.test_weight import PAGE, REPEAT
from tests.browsing import Browser
from tests.messages.hers.conftest import Talk

CONVERSATION = 8_000
WORDS = 18
"""In one message: longer than most that people write to their caseworker."""


def weight(client: FlaskClient, address: str) -> int:
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, address
    return len(answer.data)


def vocabulary(language: i18n.Language) -> list[str]:
    """Words of a language: those of the portal's own texts in it."""
    known = i18n.message_catalogue(language.babel)
    texts = (known.gettext(one.id) for one in translating.messages() if isinstance(one.id, str))
    return sorted({word for text in texts for word in text.split() if "%" not in word})


def demo_person(db: Session, engine: sa.Engine, key: str) -> Participant:
    load(engine, FILES, today=clock.today(), now=clock.now())
    return db.scalars(sa.select(Participant).where(Participant.key == key)).one()


def test_a_full_page_of_the_conversation_is_light_in_every_language(
    db: Session, engine: sa.Engine, browser: Browser
) -> None:
    amina = demo_person(db, engine, "P-1001")
    talk = Talk(db, amina, db.scalars(sa.select(Staff).where(Staff.key == "karin")).one())
    weighed: dict[str, int] = {}
    for language in i18n.languages().values():
        random, words = Random(1), vocabulary(language)
        for number in range(A_PAGE):
            text = " ".join(random.choices(words, k=WORDS))
            ago = timedelta(hours=7 * (A_PAGE - number))
            talk.we(text, ago=ago) if number % 2 else talk.she(text, ago=ago)
        amina.chosen_language = language.code
        db.commit()
        weighed[language.code] = weight(browser.client(amina), "/messages")
    assert not {one: heavy for one, heavy in weighed.items() if heavy > CONVERSATION}, weighed


def test_home_stays_light_with_a_new_message_and_questions_that_wait(
    db: Session, engine: sa.Engine, browser: Browser
) -> None:
    amina = demo_person(db, engine, "P-1001")
    demo_messages.add(db, clock.now())
    weighed: dict[tuple[str, str], int] = {}
    for language in i18n.languages():
        amina.chosen_language = language
        db.commit()
        for address in ("/", "/people", "/plan", "/messages"):
            weighed[language, address] = weight(browser.client(amina), address)
    assert not {one: heavy for one, heavy in weighed.items() if heavy > PAGE}, weighed
    assert max(heavy for (_, address), heavy in weighed.items() if address == "/") <= REPEAT
