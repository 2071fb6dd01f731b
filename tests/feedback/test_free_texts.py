"""Free texts: what may tell of a person is marked, and an administrator who is nobody's contact decides."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.answer_models import FreeText, FreeTextState
from portal.feedback.screening import known_names, marks, pieces, without
from portal.people.account_models import Duty
from portal.people.models import Absence, Staff
from portal.writing import UNKNOWN_LANGUAGE, Writing
from tests.browsing import Browser
from tests.cast import Cast, assign, give_duties
from tests.feedback.asked import TODAY, measure, request

NAMES = {"amina", "warsame", "karin", "berg", "ek", "nyström", "grace"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Allt var bra.", "Allt var bra."),
        ("Karin hjälpte mig.", "[…] hjälpte mig."),
        ("tack karin och ann-grace", "tack […] och […]"),
        ("Det var karins idé", "Det var […] idé"),
        ("Jag träffade Mohammed på kursen.", "Jag träffade […] på kursen."),
        ("Bra. Men det tog tid.\nMer språk", "Bra. Men det tog tid.\nMer språk"),
        ("Ring 070-123 45 67 i dag", "Ring […] i dag"),
        ("ring +46 (0)60 12 34 56.", "ring […]."),
        ("Jag är 850709-9805", "Jag är […]"),
        ("Jag är 19850709 9805 här", "Jag är […] här"),
        ("nummer 850769-980T här", "nummer […] här"),
        ("skriv till mig@exempel.se nu", "skriv till […] nu"),
        ("se https://exempel.se/jag", "se […]"),
        ("Tre dagar, 9 till 12, i 10 veckor", "Tre dagar, 9 till 12, i 10 veckor"),
        ("ناس طيبون", "ناس طيبون"),
        ("", ""),
    ],
)
def test_what_may_tell_of_a_person_is_marked_and_the_rest_is_not(text: str, shown: str) -> None:
    found = marks(text, NAMES)
    assert without(text, found) == shown
    assert "".join(piece for piece, _ in pieces(text, found)) == text, "nothing is lost"


def test_names_of_participants_protected_ones_and_staff_are_known(db: Session, cast: Cast) -> None:
    assert {"amina", "farid", "karin", "nyström"} <= known_names(db)


@pytest.fixture
def texts(db: Session, cast: Cast) -> list[UUID]:
    """Two texts that wait, about the same measure."""
    request(db, cast.bashir)
    measure(db)
    rows = [
        FreeText(
            id=uuid4(), questionnaire="after-measure", question="tips", about="training", on=TODAY,
            text=Writing.in_(UNKNOWN_LANGUAGE, text), state=FreeTextState.WAITING,
        )
        for text in ("Mer tid med Karin", "<b>språk</b>")
    ]  # fmt: skip
    db.add_all(rows)
    db.commit()
    return [one.id for one in rows]


@pytest.fixture
def eva(db: Session, cast: Cast) -> Staff:
    """An administrator who is nobody's contact person."""
    staff = Staff(
        key="eva", name="Eva Lundin", role=cast.karin.role, organisation=cast.support, languages=[]
    )
    db.add(staff)
    return give_duties(db, staff, Duty.ADMINISTRATOR)


def kept(db: Session) -> dict[str, FreeTextState]:
    with Session(db.get_bind()) as fresh:
        return {one.text.original: one.state for one in fresh.scalars(sa.select(FreeText))}


def test_she_reads_each_and_shows_it_with_or_without_what_is_marked(
    db: Session, browser: Browser, texts: list[UUID], eva: Staff
) -> None:
    page = browser.visit("/staff/feedback", as_=eva)
    assert [one.get_text() for one in page.select("mark")] == ["Karin"]
    assert "Om stödet du har haft: Stödet training. Vad ska vi göra bättre?" in page.get_text()
    for text_id, decision in zip(texts, ("show-without", "show"), strict=True):
        done = browser.post(f"/staff/feedback/texts/{text_id}", {"decision": decision}, as_=eva)
        assert done.status_code == 303
    released = FreeTextState.RELEASED
    assert kept(db) == {"Mer tid med […]": released, "<b>språk</b>": released}
    assert "Inga svar väntar" in browser.visit("/staff/feedback", as_=eva).get_text()


def test_what_is_not_shown_is_thrown_away_and_nothing_is_decided_twice(
    db: Session, browser: Browser, texts: list[UUID], eva: Staff
) -> None:
    address = f"/staff/feedback/texts/{texts[0]}"
    browser.post(address, {"decision": "withhold"}, as_=eva)
    assert kept(db) == {"": FreeTextState.WITHHELD, "<b>språk</b>": FreeTextState.WAITING}
    assert browser.post(address, {"decision": "show"}, as_=eva).status_code == 404
    other = f"/staff/feedback/texts/{texts[1]}"
    assert browser.post(other, {"decision": "perhaps"}, as_=eva).status_code == 400


def refused(db: Session, browser: Browser, eva: Staff, text_id: UUID) -> str:
    """What the page says instead of the texts; nothing can be decided either."""
    db.commit()
    page = browser.visit("/staff/feedback", as_=eva).get_text()
    address = f"/staff/feedback/texts/{text_id}"
    assert "Mer tid" not in page and "Konton" in page
    assert browser.post(address, {"decision": "show"}, as_=eva).status_code == 404
    return page


@pytest.mark.parametrize("days", [0, 1, 700])
def test_whoever_was_a_contact_within_two_years_reads_nothing(
    db: Session, browser: Browser, cast: Cast, texts: list[UUID], eva: Staff, days: int
) -> None:
    hers = assign(db, cast.bashir, eva, from_on=clock.today() - timedelta(days=900))
    hers.until_on = clock.today() - timedelta(days=days)
    assert "de senaste två åren" in refused(db, browser, eva, texts[0])
    hers.until_on = clock.today() - timedelta(days=740)
    db.commit()
    assert "Mer tid" in browser.visit("/staff/feedback", as_=eva).get_text()


def test_whoever_stands_in_today_reads_nothing_today(
    db: Session, browser: Browser, cast: Cast, texts: list[UUID], eva: Staff
) -> None:
    away = Absence(
        staff_id=cast.karin.id, stand_in_id=eva.id, from_on=clock.today(), until_on=clock.today(),
        made_at=clock.now(),
    )  # fmt: skip
    db.add(away)
    assert "ersättare" in refused(db, browser, eva, texts[0])
    away.from_on = away.until_on = clock.today() - timedelta(days=1)
    db.commit()
    assert "Mer tid" in browser.visit("/staff/feedback", as_=eva).get_text()


def test_whoever_leads_a_unit_reads_nothing(
    db: Session, browser: Browser, texts: list[UUID], eva: Staff
) -> None:
    give_duties(db, eva, Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
    assert "enhetschef" in refused(db, browser, eva, texts[0])


def test_whoever_is_a_contact_person_reads_nothing_even_as_an_administrator(
    db: Session, browser: Browser, cast: Cast, texts: list[UUID]
) -> None:
    give_duties(db, cast.karin, Duty.CASEWORKER, Duty.ADMINISTRATOR)
    page = browser.visit("/staff/feedback", as_=cast.karin)
    assert "Mer tid" not in page.get_text() and "en annan administratör" in page.get_text()
    address = f"/staff/feedback/texts/{texts[0]}"
    assert browser.post(address, {"decision": "show"}, as_=cast.karin).status_code == 404
    assert browser.get("/staff/feedback", as_=cast.lars).status_code == 404
