"""What her pages about progress weigh, in every language, with as much as they hold; bodies as they are sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.exchange.loading import load
from portal.operations.demo import FILES
from portal.people.models import Participant
from portal.progress import rating
from portal.progress.models import Level, SelfRating
from portal.writing import Writing
from tests.benchmarks.test_weight import PAGE, sent
from tests.browsing import Browser
from tests.feedback.test_weight import QUESTION

PAGES = ("/progress", "/progress/questions", "/progress/questions/network-support")


@pytest.fixture
def amina(db: Session, engine: sa.Engine) -> Participant:
    """P-1001 of the demo, who has said something else each time for four years, and has begun again."""
    load(engine, FILES, today=clock.today(), now=clock.now())
    amina = db.scalars(sa.select(Participant).where(Participant.key == "P-1001")).one()
    keys = [one.key for one in rating.hers(db)]
    for number in range(9):
        on = clock.today() - timedelta(days=182 * number)
        kept = {key: int(Level((place + 2 * number) % 5 + 1)) for place, key in enumerate(keys)}
        db.add(
            SelfRating(
                participant_id=amina.id, started_at=clock.now(), rated_on=on if number else None,
                kept=kept, talk=Writing.in_("und", "x" * 1000) if number == 1 else None,
            )
        )  # fmt: skip
    db.commit()
    return amina


def test_every_page_is_light_in_every_language(
    db: Session, browser: Browser, amina: Participant
) -> None:
    client = browser.client(amina)
    weighed: dict[tuple[str, str], int] = {}
    for language in i18n.languages():
        amina.chosen_language = language
        db.commit()
        weighed |= {(language, one): sent(client, one) for one in (*PAGES, "/")}
    most = {True: QUESTION, False: PAGE}
    assert not {
        (language, page): weight
        for (language, page), weight in weighed.items()
        if weight > most["/questions" in page]
    }
