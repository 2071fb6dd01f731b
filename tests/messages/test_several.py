"""A message to several: each gets her own, once; nobody sees the others; the protected only when ticked one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import event
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.messages import phrase_values, sending, several, subjects
from portal.messages.models import Message, MessageBatch, Thread
from portal.messages.sending import Sent, Unfit, words
from portal.municipality.models import Measure
from portal.people.account_models import Duty
from portal.people.models import Assignment, Participant
from portal.plan.enrolment_models import Enrolment
from portal.privacy.models import AccessLog, Opened
from portal.translators.models import WantedTranslation
from portal.writing import Writing
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, give_duties, sv
from tests.messages.test_phrases import Everything
from tests.translators.writing import reads

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
TODAY = date(2026, 11, 28)
BODY = Writing.in_("sv", "Vi har stängt på fredag.")


@pytest.fixture(autouse=True)
def the_clock_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def all_karins(db: Session, cast: Cast) -> Cast:
    """Karin is the contact of all three; Farid's data are protected."""
    for one in (cast.bashir, cast.farid):
        assign(db, one, cast.karin)
    db.commit()
    return cast


def keys(db: Session, cast: Cast) -> dict[str, list[str]]:
    return {
        one.key.split("-")[0]: [each.key for each in one.people]
        for one in several.groups(db, cast.karin, TODAY)
    }


def sent(db: Session, cast: Cast, *to: Participant, key: str = "k", body: str = "") -> MessageBatch:
    said = Sent(sending.words(body, "sv") or BODY, key)
    batch = several.send(db, cast.karin, to, "Alla mina", subjects.OTHER, said, now=NOW)
    db.commit()
    return batch


def test_she_chooses_among_her_own_by_track_and_measure_of_today(
    db: Session, all_karins: Cast
) -> None:
    cast = all_karins
    kitchen = Measure(key="kitchen", name=sv("Arbetsträning i kök"))
    db.add(kitchen)
    db.flush()
    for one, ended in ((cast.amina, None), (cast.bashir, TODAY - timedelta(days=1))):
        db.add(
            Enrolment(
                participant_id=one.id, measure_id=kitchen.id,
                started_on=TODAY - timedelta(days=30), ended_on=ended,
            )
        )  # fmt: skip
    cast.bashir.track = cast.occupation
    db.commit()
    found = keys(db, cast)
    assert found["mine"] == ["A-1", "B-1", "F-1"]
    assert found["measure"] == ["A-1"], "Bashir's is over"
    tracks = [one for one in several.groups(db, cast.karin, TODAY) if one.key[:5] == "track"]
    assert [[each.key for each in one.people] for one in tracks] == [["B-1"], ["A-1", "F-1"]]


def test_nobody_elses_are_among_them_but_a_managers_unit_is(db: Session, cast: Cast) -> None:
    assert keys(db, cast)["mine"] == ["A-1"]
    assert "unit" not in keys(db, cast)
    give_duties(db, cast.karin, Duty.CASEWORKER, Duty.UNIT_MANAGER)
    assert keys(db, cast)["unit"] == ["A-1", "B-1"], "Farid's data are protected, and he is Sara's"
    cast.lars.organisation = cast.employment
    db.commit()
    assert keys(db, cast)["unit"] == ["A-1"]


def test_whoever_is_not_in_the_group_is_not_found(db: Session, cast: Cast) -> None:
    group = several.group(db, cast.karin, "mine", TODAY)
    assert several.chosen(group, {cast.bashir.id}) == []
    assert several.chosen(group, {cast.amina.id, uuid4()}) == [cast.amina]
    with pytest.raises(NoResultFound):
        several.group(db, cast.karin, "unit", TODAY)


def test_each_gets_it_in_her_own_conversation_and_once(db: Session, all_karins: Cast) -> None:
    cast = all_karins
    first = sent(db, cast, cast.amina, cast.bashir)
    again = sent(db, cast, cast.amina, cast.bashir)
    assert first.id == again.id
    found = db.scalars(
        sa.select(Thread.participant_id).join(Message).where(Message.batch_id == first.id)
    )
    assert sorted(found) == sorted([cast.amina.id, cast.bashir.id])
    assert sent(db, cast, cast.amina, key="another").id != first.id


def test_it_answers_nothing_that_waits(db: Session, cast: Cast) -> None:
    asked = sending.from_her(db, cast.amina, subjects.OTHER, Sent(words("När?"), "1"), now=NOW)
    sent(db, cast, cast.amina)
    assert asked.thread.waits_for_us_since == NOW


def test_without_words_nothing_is_sent(db: Session, cast: Cast) -> None:
    with pytest.raises(Unfit):
        several.send(db, cast.karin, [cast.amina], "Alla", subjects.OTHER, Sent(None, "k"), now=NOW)


def test_the_languages_are_counted_and_what_lacks_a_translation_is_swedish(
    db: Session, all_karins: Cast
) -> None:
    cast = all_karins
    reads(db, cast.amina, "ar")
    reads(db, cast.bashir, "ar")
    reads(db, cast.farid, "ti")
    body = Writing({"sv": "Hej", "ar": "مرحبا"})
    found = several.readers([cast.amina, cast.bashir, cast.farid], body)
    assert [
        (one.language.code, one.number, one.passage.text, one.is_translated) for one in found
    ] == [
        ("ar", 2, "مرحبا", True),
        ("ti", 1, "Hej", False),
    ]


