"""The list of those I may see: searched by name or reference, with what is next and why I see each."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, create_app, log
from portal.caseload.next_steps import next_steps
from portal.caseload.overview import matches
from portal.people.models import Participant
from portal.plan import progress, reading
from portal.plan.models import Answer, StepAnswer
from portal.settings import Settings
from tests.browsing import Browser
from tests.cast import Cast, assign
from tests.people.away import away
from tests.plan.writing import plan, step

LIST = "/staff/participants"


def participant(name: str, key: str = "P-1", **facts: bool) -> Participant:
    return Participant(key=key, name=name, is_protected=facts.get("is_protected", False))


@pytest.mark.parametrize(
    ("name", "search"),
    [
        ("Åsa Nyström", "nystrom asa"),
        ("Åsa Nyström", "NYSTRÖM"),
        ("Jose\u0301 Lo\u0301pez", "josé"),
        ("أحمد الحسيني", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("علی کریمی", "علي كريمي"),
        ("Søren Đorđević", "soren dordevic"),
        ("Amina Warsame", "p-1"),
        ("Amina Warsame", ""),
        ("Amina Warsame", "  war   ami "),
    ],
)
def test_a_name_is_found_however_it_is_typed(name: str, search: str) -> None:
    assert matches(participant(name), search)


def test_other_names_are_not_found() -> None:
    assert not matches(participant("Amina Warsame"), "bashir")
    assert not matches(participant("Amina Warsame"), "amina bashir")


def test_a_protected_name_cannot_be_searched_for_but_the_reference_can() -> None:
    farid = participant("Farid Noori", "F-1", is_protected=True)
    assert not matches(farid, "farid") and matches(farid, "f-1")


def test_the_search_finds_only_among_those_i_may_see_and_keeps_what_was_typed(
    db: Session, browser: Browser, cast: Cast
) -> None:
    assign(db, cast.farid, cast.karin)
    db.commit()
    page = browser.visit(f"{LIST}?q=AMINA", as_=cast.karin)
    assert "Amina Warsame" in page.text and "F-1" not in page.text
    nobody = browser.visit(f"{LIST}?q=Bashir%3Cb%3E", as_=cast.karin)
    assert nobody.select_one("#q[value='Bashir<b>']")
    assert "Ingen av dina deltagare stämmer" in nobody.text


def test_what_was_searched_for_is_not_in_the_log(
    db: Session, cast: Cast, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(Settings(secret_key="x" * 40, database_url=database_url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    log.note_requests(app)
    Browser(app, db).visit(f"{LIST}?q=Warsame", as_=cast.karin)
    app.extensions["portal_engine"].dispose()
    written = "".join(capsys.readouterr())
    assert "staff.caseload.participants" in written and "Warsame" not in written


def test_each_is_listed_with_the_next_step_and_what_waits(
    db: Session, browser: Browser, cast: Cast
) -> None:
    unsure = step("Ring Lars")
    unsure.answer = StepAnswer(answer=Answer.CANNOT, answered_at=clock.now())
    plan(db, cast.amina, unsure)
    text = browser.visit(LIST, as_=cast.karin).text
    assert "Deltagarens tur: Ring Lars" in " ".join(text.split())
    assert "Osäker eller kan inte: 1" in text
    unsure.answer.handled_at = clock.now() + timedelta(seconds=1)
    db.commit()
    assert "Osäker" not in browser.visit(LIST, as_=cast.karin).text


def test_those_of_an_absent_colleague_stand_apart_with_why(
    db: Session, browser: Browser, cast: Cast
) -> None:
    away(db, cast.karin, cast.sara)
    page = browser.visit(LIST, as_=cast.sara)
    own, colleagues = page.select("section.card")
    assert "Dina deltagare (1)" in own.text and "F-1" in own.text
    assert "I stället för Karin Berg (1)" in colleagues.text and "Amina" in colleagues.text
    assert "Du är ersättare till och med" in colleagues.text


def test_the_database_finds_the_same_next_step_as_her_own_page(db: Session, cast: Cast) -> None:
    random, today = Random(7), clock.today()

    def day() -> str | None:
        return random.choice([None, (today + timedelta(days=random.randint(-9, 9))).isoformat()])

    people = []
    for number in range(30):
        one = Participant(
            key=f"R-{number}", name="Någon", language="sv", created_at=clock.now(), track=cast.work
        )
        db.add(one)
        db.flush()
        steps = [
            step(
                f"Steg {number}-{place}",
                random.choice([None, cast.karin, cast.employment]),
                due=day(),
                starts=day(),
                done=random.choice([None, None, "2026-01-01"]),
                paused_on=random.choice([None, None, None, today]),
            )
            for place in range(random.randint(0, 5))
        ]
        plan(db, one, *steps, finished_on=random.choice([None, None, None, today]))
        people.append(one)
    found = next_steps(db, [one.id for one in people], today)
    for one in people:
        expected = progress.next_step(reading.plans(db, one).open_steps, today)
        assert found.get(one.id) is expected, one.key


def test_fifty_participants_take_no_more_queries_than_one(
    db: Session, browser: Browser, cast: Cast
) -> None:
    engine = browser.app.extensions["portal_engine"]
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    def count() -> int:
        browser.visit(
            LIST, as_=cast.karin
        )  # what is kept has been read, the day's lines are written
        asked.clear()
        sa.event.listen(engine, "before_cursor_execute", note)
        browser.visit(LIST, as_=cast.karin)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len([one for one in asked if one.startswith(("SELECT", "INSERT", "UPDATE"))])

    plan(db, cast.amina, step("Ring"))
    away(db, cast.sara, cast.karin)
    first = count()
    for number in range(50):
        one = Participant(
            key=f"Q-{number}", name=f"Nummer {number}", language="sv", created_at=clock.now()
        )
        db.add(one)
        db.flush()
        assign(db, one, cast.karin if number % 2 else cast.sara)
        plan(db, one, step("Ring"), step("Boka", cast.lars), step("Väg", cast.employment))
    assert count() == first <= 8, asked
