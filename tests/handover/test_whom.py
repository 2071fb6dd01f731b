"""Nobody is asked to take over before whoever asks has seen whom she asks."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.handover_models import HandoverOffer
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.handover.asking import form, line
from tests.plan.writing import plan, step


def test_whoever_is_found_by_a_part_of_her_name_is_shown_before_anything_is_sent(
    db: Session, browser: Browser, cast: Cast
) -> None:
    phone = step("Ring hyresvärden", cast.karin)
    plan(db, cast.amina, phone)
    address = f"/staff/participants/{cast.amina.id}/handover"
    part = form(to="nyst", **{f"step-{phone.id}": "lars"})
    answer = browser.post(address, part, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422
    for name in ("Sara Nyström", "Lars Ek"):
        assert f"Menar du {line(name)}?" in page.text
    sent = {one: str(page.select_one(f"#{one}")["value"]) for one in ("to", f"step-{phone.id}")}  # type: ignore[index]
    assert sent == {"to": line("Sara Nyström"), f"step-{phone.id}": line("Lars Ek")}
    assert db.scalar(sa.select(sa.func.count(HandoverOffer.id))) == 0
    db.commit()
    assert browser.post(address, form(**sent), as_=cast.karin).status_code == 303
    [offer] = db.scalars(sa.select(HandoverOffer))
    assert offer.to_id == cast.sara.id and offer.items[0].to_id == cast.lars.id


def test_a_full_name_alone_is_asked_about_too(browser: Browser, cast: Cast) -> None:
    address = f"/staff/participants/{cast.amina.id}/handover"
    page = linted(browser.post(address, form(to="Sara Nyström"), as_=cast.karin))
    assert "Socialsekreterare, Enheten för försörjningsstöd?" in page.text