def test_many_take_as_many_questions_to_choose_as_few(db: Session, cast: Cast) -> None:
    asked: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *it: asked.append(it[2]))

    def cost() -> int:
        db.expunge_all()
        db.info.clear()
        before = len(asked)
        several.groups(db, karin, TODAY)
        return len(asked) - before

    karin = cast.karin
    few = cost()
    for number in range(20):
        one = Participant(
            key=f"X-{number}", name=f"Person {number}", language="so", created_at=NOW,
        )  # fmt: skip
        db.add(one)
        db.flush()
        db.add(
            Assignment(
                participant_id=one.id, staff_id=karin.id, is_main=True, about=[],
                from_on=TODAY, created_at=NOW,
            )
        )  # fmt: skip
    db.commit()
    assert cost() == few


def test_from_choosing_to_the_list_of_who_got_it(
    db: Session, all_karins: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrase_values, "message_catalogue", lambda *_: Everything())
    cast = all_karins
    reads(db, cast.amina, "ar")
    listed = browser.visit("/staff/messages/several", as_=cast.karin)
    assert listed.select_one('a[href="/staff/messages/several/mine"]')
    url = "/staff/messages/several/mine"
    page = browser.visit(url, as_=cast.karin)
    ticked = {str(one["value"]) for one in page.select("input[name=to][checked]")}
    assert ticked == {str(cast.amina.id), str(cast.bashir.id)}
    assert "Farid" not in page.text and "F-1" in page.text
    assert page.text.count("Nås inte utanför portalen") == 3
    client = browser.client(cast.karin)
    form: dict[str, object] = {
        "to": sorted(ticked),
        "key": "k",
        "subject": "other",
        "phrase": "money-comes",
    }
    blanks = linted(client.post(url, data=form))
    assert blanks.select_one("#day")
    form |= {"filled": "yes", "day": "2026-12-01"}
    shown = linted(client.post(url, data=form))
    assert [one.get_text() for one in shown.select("h2")][:2] == [
        "1 läser arabiska",
        "1 läser svenska",
    ]
    assert "الثلاثاء 1 ديسمبر" in shown.text
    form |= {"act": "send"}
    answers = [client.post(url, data=form) for _ in range(2)]
    assert {one.status_code for one in answers} == {303}
    assert answers[0].location == answers[1].location
    result = browser.visit(answers[0].location, as_=cast.karin)
    assert "Skickat till 2 deltagare" in result.text
    assert browser.get(answers[0].location, as_=cast.lars).status_code == 404
    hers = browser.visit("/messages", as_=cast.amina)
    assert "Bashir" not in hers.text and "Alla mina" not in hers.text
    assert len(db.scalars(sa.select(Message)).all()) == 2
    opened = set(db.scalars(sa.select(AccessLog.opened)))
    assert opened == {Opened.OVERVIEW}


def test_words_of_her_own_are_shown_in_swedish_and_wait_for_each_who_cannot_read_them(
    db: Session, all_karins: Cast, browser: Browser
) -> None:
    cast = all_karins
    reads(db, cast.amina, "ar")
    url = "/staff/messages/several/mine"
    to = [str(cast.amina.id), str(cast.bashir.id)]
    form: dict[str, object] = {"to": to, "key": "k", "body": "Vi har stängt på fredag."}
    client = browser.client(cast.karin)
    shown = linted(client.post(url, data=form))
    assert "Det finns ingen översättning till arabiska." in shown.text
    assert client.post(url, data=form | {"act": "send"}).status_code == 303
    assert db.scalars(sa.select(WantedTranslation.into)).all() == ["ar"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"body": "Hej"}, "Välj minst en deltagare."),
        ({"to": "amina"}, "Skriv ett meddelande, eller välj ett färdigt."),
        ({"to": "amina", "body": "Hej", "phrase": "bring"}, "inte båda"),
        ({"to": "amina", "body": "x" * 8001}, "Skriv högst 8 000 tecken."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(
    db: Session, cast: Cast, browser: Browser, form: dict[str, str], said: str
) -> None:
    filled = form | ({"to": str(cast.amina.id)} if "to" in form else {})
    url = "/staff/messages/several/mine"
    answer = browser.post(url, filled | {"act": "send", "key": "k"}, as_=cast.karin)
    assert answer.status_code == 422 and said in linted(answer).text
    assert db.scalars(sa.select(Message)).all() == []


def test_a_blank_that_is_missing_is_said_at_its_field(
    db: Session, cast: Cast, browser: Browser
) -> None:
    form = {"to": str(cast.amina.id), "phrase": "money-comes", "filled": "yes", "key": "k"}
    answer = browser.post("/staff/messages/several/mine", form | {"act": "send"}, as_=cast.karin)
    assert answer.status_code == 422 and linted(answer).select_one("#day-fault")


def test_somebody_who_is_not_hers_cannot_be_slipped_in(
    db: Session, cast: Cast, browser: Browser
) -> None:
    form = {
        "to": [str(cast.amina.id), str(cast.bashir.id)], "body": "Hej", "act": "send", "key": "k",
    }  # fmt: skip
    answer = browser.post("/staff/messages/several/mine", form, as_=cast.karin)
    assert answer.status_code == 422
    page = linted(answer)
    assert "inte med i gruppen längre" in page.text and "Bashir" not in page.text
    assert [one.text.strip() for one in page.select("textarea[name=body]")] == ["Hej"]
    assert db.scalars(sa.select(Message)).all() == []


def test_other_words_or_other_people_in_the_same_form_are_another_message(
    db: Session, all_karins: Cast
) -> None:
    """She goes back, corrects it and sends again: nothing of that is taken for the first."""
    cast = all_karins
    first = sent(db, cast, cast.amina)
    corrected = sent(db, cast, cast.amina, body="Kursen börjar klockan tio.")
    further = sent(db, cast, cast.bashir)
    assert len({first.id, corrected.id, further.id}) == 3
    assert sent(db, cast, cast.bashir).id == further.id
    assert db.scalar(sa.select(sa.func.count(Message.id))) == 3
