"""The handover as the giver, the receiver, the manager and the participant meet it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people.account_models import Duty, StaffAccount
from portal.people.handover_models import HandoverOffer
from portal.people.models import Participant, Staff
from portal.plan.models import Answer, StepAnswer
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, sv
from tests.handover.asking import ask, form, line, typed
from tests.plan.writing import plan, step


def logged(db: Session, staff: Staff, participant: Participant) -> set[Opened]:
    found = set(
        db.scalars(
            sa.select(AccessLog.opened).where(
                AccessLog.participant_id == participant.id, AccessLog.staff_id == staff.id
            )
        )
    )
    db.commit()
    return found


def offers(db: Session) -> list[HandoverOffer]:
    """Every offer there is; the database is let go again, so that the portal can write."""
    found = list(db.scalars(sa.select(HandoverOffer)))
    db.commit()
    return found


def make_manager(db: Session, staff: Staff) -> None:
    db.add(
        StaffAccount(
            staff=staff, email="chef@example.org", duties=[Duty.UNIT_MANAGER], made_at=clock.now()
        )
    )
    db.commit()


def test_from_her_page_to_a_colleague_who_accepts(
    db: Session, browser: Browser, cast: Cast
) -> None:
    course, phone = step("Gå på kurs"), step("Ringa AF", cast.karin)
    course.answer = StepAnswer(
        answer=Answer.CANNOT, answered_at=clock.now(), comment=sv("Jag hinner inte")
    )
    plan(db, cast.amina, course, phone)
    address = f"/staff/participants/{cast.amina.id}/handover"
    hers = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert hers.select_one(f'a[href="{address}"]')
    page = browser.visit(address, as_=cast.karin)
    assert "Gå på kurs" in page.text and "Jag hinner inte" in page.text
    assert page.select_one(f'input[name="step-{phone.id}"]')
    answer = browser.post(address, form(), as_=cast.karin, follow=True)
    assert "Frågan är skickad till Sara Nyström." in linted(answer).text
    [offer] = offers(db)
    on_her_day = f'a[href="/staff/handover/offers/{offer.id}"]'
    assert browser.visit("/staff", as_=cast.sara).select_one(on_her_day)
    listed = browser.visit("/staff/handover/offers", as_=cast.sara)
    assert "Amina" not in browser.visit("/staff/handover/offers", as_=cast.lars).text
    [link] = listed.select(f'a[href="/staff/handover/offers/{offer.id}"]')
    asked = browser.visit(str(link["href"]), as_=cast.sara)
    for words in ("Amina Warsame", "Ring på förmiddagen.", "Gå på kurs", "Ringa AF"):
        assert words in asked.text
    assert "riktigt kök" not in asked.text, "what is open, not the whole plan"
    assert logged(db, cast.sara, cast.amina) == {Opened.OVERVIEW, Opened.HANDOVER}
    browser.post(f"/staff/handover/offers/{offer.id}/accept", as_=cast.sara)
    db.refresh(phone)
    assert phone.doer_staff_id == cast.sara.id
    db.commit()
    assert not browser.visit("/staff", as_=cast.sara).select(on_her_day)
    assert "Har tagit emot" in browser.visit("/staff/handover/offers", as_=cast.karin).text
    assert browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.sara)


def test_the_participant_sees_the_new_one_before_the_old_one_is_gone(
    db: Session, browser: Browser, cast: Cast
) -> None:
    ask(db, cast.karin, cast.amina, form=typed(reason="staff-left"))
    for address in ("/", "/people"):
        assert "Sara" not in browser.visit(address, as_=cast.amina).text, "only when accepted"
    [offer] = offers(db)
    browser.post(f"/staff/handover/offers/{offer.id}/accept", as_=cast.sara)
    for address in ("/", "/people"):
        text = " ".join(browser.visit(address, as_=cast.amina).text.split())
        assert "är Sara Nyström din kontaktperson." in text
        assert "Från och med måndag" in text
        assert "Karin slutar sitt arbete här." in text
        assert "Karin berättar för Sara om ditt ärende." in text
        assert "Karin Berg" in text, "who is still there for her"


def test_nobody_is_said_to_tell_who_has_left_already(
    db: Session, browser: Browser, cast: Cast
) -> None:
    make_manager(db, cast.lars)
    cast.karin.ended_on = clock.today() - timedelta(days=30)
    db.commit()
    browser.post(
        f"/staff/handover/left/{cast.karin.id}", {**form(), "p": str(cast.amina.id)}, as_=cast.lars
    )
    [offer] = offers(db)
    browser.post(f"/staff/handover/offers/{offer.id}/accept", as_=cast.sara)
    page = browser.visit("/people", as_=cast.amina)
    assert "Personen slutade sitt arbete här." in page.text
    assert "berättar" not in page.text


def test_a_share_of_the_caseload_goes_in_one_form(
    db: Session, browser: Browser, cast: Cast
) -> None:
    assign(db, cast.bashir, cast.karin)
    db.commit()
    page = browser.visit("/staff/handover", as_=cast.karin)
    assert len(page.select("input[name=p]")) == 2
    ids = [cast.amina.id, cast.bashir.id]
    query = "&".join(f"p={one}" for one in ids)
    for address in (f"/staff/handover/new?{query}", "/staff/handover/new?all=1"):
        page = browser.visit(address, as_=cast.karin)
        assert {str(one["value"]) for one in page.select("input[name=p]")} == {
            str(one) for one in ids
        }
    browser.client(cast.karin).post("/staff/handover/new", data={**form(), "p": ids})
    assert len(offers(db)) == 2
    page = browser.visit("/staff/handover", as_=cast.karin)
    assert "Sara Nyström har inte svarat än" in page.text
    assert not page.select("input[name=p]")


def test_all_that_is_asked_is_taken_at_once_and_what_is_late_is_counted(
    db: Session, browser: Browser, cast: Cast
) -> None:
    [first] = ask(db, cast.karin, cast.amina)
    [second] = ask(db, cast.lars, cast.bashir)
    page = browser.visit("/staff/handover/offers", as_=cast.sara)
    ids = [str(one["value"]) for one in page.select("input[name=offer]")]
    assert set(ids) == {str(first.id), str(second.id)}
    browser.post(f"/staff/handover/offers/{second.id}/take-back", as_=cast.lars)
    answer = browser.client(cast.sara).post(
        "/staff/handover/offers/accept", data={"offer": [*ids, "x"]}, follow_redirects=True
    )
    said = linted(answer).text
    assert "Du har tagit emot 1 deltagare." in said and "1 gick inte längre" in said
    assert {one.participant_id: one.is_accepted for one in offers(db)} == {
        cast.amina.id: True,
        cast.bashir.id: None,
    }


def test_nobody_ticked_is_told_and_anothers_is_not_there(browser: Browser, cast: Cast) -> None:
    answer = browser.client(cast.karin).get("/staff/handover/new", follow_redirects=True)
    assert "Kryssa i minst en deltagare." in linted(answer).text
    for whose in (str(cast.bashir.id), "x"):
        there = browser.get(f"/staff/handover/new?p={whose}&p={cast.bashir.id}", as_=cast.karin)
        assert there.status_code == 404


def test_what_was_typed_stays_when_something_is_wrong(
    db: Session, browser: Browser, cast: Cast
) -> None:
    plan(db, cast.amina, step("Ringa", cast.karin))
    wrong = form(to="Napoleon", from_on="2020-01-01", note="<b>Hej</b> 👋 مرحبا")
    answer = browser.post(f"/staff/participants/{cast.amina.id}/handover", wrong, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422
    assert "Ingen som arbetar här heter så." in page.text and "Dagen har redan varit." in page.text
    assert page.select_one("#to[aria-invalid]") and page.select_one('#to[value="Napoleon"]')
    assert page.select_one("textarea") and "<b>Hej</b> 👋 مرحبا" in page.text
    assert not offers(db)


def test_sending_the_form_twice_asks_once(db: Session, browser: Browser, cast: Cast) -> None:
    address = f"/staff/participants/{cast.amina.id}/handover"
    first = browser.post(address, form(), as_=cast.karin)
    again = browser.post(address, form(), as_=cast.karin)
    assert first.status_code == again.status_code == 303
    another = browser.post(address, form(to=line("Lars Ek")), as_=cast.karin)
    assert another.status_code == 409
    assert "redan tillfrågad" in linted(another).text
    assert [one.to_id for one in offers(db)] == [cast.sara.id]


def test_a_no_is_read_by_the_one_who_asked(db: Session, browser: Browser, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    address = f"/staff/handover/offers/{offer.id}"
    empty = browser.post(f"{address}/decline", as_=cast.sara)
    assert empty.status_code == 422 and "Skriv några ord om varför" in linted(empty).text
    browser.post(f"{address}/decline", {"answer": "Jag har 52 redan."}, as_=cast.sara)
    assert "Jag har 52 redan." in browser.visit("/staff/handover/offers", as_=cast.karin).text
    late = browser.post(f"{address}/accept", as_=cast.sara)
    assert late.status_code == 409 and "Inget har ändrats." in linted(late).text
    assert "Amina" not in browser.visit("/staff/handover/offers", as_=cast.sara).text


def test_taken_back_is_too_late_to_accept_and_tells_nothing_of_the_case(
    db: Session, browser: Browser, cast: Cast
) -> None:
    plan(db, cast.amina, step("Ringa AF", cast.karin))
    [offer] = ask(db, cast.karin, cast.amina)
    address = f"/staff/handover/offers/{offer.id}"
    browser.post(f"{address}/take-back", as_=cast.karin)
    late = browser.post(f"{address}/accept", as_=cast.sara)
    assert late.status_code == 409 and "tagit tillbaka" in linted(late).text
    assert "Ringa AF" not in browser.visit(address, as_=cast.sara).text
    assert browser.get(address, as_=cast.lars).status_code == 404


def test_a_protected_participant_is_offered_by_reference_only(
    db: Session, browser: Browser, cast: Cast
) -> None:
    plan(db, cast.farid, step("Ringa Farids läkare", cast.sara))
    [offer] = ask(db, cast.sara, cast.farid, form=typed(line("Karin Berg")))
    for address in ("/staff", "/staff/handover/offers", f"/staff/handover/offers/{offer.id}"):
        page = browser.visit(address, as_=cast.karin)
        assert "F-1" in page.text and "Farid" not in str(page) and "läkare" not in str(page)
    assert browser.get(f"/staff/participants/{cast.farid.id}", as_=cast.karin).status_code == 404
    browser.post(f"/staff/handover/offers/{offer.id}/accept", as_=cast.karin)
    assert "läkare" in browser.visit(f"/staff/participants/{cast.farid.id}", as_=cast.karin).text


def test_the_manager_offers_on_what_stays_and_sees_references_only(
    db: Session, browser: Browser, cast: Cast
) -> None:
    make_manager(db, cast.lars)
    plan(db, cast.farid, step("Skriva", cast.karin))
    cast.karin.ended_on = clock.today() - timedelta(days=1)
    db.commit()
    page = browser.visit("/staff/handover/left", as_=cast.lars)
    assert "Karin Berg" in page.text and "A-1" in page.text and "F-1" in page.text
    assert "Amina" not in str(page) and "Farid" not in str(page)
    assert logged(db, cast.lars, cast.amina) == {Opened.OVERVIEW}
    whose = f"/staff/handover/left/{cast.karin.id}"
    assert browser.visit(f"{whose}?p={cast.amina.id}", as_=cast.lars)
    browser.post(f"{whose}/steps", as_=cast.lars)
    browser.post(whose, {**form(), "p": str(cast.amina.id)}, as_=cast.lars)
    [offer] = offers(db)
    assert (offer.offered_by_id, offer.participant_id) == (cast.lars.id, cast.amina.id)
    page = browser.visit("/staff/handover/left", as_=cast.lars)
    assert "F-1" not in page.text and not page.select("input[name=p]")


def test_counts_and_what_is_left_are_for_managers_and_by_reference(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for address in ("/staff/handover/counts", "/staff/handover/left"):
        assert browser.get(address, as_=cast.karin).status_code == 404
    make_manager(db, cast.karin)
    page = browser.visit("/staff/handover/counts", as_=cast.karin)
    assert "B-1" in page.text and "Bashir" not in str(page)
    assert logged(db, cast.karin, cast.bashir) == {Opened.OVERVIEW}


@pytest.mark.parametrize("address", ["/staff/handover/new?all=1", "/staff/handover/offers"])
def test_as_many_queries_for_many_as_for_one(
    db: Session, browser: Browser, cast: Cast, address: str
) -> None:
    def queries() -> int:
        counted: list[str] = []
        engine = browser.app.extensions["portal_engine"]

        def note(*args: object) -> None:
            counted.append(str(args[2]))

        sa.event.listen(engine, "before_cursor_execute", note)
        browser.visit(address, as_=cast.karin)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(counted)

    plan(db, cast.amina, step("Ringa", cast.karin))
    ask(db, cast.lars, cast.bashir, form=typed(line("Karin Berg")))
    queries()
    few = queries()
    for number in range(12):
        one = Participant(
            key=f"X-{number}", name=f"Nr {number}", language="sv", created_at=clock.now()
        )
        theirs = cast.karin if number % 2 else cast.lars
        assign(db, one, theirs)
        db.commit()
        plan(db, one, step("Ringa", theirs), step("Skriva", theirs))
        if not number % 2:
            ask(db, cast.lars, one, form=typed(line("Karin Berg")))
    assert queries() <= few + 1, "the log writes only what is new in it"
    assert few <= 22
