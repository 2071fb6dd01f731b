"""What she wants to be told of, on her page: kinds turned off, what may stand there, and the question on home."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.notifications import choosing
from portal.notifications.choice_models import (
    NoticeAddressTrial,
    NoticeChoice,
)
from portal.notifications.delivering import Office
from portal.notifications.groups import Group
from portal.notifications.models import Channel, OutboxNotice
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.notifications.her_choice import (
    ask_for_code,
    code_that_came,
)
from tests.notifications.postmen import Postman, opens

pytestmark = pytest.mark.usefixtures("every_channel")


def test_she_turns_kinds_off_and_says_what_may_stand_there(
    db: Session, browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/me/notices", as_=cast.amina)
    assert len(page.select("input[name=group][checked]")) == len(Group)
    assert not page.select("input[name=says_time][checked]")
    chosen = {"group": "messages", "says_time": "yes"}
    page = linted(browser.post("/me/notices", chosen, as_=cast.amina, follow=True))
    assert [box["value"] for box in page.select("input[name=group][checked]")] == ["messages"]
    assert page.select("input[name=says_time][checked]")
    choice = db.scalars(sa.select(NoticeChoice)).one()
    assert set(choice.turned_off) == set(Group) - {Group.MESSAGES}


def test_whose_data_are_protected_is_told_plainly_that_nothing_is_sent(
    browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/me/notices", as_=cast.farid)
    assert "Vi skickar ingenting" in page.get_text()
    assert not page.select("main form")
    assert browser.get("/me/notices/sms", as_=cast.farid).status_code == 404


def test_what_she_chose_leaves_no_number_in_the_database(
    db: Session, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    ask_for_code(phone)
    code = code_that_came(office, postman)
    rows = [
        *db.execute(sa.select(NoticeAddressTrial.__table__)),
        *db.execute(sa.select(OutboxNotice.__table__)),
    ]
    assert "1740622" not in str(rows)
    assert code not in str([one for row in rows for one in row if isinstance(one, str)])


def test_the_question_on_her_first_page_is_asked_until_she_answers(
    db: Session, browser: Browser, cast: Cast
) -> None:
    assert choosing.is_to_be_asked(db, cast.amina)
    assert not choosing.is_to_be_asked(db, cast.farid)
    db.rollback()
    browser.post("/me/notices/offer", as_=cast.amina)
    assert not choosing.is_to_be_asked(db, cast.amina)
    opens(db, cast.bashir, Channel.SMS)
    assert not choosing.is_to_be_asked(db, cast.bashir)
