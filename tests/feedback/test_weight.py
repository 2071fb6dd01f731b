"""What her pages of feedback weigh, in every language, with the questions that come with the product."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.feedback.models import Occasion
from tests.browsing import Browser
from tests.cast import Cast
from tests.feedback.asked import people, request

HEAVIEST = 6_000


def weighs(client: FlaskClient, address: str) -> int:
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, address
    return len(answer.data)


def test_every_page_is_light_in_every_language(db: Session, browser: Browser, cast: Cast) -> None:
    heavy: dict[tuple[str, str], int] = {}
    for one, occasion in zip(people(db, len(Occasion)), Occasion, strict=True):
        about = "training" if occasion is Occasion.AFTER_MEASURE else None
        made = request(db, one, occasion, about=about, on=clock.today())
        db.commit()
        client = browser.client(one)
        first = made.version.questions[0]
        chosen = first.get("options", [{"key": "yes"}])[0]["key"]
        at = f"/feedback/asked/{made.id}"
        form = {"question": first["key"], f"answer-{first['key']}": chosen}
        client.post(f"{at}/questions/{first['key']}", data=form)
        for language in i18n.languages():
            one.chosen_language = language
            db.commit()
            for part in ("all", "check", f"questions/{first['key']}"):
                heavy[language, f"{occasion} {part}"] = weighs(client, f"{at}/{part}")
            heavy[language, f"{occasion} show"] = weighs(client, "/feedback")
        client.post(f"{at}/send")
        heavy["ti", f"{occasion} thanks"] = weighs(client, f"{at}/thanks")
    assert not {what: weight for what, weight in heavy.items() if weight > HEAVIEST}
