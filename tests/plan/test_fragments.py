"""A fragment swapped in leaves the page as a reload would."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Browser, swapped
from tests.cast import Cast
from tests.plan.writing import plan, step


def flat(html: str) -> str:
    html = re.sub(r'name="csrf_token" type="hidden" value="[^"]*"', "", html)
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize(
    ("act", "form"),
    [("", {"answer": "unsure", "comment": "Vet inte"}), ("/done", {}), ("/not-done", {})],
)
def test_an_answer_swapped_in_is_the_page_reloaded(
    db: Session, browser: Browser, cast: Cast, act: str, form: dict[str, str]
) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    address = f"/plan/steps/{call.id}"
    page = browser.visit(address, as_=cast.amina)
    answer = browser.post(address + act, form, as_=cast.amina, htmx=True)
    reloaded = browser.visit(address, as_=cast.amina)
    assert 'role="status"' in answer.text
    assert flat(swapped(page, "#step", answer)) == flat(reloaded.prettify())


def test_a_refusal_is_swapped_in_with_what_she_typed(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    answer = browser.post(f"/plan/steps/{call.id}", {"comment": "hej"}, as_=cast.amina, htmx=True)
    assert answer.status_code == 422
    assert "hej" in answer.text and "<html" not in answer.text


def test_a_whole_page_takes_the_place_of_everything(
    db: Session, browser: Browser, cast: Cast
) -> None:
    answer = browser.post(
        "/plan/steps/00000000-0000-0000-0000-000000000000", as_=cast.amina, htmx=True
    )
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "body"


def test_a_phone_that_saves_data_is_sent_no_htmx(db: Session, browser: Browser, cast: Cast) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    address = f"/plan/steps/{call.id}"
    assert "data-portal-htmx" in browser.get(address, as_=cast.amina).text
    saving = browser.client(cast.amina).get(address, headers={"Save-Data": "on"})
    assert "data-portal-htmx" not in saving.text and "htmx-config" not in saving.text
